"""What persons were told and what they agree to, in sentences that name nobody."""

from crm.history.projections.telling import Names, Said, after, said, told
from crm.privacy.domain import consents as c
from crm.privacy.domain import notices as n
from crm.refusal import N_
from crm.site.french import date_short, number
from crm.site.labels import label
from crm.site.languages import _ as tr


@told(c.ConsentGiven, N_("Consentement donné"), icon="circle-check")
def _(event: c.ConsentGiven, _names: Names) -> Said:
    end = event.expires_on
    until = tr(N_("jusqu’au {day}"), day=date_short(end).striptags()) if end else ""
    return said(
        N_("**Consentement donné** : {purpose}, {proof}{until}"),
        note=event.words,
        purpose=label(event.purpose, "consent_purposes"),
        proof=label(event.proof, "consent_proofs"),
        until=after(until),
    )


@told(c.ConsentWithdrawn, N_("Consentement retiré"), icon="ban")
def _(event: c.ConsentWithdrawn, _names: Names) -> Said:
    return said(
        N_("**Consentement retiré** : {purpose}"), purpose=label(event.purpose, "consent_purposes")
    )


@told(c.ConsentReinstated, N_("Consentement rétabli"), icon="arrow-back-up")
def _(event: c.ConsentReinstated, _names: Names) -> Said:
    return said(
        N_("**Consentement rétabli**, retrait consigné par erreur : {purpose}"),
        purpose=label(event.purpose, "consent_purposes"),
    )


@told(c.ConsentAnnulled, N_("Consentement annulé"), icon="arrow-back-up")
def _(event: c.ConsentAnnulled, _names: Names) -> Said:
    return said(
        N_("**Consentement annulé**, consigné par erreur : {purpose}"),
        purpose=label(event.purpose, "consent_purposes"),
    )


@told(c.ConsentTermAdopted, N_("Durée de consentement adoptée"), icon="hourglass")
def _(event: c.ConsentTermAdopted, _names: Names) -> Said:
    purpose = label(event.purpose, "consent_purposes")
    if not event.months:
        return said(N_("**Consentements sans échéance** : {purpose}"), purpose=purpose)
    return said(
        N_("**Durée des consentements** : {purpose}, {months} mois"),
        purpose=purpose,
        months=number(event.months),
    )


@told(n.NoticeAdopted, N_("Avis adopté"), icon="file-text")
def _(event: n.NoticeAdopted, _names: Names) -> Said:
    return said(
        N_("**Avis adopté** : version {version}, {language}"),
        note=event.text,
        version=number(event.version),
        language=label(event.language, "notice_languages"),
    )


@told(n.NoticeGiven, N_("Avis remis"), icon="file-text")
def _(event: n.NoticeGiven, _names: Names) -> Said:
    return said(
        N_("**Avis sur les renseignements personnels** {means} : version {version}, {language}"),
        means=label(event.means, "notice_means"),
        version=number(event.version),
        language=label(event.language, "notice_languages"),
    )
