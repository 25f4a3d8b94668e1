"""What a report is asked about, read from its address; what is not understood is said."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Request
from litestar.datastructures import MultiDict

from crm.refusal import N_
from crm.site.forms import Form
from crm.site.french import HERE
from crm.vocabulary import ACTIONS

AnyRequest = Request[Any, Any, Any]
BACKWARDS = N_("La fin de la période précède son début. Écrivez une date plus tardive.")
MOST_PAGES = 10_000


def query_form(request: AnyRequest, today: date) -> Form:
    """The address as a form, so that a date typed wrong keeps its place and gets its sentence."""
    said: MultiDict[Any] = MultiDict(request.query_params.multi_items())
    return Form({name: tuple(said.getall(name)) for name in said}, today)


def read_period(form: Form) -> tuple[date, date]:
    """`du` and `au`, both included; the budget year under way when absent (from 1 April)."""
    today = form.today
    since = form.date("du") or date(today.year - (today.month < 4), 4, 1)
    until = form.date("au") or today
    if until < since:
        form.fail("au", BACKWARDS)
        until = max(since, today)
    return since, until


def read_known(form: Form) -> int | None:
    """`connu`: the last instant of that day (microseconds, UTC); None for what is known now."""
    day = form.date("connu")
    return None if day is None or day >= form.today else last_instant(day)


def last_instant(day: date) -> int:
    """The last microsecond of a day in Québec."""
    midnight = datetime.combine(day + timedelta(days=1), time(), HERE)
    return int(midnight.timestamp()) * 1_000_000 - 1


def read_action(form: Form) -> str:
    """`action`: one of the 26 codes, or a role by its letter; '' for all."""
    said = form.value("action")
    return said if said in ACTIONS or said in ("R", "V", "D", "S") else ""


def read_page(form: Form) -> int:
    said = form.value("page")
    return min(int(said), MOST_PAGES) if said.isascii() and said.isdecimal() and int(said) else 1


def address(path: str, **values: object) -> str:
    """A path with what it is asked, blanks left out."""
    asked = {name: str(value) for name, value in values.items() if value not in ("", None)}
    return f"{path}?{urlencode(asked)}" if asked else path
