"""One line as people speak: « @ruche appel 30 min hier #financement suite : le gabarit vendredi ».

`@` names the party, `#` a need, `suite :` what comes next; a kind of exchange, a length of time, a
day and an action code are known by their look. Whatever is left is the note. Nothing is refused
here: what is not understood stays in the note, and the page shows what was.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from crm.site.dates import DAY_NUMBERS, read_date
from crm.site.durations import read_minutes
from crm.site.folding import fold
from crm.site.labels import LISTS
from crm.vocabulary import ACTIONS

MODE_WORDS = {
    "appel": "call", "telephone": "call", "tel": "call", "call": "call",
    "rencontre": "meeting", "reunion": "meeting", "meeting": "meeting",
    "visio": "video", "visioconference": "video", "zoom": "video", "teams": "video",
    "visite": "visit", "visit": "visit",
    "courriel": "email", "email": "email", "mail": "email",
    "message": "message", "texto": "message", "sms": "message",
}  # fmt: skip
DURATION = re.compile(
    r"(?<![\w/-])(\d{1,3}\s?(?:h|heures?)(?:\s?[0-5]?\d(?:\s?min)?)?|\d{1,2}[.,]\d{1,2}\s?h"
    r"|\d{1,4}\s?(?:minutes?|min))(?!\w)",
    re.IGNORECASE,
)
WEEKDAY = "|".join(sorted(map(re.escape, DAY_NUMBERS), key=len, reverse=True))
MONTH = r"[a-zéûôA-ZÉÛÔ]{3,9}\.?"
DAY = re.compile(
    rf"(?<![\w-])((?:le\s)?(?:avant[- ]hier|hier|aujourd['’]hui|apr[eèE]s[- ]demain|demain"
    rf"|yesterday|today|(?:{WEEKDAY})(?:\s(?:dernier|prochain))?|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|(?:\d{{1,2}}|1er)\s{MONTH}(?:\s\d{{4}})?|il y a (?:\d{{1,3}}|une?) (?:jour|semaine)s?"
    rf"|dans (?:\d{{1,3}}|une?) (?:jour|semaine)s?))(?![\w-])",
    re.IGNORECASE,
)
NEXT = re.compile(r"(?:^|\s)(?:suite|next)\s*:\s*(.*)$", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"(?<!\S)#([\w’'-]{1,40})")
PARTY = re.compile(r"(?<!\S)@(?:\"([^\"]{1,120})\"|«\s*([^»]{1,120}?)\s*»|(\S[^#@]{0,160}))")
ACTION = re.compile(rf"(?<!\S)({'|'.join(ACTIONS)})(?!\S)")


class Line(NamedTuple):
    """What was understood. `party` is the name as written: where it ends is known by asking."""

    party: str = ""
    mode: str | None = None
    minutes: int | None = None
    day: date | None = None
    themes: tuple[str, ...] = ()
    unknown_tags: tuple[str, ...] = ()
    action: str | None = None
    next_step: str = ""
    due_on: date | None = None
    note: str = ""


def read_line(text: str, today: date) -> Line:
    """What this line says. Never raises."""
    said = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
    themes, unknown, said = _tags(said)
    next_step, due_on, said = _next_step(said, today)
    minutes, said = _duration(said)
    day, said = _day(said, today)
    action, said = _action(said)
    mode, said = _mode(said)
    party, said = _party(said)
    return Line(
        party=party,
        mode=mode,
        minutes=minutes,
        day=day,
        themes=themes,
        unknown_tags=unknown,
        action=action,
        next_step=next_step,
        due_on=due_on,
        note=said.strip(" ,;:|"),
    )


def read_theme(word: str) -> str | None:
    """The theme whose name or code begins like this word, when there is only one."""
    wanted = fold(word.replace("-", " ").replace("_", " "))
    named = {code: fold(name.replace("-", " ")) for code, name in LISTS["themes"].items()}
    for code, name in named.items():
        if wanted in (name, fold(code.replace("_", " "))):
            return code
    near = [code for code, name in named.items() if len(wanted) >= 3 and name.startswith(wanted)]
    return near[0] if len(near) == 1 else None


def read_due(text: str, today: date) -> date | None:
    """A day to come: a weekday is the next one, a day of the year that is over is next year's."""
    said = fold(text).removeprefix("le ").strip()
    words = said.split()
    if words and words[0] in DAY_NUMBERS and words[1:] in ([], ["prochain"], ["next"]):
        return today + timedelta(days=(DAY_NUMBERS[words[0]] - today.weekday()) % 7 or 7)
    found = read_date(text, today)
    if not found or found.precision != "day":
        return None
    if found.day < today and not re.search(r"\d{4}", said):
        return _next_year(found.day, today)
    return found.day if found.day >= today else None


def _next_year(day: date, today: date) -> date | None:
    for year in (today.year, today.year + 1):
        try:
            moved = day.replace(year=year)
        except ValueError:
            continue
        if moved >= today and (today - day).days > 7:
            return moved
    return None


def _tags(said: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    known: list[str] = []
    unknown: list[str] = []
    for found in TAG.finditer(said):
        theme = read_theme(found[1])
        (known if theme else unknown).append(theme or found[1])
    kept = TAG.sub(lambda m: "" if read_theme(m[1]) else m[0], said)
    return tuple(dict.fromkeys(known)), tuple(dict.fromkeys(unknown)), " ".join(kept.split())


def _next_step(said: str, today: date) -> tuple[str, date | None, str]:
    found = NEXT.search(said)
    if not found:
        return "", None, said
    step, before = found[1].strip(), said[: found.start()].strip()
    for day in DAY.finditer(step):
        due = read_due(day[1], today)
        if due and not step[day.end() :].strip(" .,;"):
            return step[: day.start()].strip(" ,;") or step, due, before
    return step, None, before


def _duration(said: str) -> tuple[int | None, str]:
    for found in DURATION.finditer(said):
        minutes = read_minutes(found[1])
        if minutes is not None and minutes <= 6_000:
            return minutes, _without(said, found)
    return None, said


def _day(said: str, today: date) -> tuple[date | None, str]:
    for found in DAY.finditer(said):
        read = read_date(found[1].removeprefix("le "), today)
        if read and read.precision == "day" and read.day <= today:
            return read.day, _without(said, found)
    return None, said


def _action(said: str) -> tuple[str | None, str]:
    found = ACTION.search(said)
    return (found[1], _without(said, found)) if found else (None, said)


def _mode(said: str) -> tuple[str | None, str]:
    for found in re.finditer(r"(?<!\S)[\w’'-]+(?!\S)", said):
        mode = MODE_WORDS.get(fold(found[0]))
        if mode:
            return mode, _marked(said, found)
    return None, said


def _party(said: str) -> tuple[str, str]:
    found = PARTY.search(said)
    if not found:
        return "", said.replace(_MARK, " ").strip()
    quoted = found[1] or found[2]
    name, _, rest = (quoted, "", said[found.end() :]) if quoted else _open_name(said, found)
    note = " ".join(f"{said[: found.start()]} {rest}".replace(_MARK, " ").split())
    return " ".join(name.replace(_MARK, " ").split()), note


def _open_name(said: str, found: re.Match[str]) -> tuple[str, str, str]:
    name, mark, rest = found[3].partition(_MARK)
    return name, mark, rest + said[found.end() :]


_MARK = "\x1f"
"""Stands where something was understood: a name written without quotes ends there."""


def _without(said: str, found: re.Match[str]) -> str:
    return _marked(said, found)


def _marked(said: str, found: re.Match[str]) -> str:
    return f"{said[: found.start()].rstrip()} {_MARK} {said[found.end() :].lstrip()}".strip()
