"""People met, their roles, the activities they came to, told in sentences."""

from crm.activity import domain as act
from crm.history.projections.fields import words_of
from crm.history.projections.telling import Names, Said, after, said, told
from crm.person import domain as p
from crm.privacy.domain import erasure as e
from crm.privacy.domain import retention as r
from crm.refusal import N_
from crm.site.french import date_short, duration, number
from crm.site.labels import label
from crm.site.languages import _ as tr

CHANNELS = {
    "phone": N_("**Téléphone personnel** : {value}"),
    "email": N_("**Courriel personnel** : {value}"),
    "address": N_("**Adresse personnelle** : {value}"),
    "social": N_("**Réseau social** : {value}"),
}


@told(p.PersonRegistered, N_("Personne inscrite"), "minor", "user-plus")
def _(event: p.PersonRegistered, _names: Names) -> Said:
    whole = f"{event.given_name} {event.family_name}".strip() or event.as_written
    return said(N_("**{name}** est maintenant connue du pôle"), name=whole)


@told(p.PersonRenamed, N_("Personne renommée"), "minor", "user")
def _(event: p.PersonRenamed, _names: Names) -> Said:
    whole = f"{event.given_name} {event.family_name}".strip()
    return said(N_("**Nouveau nom** : {name}"), name=whole)


@told(p.PersonalChannelProvided, N_("Coordonnée personnelle fournie"), "minor", "phone")
def _(event: p.PersonalChannelProvided, _names: Names) -> Said:
    return said(CHANNELS[event.kind], value=event.value)


@told(p.RoleAssigned, N_("Rôle attribué"), icon="user-plus")
def _(event: p.RoleAssigned, names: Names) -> Said:
    return said(
        N_("**{person}** : {role}, {holder}{title}"),
        person=names("person", event.person_id),
        role=label(event.kind, "role_kinds"),
        holder=names(event.holder.kind, event.holder.id),
        title=after(event.title),
    )


@told(p.RoleEnded, N_("Rôle terminé"), icon="user")
def _(event: p.RoleEnded, names: Names) -> Said:
    return said(
        N_("**{person}** n’exerce plus ce rôle : {role}, {holder}"),
        note=event.reason,
        person=names("person", event.person_id),
        role=label(event.kind, "role_kinds"),
        holder=names(event.holder.kind, event.holder.id),
    )


@told(act.ActivityHeld, N_("Activité tenue"), "exchange", "school")
def _(event: act.ActivityHeld, _names: Names) -> Said:
    return said(
        N_("**{kind}** : {title}{place}{length}"),
        kind=words_of(event.kind, "activity_kinds").capitalize(),
        title=event.title,
        place=after(event.place),
        length=after(duration(event.minutes) if event.minutes is not None else ""),
    )


@told(act.AttendanceConfirmed, N_("Présence confirmée"), "exchange", "school")
def _(event: act.AttendanceConfirmed, names: Names) -> Said:
    person = names("person", event.person_id) if event.person_id else event.as_written
    party = names(event.party.kind, event.party.id) if event.party else event.party_as_written
    return said(
        N_("**Présence** de {person}{party} à l’activité {activity}"),
        person=person or tr(N_("quelqu’un")),
        party=after(party),
        activity=names("activity", event.activity_id),
    )


@told(e.ErasureDecided, N_("Effacement décidé"), icon="lock")
def _(event: e.ErasureDecided, _names: Names) -> Said:
    return said(
        N_("**Effacement décidé** : {ground}"),
        note=event.reason,
        ground=label(event.ground, "erasure_grounds"),
    )


@told(e.ErasureCompleted, N_("Effacement achevé"), icon="lock")
def _(event: e.ErasureCompleted, _names: Names) -> Said:
    return said(N_("**Effacement achevé** : clés détruites, {keys}"), keys=number(len(event.keys)))


@told(r.RetentionRuleAdopted, N_("Durée de conservation adoptée"), "minor", "hourglass")
def _(event: r.RetentionRuleAdopted, _names: Names) -> Said:
    return said(
        N_("**Durée de conservation adoptée** : {kind}, {months} mois"),
        kind=label(event.of, "retention_kinds"),
        months=number(event.months),
    )


@told(r.RetentionProlonged, N_("Conservation prolongée"), icon="hourglass")
def _(event: r.RetentionProlonged, _names: Names) -> Said:
    return said(
        N_("**Conservation prolongée** jusqu’au {day}"),
        note=event.reason,
        day=date_short(event.until).striptags(),
    )
