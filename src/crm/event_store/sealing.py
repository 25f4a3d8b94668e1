"""The mark of a personal field, and what of it may stay in clear.

A sealed field must be able to hold text, because that is what it holds while it is stored:
`name: Annotated[str, Sealed("identity")]`, `employees: Annotated[int | str | None, Sealed(…)]`.
Fields that are text alone (`str`, `str | None`) are sealed as they are; any other value is
written as JSON first, and read back in its declared type when it is opened.
"""

from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

SealClass = Literal["identity", "contact", "succession", "note"]
ERASED = "[effacé]"
"""What a sealed field says for ever once its key is gone."""


class Sealed(NamedTuple):
    """Marks a personal field. `of` names the field that holds the id of the person concerned."""

    seal_class: SealClass
    of: str = "originator_id"


class SealedField(NamedTuple):
    """One sealed field of one kind of event, as the mapper needs it."""

    seal_class: SealClass
    of: str
    type: Any
    """The declared type, to read JSON back into; None when the field is text alone."""


def sealed_fields(kind: type) -> dict[str, SealedField]:
    """The sealed fields of a kind, by name. Raises TypeError when one could not hold text."""
    found: dict[str, SealedField] = {}
    for name, hint in get_type_hints(kind, include_extras=True).items():
        if get_origin(hint) is not Annotated:
            continue
        declared, *marks = get_args(hint)
        for mark in marks:
            if isinstance(mark, Sealed):
                found[name] = SealedField(*mark, _json_type(kind, name, declared))
    return found


def stays_clear(value: object) -> bool:
    """Absence says nothing about anybody; zero does, and is sealed."""
    return value is None or value in ("", (), ERASED)


def _json_type(kind: type, name: str, declared: Any) -> Any:
    types = set(get_args(declared) or (declared,)) - {type(None)}
    if str not in types:
        raise TypeError(f"{kind.__name__}.{name} is sealed: its type must admit str")
    return None if types == {str} else declared
