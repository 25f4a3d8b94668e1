"""One line as people speak: « @ruche appel 30 min hier #financement suite : le gabarit vendredi ».

The first `@` names the party (or somebody of it), each other `@` somebody who was there, `#` a
need, `suite :` what comes next; a kind of exchange, a length of time, a day and an action code are
known by their look. Whatever is left is the note. Nothing is refused here: what is not understood
stays in the note, and the page shows what was.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from crm.site.dates import DAY_NUMBERS, MONTH_NUMBERS, DateRead, read_date
from crm.site.durations import read_minutes
from crm.site.folding import fold
from crm.site.french import MONTHS, SHORT_MONTHS
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
NAMES = {name.rstrip(".") for year in (*MONTHS.values(), *SHORT_MONTHS.values()) for name in year}
MONTH = rf"(?:{'|'.join(sorted(NAMES | set(MONTH_NUMBERS), key=len, reverse=True))})\.?"
DAY = re.compile(
    rf"(?<![\w-])((?:le\s)?(?:avant[- ]hier|hier|aujourd['’]hui|apr[eèE]s[- ]demain|demain"
    rf"|yesterday|today|(?:{WEEKDAY})(?:\s(?:dernier|prochain))?|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|(?:\d{{1,2}}|1er)\s{MONTH}(?:\s\d{{4}})?"
    r"|le\s(?:\d{1,2}|1er)(?!\s(?:à\s\d|h\b|%))"
    r"|il y a (?:\d{1,3}|une?) (?:jour|semaine)s?"
    r"|dans (?:\d{1,3}|une?) (?:jour|semaine)s?))(?![\w-])",
    re.IGNORECASE,
)
NEXT = re.compile(r"(?:^|\s)(?:suite|next)\s*:\s*(.*)$", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"(?<!\S)#([\w’'-]{1,40})")
QUOTED = r"\"([^\"]{1,120})\"|«\s*([^»]{1,120}?)\s*»"
PARTY = re.compile(rf"(?<!\S)@(?:{QUOTED}|(\S[^#@]{{0,160}}))")
PERSON = re.compile(rf"(?<!\S)@(?:{QUOTED}|([\w’'-]{{1,60}}))")
ACTION = re.compile(rf"(?<!\S)({'|'.join(ACTIONS)})(?!\S)")


class Line(NamedTuple):
    """What was understood. `party` is the name as written: where it ends is known by asking."""

    party: str = ""
    people: tuple[str, ...] = ()
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
    return hear(text, today)[0]


def hear(text: str, today: date) -> tuple[Line, dict[str, str]]:
    """What this line says; and by part of it (`minutes`, `day`, …) the very words that say so."""
    heard: dict[str, str] = {}
    said = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
    themes, unknown, said = _tags(said, heard)
    next_step, due_on, said = _next_step(said, today, heard)
    minutes, said = _duration(said, heard)
    day, said = _day(said, today, heard)
    action, said = _action(said, heard)
    mode, said = _mode(said, heard)
    party, said = _party(said, heard)
    people, said = _people(said)
    line = Line(
        party=party,
        people=people,
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
    return line, heard


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
    if re.fullmatch(r"\d{1,2}|1er", said):
        return _next_of_month(int(said.removesuffix("er")), today)
    found = read_date(text, today)
    if not found or found.precision != "day":
        return None
    if found.day < today and not re.search(r"\d{4}", said):
        return _next_year(found.day, today)
    return found.day if found.day >= today else None


def _next_of_month(number: int, today: date) -> date | None:
    """« le 3 » to come: today's month, or the next that has one."""
    for ahead in range(62):
        if (day := today + timedelta(days=ahead)).day == number:
            return day
    return None


def _next_year(day: date, today: date) -> date | None:
    for year in (today.year, today.year + 1):
        try:
            moved = day.replace(year=year)
        except ValueError:
            continue
        if moved >= today and (today - day).days > 7:
            return moved
    return None


def _tags(said: str, heard: dict[str, str]) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    known: list[str] = []
    unknown: list[str] = []
    for found in TAG.finditer(said):
        theme = read_theme(found[1])
        (known if theme else unknown).append(theme or found[1])
        heard.setdefault(theme or found[1], found[0])
    kept = TAG.sub(lambda m: "" if read_theme(m[1]) else m[0], said)
    return tuple(dict.fromkeys(known)), tuple(dict.fromkeys(unknown)), " ".join(kept.split())


def _next_step(said: str, today: date, heard: dict[str, str]) -> tuple[str, date | None, str]:
    found = NEXT.search(said)
    if not found:
        return "", None, said
    step, before = found[1].strip(), said[: found.start()].strip()
    heard["next_step"] = found[0].strip()
    for day in DAY.finditer(step):
        due = read_due(day[1], today)
        if due and not step[day.end() :].strip(" .,;"):
            return step[: day.start()].strip(" ,;") or step, due, before
    return step, None, before


def _duration(said: str, heard: dict[str, str]) -> tuple[int | None, str]:
    for found in DURATION.finditer(said):
        minutes = read_minutes(found[1])
        if minutes is not None and minutes <= 6_000:
            heard["minutes"] = found[0]
            return minutes, _marked(said, found)
    return None, said


def _day(said: str, today: date, heard: dict[str, str]) -> tuple[date | None, str]:
    for found in DAY.finditer(said):
        day = _last_of_month(found[1], today)
        read = DateRead(day) if day else read_date(found[1].removeprefix("le "), today)
        if read and read.precision == "day" and read.day <= today:
            heard["day"] = found[0]
            return read.day, _marked(said, found)
    return None, said


def _last_of_month(words: str, today: date) -> date | None:
    """« le 3 » is the last third of a month that is over, today included."""
    found = re.fullmatch(r"le (\d{1,2}|1er)", fold(words))
    if not found:
        return None
    number, first = int(found[1].removesuffix("er")), today.replace(day=1)
    for _month in range(3):  # no two months in a row are short
        try:
            if (day := first.replace(day=number)) <= today:
                return day
        except ValueError:
            pass
        first = (first - timedelta(days=1)).replace(day=1)
    return None


def _action(said: str, heard: dict[str, str]) -> tuple[str | None, str]:
    found = ACTION.search(said)
    if not found:
        return None, said
    heard["action"] = found[0]
    return found[1], _marked(said, found)


def _mode(said: str, heard: dict[str, str]) -> tuple[str | None, str]:
    for found in re.finditer(r"(?<!\S)[\w’'-]+(?!\S)", said):
        mode = MODE_WORDS.get(fold(found[0]))
        if mode:
            heard["mode"] = found[0]
            return mode, _marked(said, found)
    return None, said


def _party(said: str, heard: dict[str, str]) -> tuple[str, str]:
    found = PARTY.search(said)
    if not found:
        return "", said.replace(_MARK, " ").strip()
    quoted = found[1] or found[2]
    name, _, rest = (quoted, "", said[found.end() :]) if quoted else _open_name(said, found)
    heard["party"] = (found[0] if quoted else found[0].partition(_MARK)[0]).strip()
    note = " ".join(f"{said[: found.start()]} {rest}".replace(_MARK, " ").split())
    return " ".join(name.replace(_MARK, " ").split()), note


def _people(said: str) -> tuple[tuple[str, ...], str]:
    """Those named after the party, and what is left of the note."""
    named = tuple(found[1] or found[2] or found[3] for found in PERSON.finditer(said))
    return tuple(dict.fromkeys(named)), " ".join(PERSON.sub("", said).split())


def _open_name(said: str, found: re.Match[str]) -> tuple[str, str, str]:
    name, mark, rest = found[3].partition(_MARK)
    return name, mark, rest + said[found.end() :]


_MARK = "\x1f"
"""Stands where something was understood: a name written without quotes ends there."""


def _marked(said: str, found: re.Match[str]) -> str:
    return f"{said[: found.start()].rstrip()} {_MARK} {said[found.end() :].lstrip()}".strip()
