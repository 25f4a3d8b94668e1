"""The grid by which a body is judged to be of the social economy, as data with a version.

Social Economy Act (CQLR, c. E-1.1.1), s. 3: economic activities with a social purpose (P0), run
under six principles (C1 to C6). Nothing is computed from it: somebody judges, line by line and as a
whole.
"""

from msgspec import Struct

from crm.refusal import N_


class Criterion(Struct, frozen=True, kw_only=True):
    """One line: what the Act asks, and what there is to look at."""

    code: str
    name: str
    asks: str


class Grid(Struct, frozen=True, kw_only=True):
    """The criteria of one reading of the Act. A version that was used never changes."""

    version: str
    source: str
    criteria: tuple[Criterion, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(line.code for line in self.criteria)


GRIDS = {
    "1": Grid(
        version="1",
        source=N_("Loi sur l’économie sociale (RLRQ, c. E-1.1.1), art. 3"),
        criteria=(
            Criterion(
                code="P0a",
                name=N_("Forme"),
                asks=N_("OBNL, coopérative ou mutuelle, dotée de la personnalité juridique?"),
            ),
            Criterion(
                code="P0b",
                name=N_("Activité économique"),
                asks=N_("Vend ou échange des biens ou des services, et non seulement des dons?"),
            ),
            Criterion(
                code="P0c",
                name=N_("Finalité sociale"),
                asks=N_("Centrée sur le service aux membres ou à la collectivité, non le profit?"),
            ),
            Criterion(
                code="C1",
                name=N_("Besoins"),
                asks=N_("Répond aux besoins de ses membres ou de la collectivité?"),
            ),
            Criterion(
                code="C2",
                name=N_("Indépendance"),
                asks=N_("N’est pas sous le contrôle décisionnel d’un ou de plusieurs organismes "
                        "publics?"),
            ),
            Criterion(
                code="C3",
                name=N_("Démocratie"),
                asks=N_("A des règles de gouvernance démocratique par les membres?"),
            ),
            Criterion(
                code="C4",
                name=N_("Viabilité"),
                asks=N_("Aspire à la viabilité économique?"),
            ),
            Criterion(
                code="C5",
                name=N_("Surplus"),
                asks=N_("Ses règles interdisent ou limitent la distribution des surplus? "
                        "(Une ristourne au prorata des opérations est permise.)"),
            ),
            Criterion(
                code="C6",
                name=N_("Dissolution"),
                asks=N_("À la dissolution, le reliquat va à un organisme aux objectifs "
                        "semblables?"),
            ),
        ),
    ),
}  # fmt: skip
CURRENT = GRIDS["1"]
PUBLIC_NEQ = "88"
"""How the number of a public authority begins: C2 deserves a look."""
