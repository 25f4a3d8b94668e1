"""`crm translate`: which French sentences still wait for their English."""

from crm.cli.words import FrenchParser, Words
from crm.site.sentences import complete_catalogue, missing_english

HELP = "nomme les phrases sans traduction anglaise"


def describe(parser: FrenchParser) -> None:
    parser.add_argument("--ajouter", action="store_true", help="les ajoute au catalogue, vides")


def run(said: Words) -> int:
    if said.ajouter:
        print(f"{complete_catalogue()} phrases à traduire dans le catalogue.")
        return 0
    lacking = missing_english()
    for sentence in lacking:
        print(f"{sentence.file}: {sentence.id}")
    print(f"{len(lacking)} phrases sans traduction.")
    return 1 if lacking else 0
