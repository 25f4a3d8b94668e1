"""What an enterprise is, and is observed to be, told in sentences."""

from collections.abc import Iterator
from datetime import date

from crm.enterprise.domain import events as e
from crm.event_store.events import Event
from crm.history.projections.fields import shown
from crm.history.projections.telling import Names, Said, after, quoted, said, told
from crm.refusal import N_
from crm.site.french import date_short, neq, phone
from crm.site.labels import label
from crm.site.languages import _ as tr


@told(e.EnterpriseRegistered, N_("Entreprise inscrite"), icon="building-store")
def _(event: e.EnterpriseRegistered, _names: Names) -> Said:
    return said(N_("**Entreprise inscrite** : {name}"), name=event.name)


@told(e.EnterpriseFollowed, N_("Suivi commencé"), icon="bookmark")
def _(event: e.EnterpriseFollowed, _names: Names) -> Said:
    return said(N_("**Suivi commencé** : le pôle accompagne l’entreprise"), note=event.reason)


@told(e.EnterpriseReleased, N_("Suivi terminé"), icon="bookmark")
def _(event: e.EnterpriseReleased, _names: Names) -> Said:
    return said(N_("**Suivi terminé**"), note=event.reason)


@told(e.EnterpriseIdentified, N_("NEQ attribué"))
def _(event: e.EnterpriseIdentified, _names: Names) -> Said:
    return said(N_("**NEQ** : {neq}"), neq=neq(event.neq))


@told(e.EnterpriseRenamed, N_("Entreprise renommée"))
def _(event: e.EnterpriseRenamed, _names: Names) -> Said:
    return said(N_("**Nouveau nom** : {name}"), name=event.name)


@told(e.EnterpriseConstituted, N_("Entreprise constituée"))
def _(event: e.EnterpriseConstituted, _names: Names) -> Said:
    kind = label(event.coop_type, "coop_types") if event.coop_type else ""
    return said(
        N_("**Forme juridique** : {form}{kind}"),
        form=label(event.legal_form, "legal_forms"),
        kind=after(kind),
    )


@told(e.EnterpriseLocated, N_("Siège établi"), icon="map-pin")
def _(event: e.EnterpriseLocated, _names: Names) -> Said:
    place = event.address
    where = [place.lines, place.municipality, place.postal_code]
    return said(N_("**Adresse** : {place}"), place=", ".join(filter(None, where)))


@told(e.EnterpriseClassified, N_("Secteur établi"))
def _(event: e.EnterpriseClassified, _names: Names) -> Said:
    return said(N_("**Secteur** : {sector}"), sector=event.sector)


@told(e.MissionStated, N_("Mission énoncée"))
def _(event: e.MissionStated, _names: Names) -> Said:
    return said(N_("**Mission** énoncée par l’entreprise"), note=event.text)


@told(e.WorkChannelDeclared, N_("Coordonnée de travail déclarée"), icon="pencil")
def _(event: e.WorkChannelDeclared, _names: Names) -> Said:
    value = phone(event.value) if event.kind == "phone" else event.value
    return said(CHANNELS[event.kind], value=value)


CHANNELS = {
    "phone": N_("**Téléphone** : {value}"),
    "email": N_("**Courriel** : {value}"),
    "website": N_("**Site web** : {value}"),
}


@told(e.StatusObserved, N_("Statut constaté"))
def _(event: e.StatusObserved, _names: Names) -> Said:
    return said(
        N_("**Statut** : {status}{source}"),
        status=label(event.status, "register_statuses"),
        source=after(event.source),
    )


@told(e.ToolAdopted, N_("Outil adopté"), icon="tools")
def _(event: e.ToolAdopted, names: Names) -> Said:
    return said(
        N_("**Outil adopté** : {tool}{version}"),
        tool=names("tool", event.tool_id),
        version=after(event.version),
    )


@told(e.ToolTried, N_("Outil à l’essai"), icon="tools")
def _(event: e.ToolTried, names: Names) -> Said:
    return said(
        N_("**Outil à l’essai** : {tool}{version}"),
        tool=names("tool", event.tool_id),
        version=after(event.version),
    )


@told(e.ToolAbandoned, N_("Outil délaissé"), icon="tools")
def _(event: e.ToolAbandoned, names: Names) -> Said:
    return said(
        N_("**Outil délaissé** : {tool}"), note=event.reason, tool=names("tool", event.tool_id)
    )


@told(e.ToolResultObserved, N_("Résultat d’un outil"), icon="tools")
def _(event: e.ToolResultObserved, names: Names) -> Said:
    tool = names("tool", event.tool_id)
    return said(N_("**Résultat de l’outil** : {tool}"), note=event.result, tool=tool)


@told(e.WorkforcePortraitRecorded, N_("Portrait de main-d’œuvre consigné"), icon="users")
def _(event: e.WorkforcePortraitRecorded, _names: Names) -> Said:
    return said(N_("**Portrait de main-d’œuvre**"), facts=_counts(event))


@told(e.BoardPortraitRecorded, N_("Composition du conseil consignée"), icon="users")
def _(event: e.BoardPortraitRecorded, _names: Names) -> Said:
    return said(N_("**Conseil d’administration**"), facts=_counts(event))


def _counts(event: Event) -> Iterator[tuple[str, str]]:
    """What the portrait says; what was not asked is left out."""
    for name in type(event).__annotations__:
        if (value := getattr(event, name)) not in ("not_asked", "", None, "counted"):
            yield shown(type(event), name, value)


@told(e.DepartureDeclared, N_("Départ prévu déclaré"), icon="hourglass")
def _(event: e.DepartureDeclared, names: Names) -> Said:
    return said(
        N_("**Départ prévu** à ce poste : {post}, {horizon}{person}"),
        post=label(event.post, "role_kinds"),
        horizon=label(event.horizon, "horizons"),
        person=after(names("person", event.person_id) if event.person_id else ""),
    )


@told(e.SuccessionPlanAdopted, N_("Plan de relève adopté"), icon="file-text")
def _(event: e.SuccessionPlanAdopted, _names: Names) -> Said:
    until = event.valid_until and date_short(date.fromisoformat(event.valid_until)).striptags()
    adopted = N_("**Plan de relève** adopté{until}")
    by_board = N_("**Plan de relève** adopté par le conseil{until}")
    return said(
        by_board if event.by_board == "yes" else adopted,
        until=after(tr(N_("en vigueur jusqu’au {day}"), day=until) if until else ""),
    )


@told(e.SuccessionPlanLapsed, N_("Plan de relève échu"), icon="file-text")
def _(event: e.SuccessionPlanLapsed, _names: Names) -> Said:
    return said(N_("**Plan de relève** échu{why}"), why=after(quoted(event.reason), " : "))


@told(e.RedFlagTakenUp, N_("Signal pris en main"), facet="step", icon="flag")
def _(event: e.RedFlagTakenUp, _names: Names) -> Said:
    kind = event.flag.partition(".")[0]
    return said(N_("**Signal pris en main** : {flag}"), flag=label(kind, "red_flags"))


def _of_the_act(line: tuple[str, str]) -> tuple[bool, str]:
    """What a body is (P), before the principles by which it is run (C)."""
    return not line[0].startswith("P"), line[0]


@told(e.QualificationAssessed, N_("Qualification évaluée"), icon="shield-check")
def _(event: e.QualificationAssessed, _names: Names) -> Said:
    said_of = event.evidence if isinstance(event.evidence, dict) else {}
    lines = (
        (code, f"{label(verdict, 'line_verdicts')}{after(said_of.get(code, ''), ' : ')}")
        for code, verdict in sorted(event.verdicts.items(), key=_of_the_act)
        if verdict != "to_document"
    )
    return said(
        N_("**Qualification** : {overall}, grille {grid}"),
        note=event.opinion,
        facts=lines,
        overall=label(event.overall, "overall_verdicts"),
        grid=event.grid,
    )
