"""How dates, hours, numbers and counts are written, in French or in the reader's English."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from markupsafe import Markup

from crm.site.languages import Language, _, language, ngettext

MEGABYTE = 1_000_000
NBSP = "\u00a0"
MINUS = "\u2212"
HERE = ZoneInfo("America/Toronto")

MONTHS = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip
SHORT_MONTHS = {
    "fr": (
        "janv.", "févr.", "mars", "avril", "mai", "juin", "juill.", "août", "sept.", "oct.",
        "nov.", "déc.",
    ),
    "en": (
        "Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.",
        "Nov.", "Dec.",
    ),
}  # fmt: skip
WEEKDAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
SHORT_DAYS = {
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    "en": ("Mon.", "Tue.", "Wed.", "Thu.", "Fri.", "Sat.", "Sun."),
}


def ordinal(day: int) -> Markup:
    """1 is « 1ᵉʳ » in French; every other day is its number."""
    if day == 1 and language() == "fr":
        return Markup("1<sup>er</sup>")
    return Markup("{}").format(day)


def date_short(day: date) -> Markup:
    """« 23 nov. 2026 »."""
    return _written(day, language(), short=True)


def date_medium(day: date) -> Markup:
    """« 23 novembre 2026 »."""
    return _written(day, language(), short=False)


def date_long(day: date) -> Markup:
    """« lundi 23 novembre 2026 »."""
    weekday = WEEKDAYS[language()][day.weekday()]
    return Markup("{}{}{}").format(weekday, ", " if language() == "en" else " ", date_medium(day))


def date_near(day: date, today: date) -> Markup:
    """« hier », « aujourd’hui », « demain », a weekday within six days, else the short date."""
    distance = (day - today).days
    words = {-1: _("hier"), 0: _("aujourd’hui"), 1: _("demain")}
    if distance in words:
        return Markup("{}").format(words[distance])
    if abs(distance) <= 6:
        return Markup("{}").format(WEEKDAYS[language()][day.weekday()])
    return date_short(day)


def date_precise(day: date, precision: str = "day") -> Markup:
    """A date as precisely as it is known: day, month, year, or « au plus tard le … »."""
    if precision == "year":
        return Markup("{}").format(day.year)
    if precision == "month":
        return Markup("{} {}").format(MONTHS[language()][day.month - 1], day.year)
    if precision == "by":
        return Markup("{} {}").format(_("au plus tard le"), date_short(day))
    return date_short(day)


def day_of_month(day: date) -> Markup:
    """« jeu. 19 », beside an act under the name of its month."""
    return _beside_its_month(day, language())


def month_of(day: date) -> str:
    """« Novembre 2026 », the title of a month."""
    return f"{MONTHS[language()][day.month - 1].capitalize()} {day.year}"


def hour(moment: time | datetime) -> str:
    """« 9 h 30 », « 9 h »; no-break spaces hold it together."""
    if language() == "en":
        half = "am" if moment.hour < 12 else "pm"
        return f"{moment.hour % 12 or 12}:{moment.minute:02d}{NBSP}{half}"
    minutes = f"{NBSP}{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour}{NBSP}h{minutes}"


def duration(minutes: int | None) -> str:
    """« 45 min », « 1 h 30 », « durée inconnue » when absent."""
    if minutes is None:
        return _("durée inconnue")
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest}{NBSP}min"
    return f"{whole}{NBSP}h" + (f"{NBSP}{rest:02d}" if rest else "")


def weight(size: int) -> str:
    """« 12 ko », « 3,4 Mo », from a number of bytes; « 12 KB », « 3.4 MB » in English."""
    big, small = ("MB", "KB") if language() == "en" else ("Mo", "ko")
    if size < MEGABYTE:
        return f"{number(max(1, round(size / 1_000)))}{NBSP}{small}"
    return f"{number(size / MEGABYTE, 1)}{NBSP}{big}"


def hours(minutes: int) -> str:
    """« 2,5 h », for totals."""
    return f"{number(minutes / 60, 1)}{NBSP}h"


def number(value: float, decimals: int | None = None) -> str:
    """« 1 234,5 »; decimals as given, or none for a whole number and one otherwise."""
    places = decimals if decimals is not None else (0 if value == int(value) else 1)
    text = f"{abs(value):,.{places}f}"
    if language() == "fr":
        text = text.replace(",", NBSP).replace(".", ",")
    negative = value < 0 and float(f"{value:.{places}f}") != 0
    return (MINUS if negative else "") + text


def percent(share: float, decimals: int = 0) -> str:
    """« 38 % » for 0.38."""
    return number(share * 100, decimals) + (NBSP if language() == "fr" else "") + "%"


def money(cents: int, *, whole: bool = False) -> str:
    """« 1 234,56 $ »; cents left out when there are none or when `whole` rounds them."""
    amount = number(cents / 100, 0 if whole or cents % 100 == 0 else 2)
    if language() == "fr":
        return f"{amount}{NBSP}$"
    return amount.replace(MINUS, MINUS + "$") if cents < 0 else f"${amount}"


def phone(text: str) -> str:
    """« 819 555-0142 » for ten digits, else as typed."""
    digits = "".join(c for c in text if c.isdigit())
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    return f"{digits[:3]}{NBSP}{digits[3:6]}-{digits[6:]}" if len(digits) == 10 else text


def neq(text: str) -> str:
    """« 1179 999 042 »."""
    return NBSP.join((text[:4], text[4:7], text[7:])) if len(text) == 10 else text


def today_here() -> date:
    """The day it is in Québec."""
    return datetime.now(HERE).date()


def local(instant: int) -> datetime:
    """Microseconds UTC as the wall clock of Québec shows them."""
    return datetime.fromtimestamp(instant / 1_000_000, HERE)


def moment(instant: int) -> Markup:
    """« 23 nov. 2026 à 9 h 30 » for an instant in microseconds UTC."""
    there = local(instant)
    return Markup("{} {} {}").format(date_short(there.date()), _("à"), hour(there))


def elapsed(day: date, today: date) -> str:
    """« depuis 25 jours », « depuis 3 mois », « depuis 2 ans »."""
    days = max(0, (today - day).days)
    if days < 60:
        return plural(days, "depuis %(n)s jour", "depuis %(n)s jours")
    if days < 730:
        return plural(days // 30, "depuis %(n)s mois", "depuis %(n)s mois")
    return plural(days // 365, "depuis %(n)s an", "depuis %(n)s ans")


def ago(since: int, now: int) -> str:
    """How long ago an instant was (microseconds, UTC): « à l’instant », « il y a 2 minutes »."""
    minutes = max(0, now - since) // 60_000_000
    if minutes < 1:
        return _("à l’instant")
    if minutes < 60:
        return plural(minutes, "il y a %(n)s minute", "il y a %(n)s minutes")
    if minutes < 24 * 60:
        return plural(minutes // 60, "il y a %(n)s heure", "il y a %(n)s heures")
    return plural(minutes // (24 * 60), "il y a %(n)s jour", "il y a %(n)s jours")


def plural(count: int, one: str, many: str, none: str = "") -> str:
    """« 1 besoin », « 2 besoins », or `none` for zero when given.

    `one` and `many` are the French sentences themselves, translated here; `%(n)s` is the number's
    place. `none` comes translated. French writes zero with the words of one: « 0 besoin ».
    """
    if count == 0 and none:
        return none
    said = ngettext(one, many, count)
    if count == 0 and "%(n)s" not in said:
        said = said.replace("1", "%(n)s", 1)
    return said.replace("%(n)s", number(count))


def monday_of(day: date) -> date:
    """The Monday that begins this day's week."""
    return day - timedelta(days=day.weekday())


@lru_cache(maxsize=4096)
def _beside_its_month(day: date, chosen: Language) -> Markup:
    return Markup("{} {}").format(SHORT_DAYS[chosen][day.weekday()], ordinal(day.day))


@lru_cache(maxsize=4096)
def _written(day: date, chosen: Language, *, short: bool) -> Markup:
    month = (SHORT_MONTHS if short else MONTHS)[chosen][day.month - 1]
    if chosen == "en":
        return Markup("{} {}, {}").format(month, day.day, day.year)
    return Markup("{} {} {}").format(ordinal(day.day), month, day.year)
