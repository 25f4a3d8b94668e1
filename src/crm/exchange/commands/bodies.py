"""Rows that speak of what an enterprise is: the pôle's directory and the public register."""

from collections.abc import Iterator

from crm.enterprise.commands import (
    ClassifyEnterprise,
    ConstituteEnterprise,
    DeclareWorkChannel,
    FollowEnterprise,
    IdentifyEnterprise,
    LocateEnterprise,
    RegisterEnterprise,
)
from crm.enterprise.domain.events import Origin
from crm.enterprise.domain.neq import read_neq
from crm.event_store.commands import Command
from crm.event_store.events import new_id
from crm.exchange.commands.known import KnownThings
from crm.exchange.commands.places import Places
from crm.exchange.commands.planned import Asked, Doubt
from crm.exchange.commands.rows import RecordRow
from crm.exchange.reading.bodies import recognise
from crm.exchange.reading.directory import Known
from crm.exchange.reading.rows import DirectoryRow, RegisterRow, Told
from crm.refusal import N_
from crm.vocabulary import Address

PERHAPS = N_("« {name} » est peut-être déjà inscrite : confirmez-le.")


def plan_directory(row: DirectoryRow, known: KnownThings, places: Places) -> Asked:
    """An enterprise of the pôle's own list: registered and followed, or completed.

    Raises Doubt when it may be one already known, and the refusals of a NEQ.
    """
    address = places.address(row.address, row.municipality, row.postal_code, row.territory)
    return _plan(row, known, address, origin="import", followed=True)


def plan_register(row: RegisterRow, known: KnownThings, places: Places) -> Asked:
    """A body of the public register: it gives its number, form and sector to the enterprise it
    is, or stands by itself, known and not followed. Raises as `plan_directory`."""
    address = places.address(row.address, row.municipality, row.postal_code)
    return _plan(row, known, address, origin="register", followed=False)


def _plan(
    row: DirectoryRow | RegisterRow,
    known: KnownThings,
    address: Address | None,
    *,
    origin: Origin,
    followed: bool,
) -> Asked:
    neq = read_neq(row.neq) if row.neq else ""
    body = Known(
        id=new_id(),
        name=row.name,
        municipality=row.municipality,
        postal_code=row.postal_code,
        neq=neq,
    )
    match = recognise(body, known.directory)
    if match.verdict == "several_candidates":
        raise Doubt(match.verdict, Told(PERHAPS, {"name": row.name}), match.candidates)
    if match.verdict == "match":
        return _completed(row, known, address, match.id, neq=neq, followed=followed)
    known.directory.add(body)
    known.standing(body.id, neq=bool(neq), followed=followed, placed=address is not None)
    registered = _registered(row, body, address, origin=origin, followed=followed)
    return Asked(organisation=row.name, command=RecordRow(parts=(registered,)))


def _registered(
    row: DirectoryRow | RegisterRow,
    body: Known,
    address: Address | None,
    *,
    origin: Origin,
    followed: bool,
) -> RegisterEnterprise:
    """All that the row says of a body not known before."""
    return RegisterEnterprise(
        enterprise_id=body.id,
        name=row.name,
        origin=origin,
        neq=body.neq,
        seen_in="register" if origin == "register" else "declaration",
        legal_form=None if row.legal_form == "unknown" else row.legal_form,
        coop_type=row.coop_type,
        address=address,
        sector=row.sector,
        website=getattr(row, "website", ""),
        follow=followed,
        occurred_precision="by",
    )


def _completed(
    row: DirectoryRow | RegisterRow,
    known: KnownThings,
    address: Address | None,
    id: str,
    *,
    neq: str,
    followed: bool,
) -> Asked:
    """What this row adds to an enterprise already known; nothing it says replaces a value."""
    parts = tuple(_additions(row, known, address, id, neq=neq, followed=followed))
    known.standing(id, neq=bool(neq), followed=followed, placed=address is not None)
    other = (row.name,) if row.name != known.directory.bodies[id].name else ()
    known.directory.add(Known(id=id, name=row.name, neq=neq, other_names=other))
    return Asked(
        organisation=known.directory.bodies[id].name,
        command=RecordRow(parts=parts) if parts else None,
    )


def _additions(
    row: DirectoryRow | RegisterRow,
    known: KnownThings,
    address: Address | None,
    id: str,
    *,
    neq: str,
    followed: bool,
) -> Iterator[Command]:
    by = "by"
    if neq and id not in known.neqs:
        yield IdentifyEnterprise(enterprise_id=id, neq=neq, occurred_precision=by)
        if row.legal_form != "unknown":
            form, coop = row.legal_form, row.coop_type
            yield ConstituteEnterprise(
                enterprise_id=id, legal_form=form, coop_type=coop, occurred_precision=by
            )
        if row.sector:
            yield ClassifyEnterprise(enterprise_id=id, sector=row.sector, occurred_precision=by)
    if address and id not in known.placed:
        yield LocateEnterprise(enterprise_id=id, address=address, occurred_precision=by)
    if followed and id not in known.followed:
        yield FollowEnterprise(enterprise_id=id, occurred_precision=by)
        if website := getattr(row, "website", ""):
            yield DeclareWorkChannel(enterprise_id=id, kind="website", value=website)
