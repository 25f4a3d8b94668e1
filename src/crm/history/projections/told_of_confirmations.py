"""What those accompanied were asked to confirm, and answered, told in sentences."""

from datetime import date

from crm.accompaniment.domain import confirming as c
from crm.history.projections.telling import Names, Said, said, told
from crm.refusal import N_
from crm.site.french import date_short
from crm.site.languages import _ as tr

THINGS = {"result": N_("un résultat"), "meeting": N_("une rencontre")}


@told(c.ConfirmationAsked, N_("Confirmation demandée"), icon="link")
def _(event: c.ConfirmationAsked, _names: Names) -> Said:
    return said(
        N_("**Confirmation demandée** par un lien : {thing}, jusqu’au {day}"),
        note=event.words,
        thing=tr(THINGS[event.about]),
        day=date_short(date.fromisoformat(event.until)).striptags(),
    )


@told(c.ConfirmationRevoked, N_("Lien de confirmation retiré"), icon="x")
def _(event: c.ConfirmationRevoked, _names: Names) -> Said:
    return said(N_("**Lien de confirmation retiré** : {thing}"), thing=tr(THINGS[event.about]))


@told(c.OutcomeConfirmed, N_("Confirmé par la personne accompagnée"), icon="circle-check")
def _(event: c.OutcomeConfirmed, _names: Names) -> Said:
    return said(N_("**Confirmé** : {thing}"), thing=tr(THINGS[event.about]))


@told(c.OutcomeContested, N_("Contesté par la personne accompagnée"), icon="alert-circle")
def _(event: c.OutcomeContested, _names: Names) -> Said:
    return said(N_("**Contesté** : {thing}"), note=event.words, thing=tr(THINGS[event.about]))
