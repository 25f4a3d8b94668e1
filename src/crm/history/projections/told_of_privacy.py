"""What is asked about personal information told in sentences that name nobody.

Who asks, and what was answered, is read on the page of the request, by who answers for it.
"""

from crm.history.projections.telling import Names, Said, said, told
from crm.privacy.domain import incidents as i
from crm.privacy.domain import office as o
from crm.privacy.domain import requests as r
from crm.refusal import N_
from crm.site.french import date_short, number
from crm.site.labels import label


@told(o.PrivacyOfficerDesignated, N_("Personne responsable désignée"), icon="shield-check")
def _(event: o.PrivacyOfficerDesignated, _names: Names) -> Said:
    return said(N_("**Responsable des renseignements personnels** : {title}"), title=event.title)


@told(o.AnswerDelayAdopted, N_("Délai de réponse adopté"), icon="clock")
def _(event: o.AnswerDelayAdopted, _names: Names) -> Said:
    return said(
        N_("**Délai de réponse aux demandes** : jours, {days}"), days=number(event.answer_days)
    )


@told(r.RequestReceived, N_("Demande reçue"), icon="mail")
def _(event: r.RequestReceived, _names: Names) -> Said:
    return said(
        N_("**Demande reçue** : {kind}, due le {day}"),
        kind=label(event.kind, "request_kinds"),
        day=date_short(event.due_on).striptags(),
    )


@told(r.RequestAnswered, N_("Demande répondue"), icon="check")
def _(event: r.RequestAnswered, _names: Names) -> Said:
    return said(
        N_("**Réponse donnée** à une demande : {channel}"),
        channel=label(event.channel, "request_channels"),
    )


@told(r.RequestRefused, N_("Demande refusée"), icon="ban")
def _(event: r.RequestRefused, _names: Names) -> Said:
    return said(
        N_("**Demande refusée** : {channel}"), channel=label(event.channel, "request_channels")
    )


@told(r.RequestClosed, N_("Demande fermée"), icon="x")
def _(_event: r.RequestClosed, _names: Names) -> Said:
    return said(N_("**Demande fermée** sans réponse à donner"))


@told(r.RequestReopened, N_("Demande rouverte"), icon="refresh")
def _(_event: r.RequestReopened, _names: Names) -> Said:
    return said(N_("**Demande rouverte**"))


@told(r.RequestMatched, N_("Demande rattachée"), icon="link")
def _(_event: r.RequestMatched, _names: Names) -> Said:
    return said(N_("**Demande rattachée** à la fiche dont elle parle"))


@told(r.RequestUnmatched, N_("Demande détachée"), icon="arrow-back-up")
def _(_event: r.RequestUnmatched, _names: Names) -> Said:
    return said(N_("**Demande détachée** d’une fiche dont elle ne parlait pas"))


@told(i.IncidentRecorded, N_("Incident inscrit"), icon="alert-triangle")
def _(event: i.IncidentRecorded, _names: Names) -> Said:
    return said(
        N_("**Incident de confidentialité inscrit** : connu le {day}"),
        day=date_short(event.known_on).striptags(),
    )


@told(i.IncidentRestated, N_("Incident redit"), icon="pencil")
def _(event: i.IncidentRestated, _names: Names) -> Said:
    return said(
        N_("**Incident de confidentialité redit** : connu le {day}"),
        day=date_short(event.known_on).striptags(),
    )
