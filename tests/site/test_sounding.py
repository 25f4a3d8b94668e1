"""Names that sound alike have one key, and others do not."""

import pytest

from crm.site.folding import fold
from crm.site.sounding import sound


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lison Arcand", "Lizon Arquand"),
        ("Filion", "Phillion"),
        ("Gauthier", "Gautier"),
        ("Thibault", "Thibeau"),
        ("Michaud", "Michaux"),
        ("Tremblay", "Tremblé"),
        ("Coop de l’Œuvre", "Coop de l’Euvre"),
    ],
)
def test_alike(one: str, other: str) -> None:
    assert sound(fold(one)) == sound(fold(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bélanger", "Béland"),
        ("Roy", "Ray"),
        ("Coop du Quai", "Coop du Coin"),
        ("Chénier", "Kenier"),
    ],
)
def test_apart(one: str, other: str) -> None:
    assert sound(fold(one)) != sound(fold(other))
