"""`python -m crm`: everything that is done from a terminal."""

import sys

from crm.cli import run


def main() -> None:
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
