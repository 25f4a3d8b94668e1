"""The pages that explain Trame name what exists: files, links, commands, variables."""

import re
from pathlib import Path

import pytest

from crm.cli import MODULES

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
GUIDE = sorted((ROOT / "docs" / "guide").glob("*.md"))
LINK = re.compile(r"\]\(([^)#\s]+)?(?:#([\w-]+))?\)")
CODE = re.compile(r"`[^`]*`|```.*?```", re.DOTALL)
FILE = re.compile(r"`((?:[a-z_]+/)*[a-z_]+\.(?:py|toml))`")
SHELVES = (
    "",
    "src/crm",
    "src/crm/accompaniment",
    "src/crm/accompaniment/domain",
    "src/crm/accompaniment/pages",
    "src/crm/event_store",
)


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for target, part in LINK.findall(page.read_text()):
        if target.startswith("http"):
            continue
        aimed = page.parent / target if target else page
        assert aimed.exists(), target
        if part:
            assert part in anchors(aimed), f"{target}#{part}"


def anchors(page: Path) -> set[str]:
    """The parts of a page as links call them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_exist(page: Path) -> None:
    said = " ".join(CODE.findall(page.read_text()))
    assert set(re.findall(r"(?<![\w./-])crm ([a-z]+)\b", said)) <= MODULES.keys()


def test_the_visit_names_files_that_stand() -> None:
    named = FILE.findall((ROOT / "docs" / "index.md").read_text())
    assert len(named) > 20
    lost = [name for name in named if not any((ROOT / s / name).exists() for s in SHELVES)]
    assert lost == []


def test_operations_tell_every_variable() -> None:
    read = set(re.findall(r"CRM_[A-Z_]+", (ROOT / "src" / "crm" / "settings.py").read_text()))
    assert read == set(re.findall(r"CRM_[A-Z_]+", (ROOT / "docs" / "operations.md").read_text()))


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text())
    assert listed == sorted(page.name for page in folder.glob("0*.md"))


@pytest.mark.parametrize("page", GUIDE, ids=name_of)
def test_the_guide_is_written_as_the_screens_are(page: Path) -> None:
    """Typographic apostrophes, no-break spaces where French wants them, none before « ; ? ! »."""
    text = CODE.sub("", re.sub(r"\]\([^)]*\)", "]", page.read_text()))
    assert re.findall(r".{0,20}(?:'| [:%$»](?!\w)|« | [;?!]|\xa0\s).{0,10}", text) == []
    if page.name != "README.md":
        assert page.name in (page.parent / "README.md").read_text()
