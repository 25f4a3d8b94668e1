"""A page as a browser without scripts holds it: what is read, and the forms that may be sent."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

ALONE = {"input", "link", "meta", "br", "hr", "img", "rect", "path", "use", "circle", "line"}
UNREAD = {"script", "style", "template"}
BLOCKS = {"p", "div", "li", "td", "th", "tr", "dd", "dt", "h1", "h2", "option", "section", "span"}
Pairs = list[tuple[str, str]]


@dataclass
class Node:
    """One element of a page."""

    tag: str
    given: dict[str, str] = field(default_factory=dict)
    parts: list["Node | str"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        yield self
        for part in self.parts:
            if isinstance(part, Node):
                yield from part.walk()

    def find(self, wanted: Callable[["Node"], bool]) -> "Node | None":
        return next((node for node in self.walk() if wanted(node)), None)

    def words(self) -> str:
        """What an eye reads here, spaces and apostrophes made plain."""
        return plain("".join(self._read()))

    def raw(self) -> str:
        """The text as it stands, line ends and all."""
        return "".join(p if isinstance(p, str) else p.raw() for p in self.parts)

    def _read(self) -> Iterator[str]:
        if self.tag in UNREAD:
            return
        for part in self.parts:
            if isinstance(part, str):
                yield part
            else:
                yield from part._read()
        if self.tag in BLOCKS:
            yield " "


@dataclass
class Sheet:
    """A form: where it goes, what it holds, what its buttons are called."""

    method: str
    action: str
    node: Node

    @property
    def buttons(self) -> list[tuple[str, str, str, str]]:
        """(what it is called, name, value, its own address) of each button that sends."""
        sending = (
            n for n in self.node.walk() if n.tag == "button" and n.given.get("type") != "button"
        )
        return [
            (
                plain(f"{n.words()} {n.given.get('aria-label', '')}"),
                n.given.get("name", ""),
                n.given.get("value", ""),
                n.given.get("formaction", ""),
            )
            for n in sending
        ]

    def held(self) -> Pairs:
        """What is sent when nothing is touched."""
        return [pair for node in self.node.walk() for pair in _held(node)]

    def names(self) -> set[str]:
        return {n.given["name"] for n in self.node.walk() if n.given.get("name")}

    def offered(self, name: str) -> set[str] | None:
        """What may be chosen under this name; None when anything may be typed."""
        mine = [n for n in self.node.walk() if n.given.get("name") == name]
        listed = [o.given.get("value", "") for n in mine for o in n.walk() if o.tag == "option"]
        ticked = [n.given.get("value", "") for n in mine if _is_ticked_one(n)]
        chosen_by_button = [n.given.get("value", "") for n in mine if n.tag == "button"]
        return set(listed + ticked + chosen_by_button) or None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("page")
        self.open: list[Node] = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(node)
        if tag not in ALONE:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].parts.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def read_page(text: str) -> Node:
    """The page, as a tree."""
    reader = _Reader()
    reader.feed(text)
    return reader.root


def sheets(page: Node) -> list[Sheet]:
    """Every form of a page."""
    return [
        Sheet(node.given.get("method", "get").lower(), node.given.get("action", ""), node)
        for node in page.walk()
        if node.tag == "form"
    ]


def plain(text: str) -> str:
    """No-break and thin spaces become spaces, the typographic apostrophe a straight one."""
    return re.sub(r"\s+", " ", text.replace("\u2019", "'")).strip()


def _is_ticked_one(node: Node) -> bool:
    return node.tag == "input" and node.given.get("type") in ("radio", "checkbox")


def _held(node: Node) -> Pairs:
    name = node.given.get("name", "")
    if not name or "disabled" in node.given:
        return []
    if node.tag == "textarea":
        return [(name, node.raw().removeprefix("\n"))]
    if node.tag == "select":
        options = [n for n in node.walk() if n.tag == "option"]
        chosen = [o for o in options if "selected" in o.given] or options[:1]
        return [(name, option.given.get("value", option.words())) for option in chosen]
    if node.tag != "input" or (_is_ticked_one(node) and "checked" not in node.given):
        return []
    return [(name, node.given.get("value", ""))]
