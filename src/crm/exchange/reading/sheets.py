"""From raw sheets to rows that have a fate: titles, totals and repeats set apart, with a reason."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from hashlib import blake2b

from msgspec import Struct

from crm.exchange.reading.cells import text_of
from crm.exchange.reading.contents import read_content
from crm.exchange.reading.files import Book, Cell, RawSheet
from crm.exchange.reading.headers import Kind, recognise_columns, title_key
from crm.exchange.reading.line import Unreadable
from crm.exchange.reading.names import folded
from crm.exchange.reading.rows import Fate, Reason, RowRead, SheetRead, Told
from crm.refusal import N_

DEEPEST_HEADER = 40
"""Rows among which the titles of columns are looked for."""
TOTAL = re.compile(r"(sous[- ]?|grand )?tota(l|ux)\b|moyenne\b|cumulatif\b")
UNKNOWN_SHEET = N_("Les titres de colonnes de cette feuille ne sont pas reconnus.")
ABOVE = N_("Titre ou remarque au-dessus des colonnes.")
REPEATED = N_("Titres de colonnes répétés.")
A_TOTAL = N_("Ligne de total.")
A_NOTE = N_("Titre ou remarque entre les lignes.")
TWICE = N_("Cette ligne est déjà plus haut dans la feuille.")


class _Shape(Struct, frozen=True):
    kind: Kind
    header: int
    """Number of the row of titles; 0 in an unknown sheet."""
    fields: dict[str, int]
    titles: tuple[str, ...]


def read_sheets(book: Book, today: date) -> tuple[SheetRead, ...]:
    """Every sheet of a file, each row under its titles with its fate; blank ones are left out.

    `today` bounds dates.
    """
    return tuple(read_sheet(sheet, today) for sheet in book.sheets)


def read_sheet(sheet: RawSheet, today: date) -> SheetRead:
    """One sheet; a row said twice is a duplicate from the second time on."""
    shape = _shape(sheet)
    seen: Counter[str] = Counter()
    rows: list[RowRead] = []
    for number, cells in sheet.rows:
        if number == shape.header or not any(text_of(cell) for cell in cells):
            continue
        read = _row(sheet, shape, number, cells, today)
        if read.fate == "recorded":
            seen[read.digest] += 1
            if seen[read.digest] > 1:
                read = _set_apart(sheet, shape, number, cells, TWICE, fate="duplicate")
        rows.append(read)
    return SheetRead(number=sheet.number, title=sheet.title, kind=shape.kind, rows=tuple(rows))


def _shape(sheet: RawSheet) -> _Shape:
    best = _Shape("unknown", 0, {}, ())
    for number, cells in sheet.rows[:DEEPEST_HEADER]:
        titles = tuple(text_of(cell) for cell in cells)
        kind, fields = recognise_columns(list(titles))
        if len(fields) > len(best.fields):
            best = _Shape(kind, number, fields, titles)
    return best


def _row(
    sheet: RawSheet, shape: _Shape, number: int, cells: tuple[Cell, ...], today: date
) -> RowRead:
    why = _aside(shape, number, cells)
    if why:
        return _set_apart(sheet, shape, number, cells, why)
    digest = digest_of(sheet.title, shape.kind, _labelled(shape, cells))
    said = {field: cells[n] if n < len(cells) else "" for field, n in shape.fields.items()}
    titles = {field: shape.titles[n] for field, n in shape.fields.items()}
    read = read_content(shape.kind, said, titles, today, digest)
    if isinstance(read, Unreadable):
        reason: Reason = "no_organisation" if read.lacks_organisation else "unreadable"
        return _told(sheet, shape, number, cells, digest, "unreadable", reason, read.told)
    return RowRead(
        sheet=sheet.number,
        row=number,
        kind=shape.kind,
        digest=digest,
        fate="recorded",
        remarks=read.remarks,
        content=read.content,
        raw=_raw(cells),
    )


def _aside(shape: _Shape, number: int, cells: tuple[Cell, ...]) -> str:
    """Why a row says no fact; empty when it may say one."""
    if shape.kind == "unknown":
        return UNKNOWN_SHEET
    if number < shape.header:
        return ABOVE
    texts = [text_of(cell) for cell in cells]
    keys = {title_key(text) for text in texts if text}
    if keys <= {title_key(title) for title in shape.titles}:
        return REPEATED
    if _is_total(shape, texts, cells):
        return A_TOTAL
    written = [n for n, text in enumerate(texts) if text]
    if len(written) == 1 and len(shape.fields) > 3 and written[0] not in _names(shape):
        return A_NOTE
    return ""


def _is_total(shape: _Shape, texts: list[str], cells: tuple[Cell, ...]) -> bool:
    """« Total » first, and nothing after it but numbers: an organisation may be called Total."""
    first = next(n for n, text in enumerate(texts) if text)
    if not TOTAL.match(folded(texts[first])):
        return False
    others = [cells[n] for n, text in enumerate(texts) if text and n != first]
    return all(_is_figure(cell) for cell in others) and (bool(others) or first not in _names(shape)
        or len(texts[first].split()) <= 2)  # fmt: skip


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, int | float) or not re.search(r"[^\W\d]{4}", text_of(cell))


def _names(shape: _Shape) -> set[int]:
    fields = ("organisation", "name", "persons", "project", "title")
    return {shape.fields[field] for field in fields if field in shape.fields}


def _labelled(shape: _Shape, cells: tuple[Cell, ...]) -> Iterator[tuple[str, str]]:
    """Each cell that is not blank under its column's title, so that columns may change places."""
    fields = {n: field for field, n in shape.fields.items()}
    for n, cell in enumerate(cells):
        title = shape.titles[n] if n < len(shape.titles) else ""
        if text := text_of(cell):
            yield fields.get(n) or title_key(title) or f"{n}", text


def digest_of(sheet: str, kind: Kind, labelled: Iterator[tuple[str, str]]) -> str:
    """A content under its sheet's title: the same one next time, whatever its row number."""
    parts = "\x1e".join(f"{label}\x1f{text}" for label, text in sorted(labelled))
    return blake2b(f"{kind}\x1d{sheet}\x1d{parts}".encode(), digest_size=16).hexdigest()


def _set_apart(
    sheet: RawSheet,
    shape: _Shape,
    number: int,
    cells: tuple[Cell, ...],
    why: str,
    fate: Fate = "ignored",
) -> RowRead:
    digest = digest_of(sheet.title, shape.kind, _labelled(shape, cells))
    return _told(sheet, shape, number, cells, digest, fate, "", Told(why))


def _told(
    sheet: RawSheet,
    shape: _Shape,
    number: int,
    cells: tuple[Cell, ...],
    digest: str,
    fate: Fate,
    reason: Reason,
    told: Told,
) -> RowRead:
    return RowRead(
        sheet=sheet.number,
        row=number,
        kind=shape.kind,
        digest=digest,
        fate=fate,
        reason=reason,
        told=told,
        raw=_raw(cells),
    )


def _raw(cells: tuple[Cell, ...]) -> str:
    return " | ".join(text_of(cell) for cell in cells).strip(" |")
