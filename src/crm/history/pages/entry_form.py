"""Any entry as a form: one control for each of its fields, read back in the field's own type."""

from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from crm.enterprise.commands.places import mrc_choices
from crm.event_store.events import Entry, Event
from crm.history.projections.fields import OWN_LISTS, Field, field_of, words_of
from crm.history.projections.telling import capital
from crm.refusal import N_
from crm.site.folding import fold
from crm.site.forms import LONGEST_NOTE, Form
from crm.site.french import duration
from crm.site.labels import LISTS, action_name, label
from crm.site.languages import _
from crm.vocabulary import ACTIONS, UNKNOWNS, Address

NO_COUNT = N_(
    "Écrivez un nombre, ou l’une de ces réponses : inconnu, refus de répondre, pas demandé, sans "
    "objet."
)
IN_FORMS = {
    "occurred_on": "date",
    "minutes": "duree",
    "summary": "note",
    "name": "nom",
    "headcount": "employes",
    "valid_until": "valide_jusque",
    "due_on": "echeance",
}
"""Where the sentence of a refusal stands: the same words as in the form that first said it."""
ADDRESS = ("lines", "municipality", "postal_code")
KEPT = {"occurred_precision", "counted_minutes"}
"""Read with the date, or following the length."""
HINTS = {
    "date": N_("Par exemple 2026-11-19, 19 novembre, mars 2024 ou 2019"),
    "iso": N_("Par exemple 2027-03-31"),
    "minutes": N_("Par exemple 45 min ou 1 h 30"),
    "count": N_("Un nombre, ou : inconnu, refus de répondre, pas demandé, sans objet"),
    "hundredths": N_("Un nombre comme 9,5, ou : inconnu, refus de répondre, pas demandé"),
    "cents": N_("Par exemple 12 500 ou 12 500,50"),
}


class Control(NamedTuple):
    """One control: its name in the form, its label, how it is drawn."""

    name: str
    label: str
    drawn: str
    """line, note, select, radios or boxes."""
    options: list[tuple[str, str]]
    hint: str


def fields_of(entry: Entry) -> list[tuple[str, Field]]:
    """The fields a person may correct, in the order of the form."""
    own = [n for n in entry.__struct_fields__ if n not in Event.__struct_fields__ and n not in KEPT]
    told = [(name, field) for name in own if (field := field_of(type(entry), name))]
    first = told[:1] if told and told[0][1].kind == "choice" else []
    when = FIELD_OF_ENVELOPE["occurred_on"]
    action = [("action", FIELD_OF_ENVELOPE["action"])] if entry.action else []
    return [*first, ("occurred_on", when), *told[len(first) :], *action]


FIELD_OF_ENVELOPE = {
    "occurred_on": Field(N_("Date"), "date"),
    "action": Field(N_("Action du pôle"), "action"),
}


def controls(entry: Entry) -> list[Control]:
    """One control for each field; three for an address."""
    return [control for name, field in fields_of(entry) for control in _controls(name, field)]


def side_by_side(drawn: list[Control]) -> list[list[Control]]:
    """Short controls two by two, long ones alone."""
    return [list(some) for _wide, some in groupby(drawn, key=_runs)]


def _runs(control: Control) -> str:
    short = control.drawn in ("line", "select")
    return "short" if short else control.name


def _controls(name: str, field: Field) -> list[Control]:
    named, hint = IN_FORMS.get(name, name), _(HINTS[field.kind]) if field.kind in HINTS else ""
    if field.kind == "address":
        labels = (_("Adresse"), _("Municipalité"), _("Code postal"))
        return [Control(n, said, "line", [], "") for n, said in zip(ADDRESS, labels, strict=True)]
    drawn = DRAWN.get(field.kind, "line")
    if name == "mode":
        drawn = "radios"
    options = options_of(field) if drawn in ("select", "radios", "boxes") else []
    if drawn == "radios":
        options = [(code, capital(words)) for code, words in options]
    return [Control(named, _(field.label), drawn, options, hint)]


DRAWN = {
    "note": "note",
    "choice": "select",
    "optional": "select",
    "mrc": "select",
    "action": "select",
    "choices": "boxes",
}


def options_of(field: Field) -> list[tuple[str, str]]:
    """(code, words) of a choice; an empty code first where nothing may be chosen."""
    if field.kind == "mrc":
        return [("", _("inconnue")), *mrc_choices()]
    if field.kind == "action":
        return [(code, f"{code} · {action_name(code, short=True)}") for code in ACTIONS]
    codes = OWN_LISTS.get(field.choices) or LISTS[field.choices]
    nothing = [("", _("sans objet"))] if field.kind == "optional" else []
    return nothing + [(code, words_of(code, field.choices)) for code in codes]


def filled(entry: Entry, today: date, **more: object) -> Form:
    """The form of an entry as it stands."""
    data: dict[str, tuple[str, ...]] = {k: (str(v),) for k, v in more.items()}
    for name, field in fields_of(entry):
        value = getattr(entry, name)
        if field.kind == "address":
            data |= {part: (getattr(value, part),) for part in ADDRESS}
        elif field.kind == "choices":
            data[name] = tuple(value)
        else:
            data[IN_FORMS.get(name, name)] = (_typed(entry, field, value),)
    return Form(data, today)


def _typed(entry: Entry, field: Field, value: Any) -> str:
    """A value as somebody would type it."""
    if value is None:
        return ""
    if field.kind == "date":
        length = {"year": 4, "month": 7}.get(entry.occurred_precision, 10)
        return str(value.isoformat()[:length])
    if field.kind in ("count", "hundredths") and value in UNKNOWNS:
        return label(value, "answers")
    write = TYPED.get(field.kind)
    return write(value) if write else str(value)


def _decimal(hundredths: int) -> str:
    whole, part = divmod(hundredths, 100)
    return f"{whole},{part:02d}" if part else str(whole)


TYPED: dict[str, Callable[[Any], str]] = {
    "minutes": duration,
    "cents": _decimal,
    "hundredths": _decimal,
}


def read_entry(form: Form, entry: Entry) -> dict[str, Any]:
    """What the form says of each field; its errors stay in the form."""
    told: dict[str, Any] = {}
    for name, field in fields_of(entry):
        if field.kind == "address":
            told[name] = _address(form, entry)
        elif field.kind == "date":
            told |= _when(form, entry)
        else:
            read = READERS.get(field.kind, _line)
            told[name] = read(form, IN_FORMS.get(name, name), field)
    return told


def _when(form: Form, entry: Entry) -> dict[str, Any]:
    """A month or a year alone is a good answer; « au plus tard » stays so."""
    read = form.date_read("date", required=True)
    if not read:
        return {}
    by = entry.occurred_precision == "by" and read.precision == "day"
    return {
        "occurred_on": read.day,
        "occurred_precision": "by" if by else read.precision,
    }


def _address(form: Form, entry: Entry) -> Address:
    was: Address = entry.address  # type: ignore[attr-defined]  # only an entry with an address
    parts = {name: form.text(name) for name in ADDRESS}
    same = parts["municipality"] == was.municipality
    return Address(
        **parts, territory=was.territory if same else None, mrc=was.mrc if same else None
    )


def _line(form: Form, name: str, _field: Field) -> str:
    return form.text(name)


def _count(form: Form, name: str, field: Field) -> int | str | None:
    """A number, or why there is none."""
    said = form.text(name)
    if not said:
        return "not_asked"
    for code in UNKNOWNS:
        if fold(said) in (fold(label(code, "answers")), code):
            return code
    if not any(c.isdigit() for c in said):
        form.fail(name, NO_COUNT)
        return None
    return form.cents(name) if field.kind == "hundredths" else form.number(name)


def _choice(form: Form, name: str, field: Field) -> str | None:
    codes = [code for code, _words in options_of(field) if code]
    return form.choice(name, codes, required=field.kind not in ("optional", "mrc"))


def _choices(form: Form, name: str, field: Field) -> tuple[str, ...]:
    return tuple(form.choices(name, [code for code, _words in options_of(field)]))


def _iso(form: Form, name: str, _field: Field) -> str | None:
    day = form.date(name, not_future=False)
    return day.isoformat() if day else None


READERS: dict[str, Callable[[Form, str, Field], Any]] = {
    "note": lambda form, name, _f: form.note(name, LONGEST_NOTE),
    "minutes": lambda form, name, _f: form.minutes(name),
    "cents": lambda form, name, _f: form.cents(name),
    "number": lambda form, name, _f: form.number(name),
    "neq": lambda form, name, _f: form.neq(name, required=True),
    "count": _count,
    "hundredths": _count,
    "choice": _choice,
    "optional": _choice,
    "mrc": _choice,
    "action": _choice,
    "choices": _choices,
    "iso": _iso,
}
