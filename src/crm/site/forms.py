"""Reading a form: what was typed is kept as typed, and each error says what to write instead."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import ClientException

from crm.event_store.events import new_id
from crm.refusal import Refusal
from crm.site.dates import DateRead, read_date
from crm.site.durations import read_minutes
from crm.site.french import number, today_here
from crm.site.languages import N_, _

LONGEST_LINE = 200
LONGEST_NOTE = 4_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

MISSING = N_("Ce renseignement est obligatoire. Écrivez-le ici.")
UNCHOSEN = N_("Choisissez une des réponses proposées.")
TOO_LONG = N_(
    "Ce texte compte {length} caractères et la limite est de {limit}. Raccourcissez-le; "
    "il est gardé tel quel."
)
NO_DATE = N_(
    "Cette date n’est pas reconnue. Écrivez par exemple 2026-11-19, 19 novembre 2026 ou hier."
)
FUTURE = N_("Cette date est dans l’avenir. Écrivez la date d’aujourd’hui ou une date passée.")
NO_MINUTES = N_("Cette durée n’est pas reconnue. Écrivez par exemple 45 min ou 1 h 30.")
MINUTES_PAST_60 = N_("Les minutes vont de 0 à 59. Pour 1 heure 55, écrivez 1 h 55.")
LONG_TIME = N_("Une durée va jusqu’à 100 heures. Écrivez par exemple 45 min ou 1 h 30.")
NO_NUMBER = N_("Ce nombre n’est pas reconnu. Écrivez seulement des chiffres, par exemple 14.")
BOUNDS = N_("Écrivez un nombre de {low} à {high}.")
NO_NEQ = N_("Un NEQ compte dix chiffres et commence par 11, 22, 33 ou 88. Vérifiez la saisie.")
NO_AMOUNT = N_("Ce montant n’est pas reconnu. Écrivez par exemple 12 500 ou 12 500,50.")
NO_EMAIL = N_("Ce courriel est incomplet. Écrivez-le comme nom@organisme.ca.")


class SentFile(NamedTuple):
    """A file that a form sends: its name where it comes from, and its bytes."""

    name: str
    content: bytes


@dataclass
class Form:
    """One form as sent: raw values, and the errors found while reading them."""

    data: Mapping[str, Sequence[str]] = field(default_factory=dict)
    today: date = field(default_factory=today_here)
    errors: dict[str, str] = field(default_factory=dict)
    """By field name, a sentence already in the reader's language."""
    files: Mapping[str, SentFile] = field(default_factory=dict)
    """By field name, the file chosen."""

    @classmethod
    def of(cls, today: date | None = None, /, **values: object) -> "Form":
        """A form not yet sent, its fields filled with these values."""
        filled = {k: (str(v),) for k, v in values.items() if v is not None}
        return cls(filled, today or today_here())

    @property
    def failed(self) -> bool:
        return bool(self.errors)

    @property
    def command_id(self) -> str:
        """The id drawn when the page was shown, so that sending twice records once."""
        try:
            return str(UUID(self.value("command_id")))
        except ValueError:
            return new_id()

    def value(self, name: str) -> str:
        """What was typed, untouched; empty when the field is absent."""
        values = self.data.get(name, ())
        return values[-1] if values else ""

    @property
    def seen(self) -> int | None:
        """The version of the value that the form showed; None when it says none."""
        said = self.value("vu")
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None

    def see(self, version: int) -> None:
        """Shown again beside what stands now: sent again, it answers to that."""
        self.data = {**self.data, "vu": (str(version),)}

    def values(self, name: str) -> list[str]:
        """Every box ticked under this name."""
        return [v for v in self.data.get(name, ()) if v]

    def ticked(self, name: str) -> bool:
        return self.value(name) not in ("", "non", "0", "off")

    def fail(self, name: str, sentence: str, **values: object) -> None:
        """Keeps the first error found on a field."""
        self.errors.setdefault(name, _(sentence, **values))

    def refuse(self, refusal: Refusal, otherwise: str = "") -> None:
        """Puts a refusal of the domain beside its field, or at the head of the form."""
        self.fail(refusal.field or otherwise, refusal.sentence, **refusal.values)

    def text(self, name: str, limit: int = LONGEST_LINE, *, required: bool | str = False) -> str:
        """One line, spaces trimmed. `required` may be the sentence that asks for it."""
        said = " ".join(CONTROL.sub("", self.value(name)).split())
        return self._checked(name, said, limit, required)

    def note(self, name: str, limit: int = LONGEST_NOTE, *, required: bool | str = False) -> str:
        """Free text of several lines."""
        said = CONTROL.sub("", self.value(name).replace("\r\n", "\n")).strip()
        return self._checked(name, said, limit, required)

    def date_read(
        self, name: str, *, not_future: bool = True, required: bool | str = False
    ) -> DateRead | None:
        """A date with its precision; None when empty or not understood."""
        said = self.text(name, required=required)
        found = read_date(said, self.today) if said else None
        if said and not found and name not in self.errors:
            self.fail(name, NO_DATE)
        if found and not_future and found.day > self.today:
            self.fail(name, FUTURE)
        return found

    def date(
        self, name: str, *, not_future: bool = True, required: bool | str = False
    ) -> date | None:
        """A day; a month or a year alone is not one."""
        found = self.date_read(name, not_future=not_future, required=required)
        if found and found.precision != "day":
            self.fail(name, NO_DATE)
        return found.day if found else None

    def minutes(self, name: str, *, required: bool | str = False) -> int | None:
        """Minutes from « 1h30 », « 90 min », « 1,5 »; a bare number under 13 is hours."""
        said = self.text(name, required=required)
        if not said:
            return None
        found = read_minutes(said)
        if found is None:
            past_60 = re.search(r"h\s*[6-9]\d", said, re.IGNORECASE)
            self.fail(name, MINUTES_PAST_60 if past_60 else NO_MINUTES)
        elif found > 6_000:
            self.fail(name, LONG_TIME)
        return found

    def choice(
        self, name: str, allowed: Collection[str], *, required: bool | str = False
    ) -> str | None:
        """One of these codes, or None when nothing is chosen."""
        said = self.value(name).strip()
        if not said and not required:
            return None
        if said not in allowed:
            self.fail(name, required if isinstance(required, str) else UNCHOSEN)
            return None
        return said

    def choices(self, name: str, allowed: Collection[str]) -> list[str]:
        """Every code ticked, each once, in the order sent."""
        said = list(dict.fromkeys(self.values(name)))
        if any(s not in allowed for s in said):
            self.fail(name, UNCHOSEN)
        return [s for s in said if s in allowed]

    def number(
        self, name: str, low: int = 0, high: int = 1_000_000, *, required: bool | str = False
    ) -> int | None:
        """A whole number between two bounds, both allowed."""
        said = re.sub(r"[\s\u00a0\u202f]", "", self.text(name, required=required))
        if not said:
            return None
        if not re.fullmatch(r"[-+−]?[0-9]{1,15}", said):
            self.fail(name, NO_NUMBER)
            return None
        found = int(said.replace("−", "-"))
        if not low <= found <= high:
            self.fail(name, BOUNDS, low=number(low), high=number(high))
        return found

    def cents(self, name: str, *, required: bool | str = False) -> int | None:
        """An amount of money in Canadian cents."""
        said = re.sub(r"[\s\u00a0\u202f$]", "", self.text(name, required=required))
        if not said:
            return None
        if not re.fullmatch(r"[0-9]{1,12}(?:[.,][0-9]{1,2})?", said):
            self.fail(name, NO_AMOUNT)
            return None
        whole, _point, part = said.replace(",", ".").partition(".")
        return int(whole) * 100 + int(part.ljust(2, "0") or 0)

    def neq(self, name: str, *, required: bool | str = False) -> str:
        """Ten digits that begin as the register's numbers do; spaces are left out."""
        said = re.sub(r"[\s\u00a0\u202f.-]", "", self.text(name, required=required))
        if said and not re.fullmatch(r"(11|22|33|88)[0-9]{8}", said):
            self.fail(name, NO_NEQ)
        return said

    def email(self, name: str, *, required: bool | str = False) -> str:
        """An address with its two halves."""
        said = self.text(name, 254, required=required)
        if said and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", said):
            self.fail(name, NO_EMAIL)
        return said

    def _checked(self, name: str, said: str, limit: int, required: bool | str) -> str:
        if not said and required:
            self.fail(name, required if isinstance(required, str) else MISSING)
        if len(said) > limit:
            self.fail(name, TOO_LONG, length=number(len(said)), limit=number(limit))
        return said


async def sent_form(request: Request[Any, Any, Any]) -> Form:
    """The form of this request, whatever was sent. Raises ClientException on a broken body."""
    try:
        fields = await request.form()
    except (ValueError, UnicodeError) as broken:
        raise ClientException from broken
    pairs: dict[str, list[str]] = {}
    files: dict[str, SentFile] = {}
    for name, value in fields.multi_items():
        if isinstance(value, str):
            pairs.setdefault(name, []).append(value)
        elif isinstance(value, UploadFile) and value.filename:
            files[name] = SentFile(value.filename, await value.read())
    return Form(pairs, request.app.state.today(), files=files)
