"""Who does what in a file, told in sentences."""

from crm.accompaniment.domain import hands as h
from crm.history.projections.telling import Names, Said, after, said, told
from crm.refusal import N_
from crm.site.languages import _ as tr

THE_POLE = N_("le pôle")


@told(h.LeadDesignated, N_("Chef de file désigné"), icon="flag")
def _(event: h.LeadDesignated, names: Names) -> Said:
    id = event.organisation_id
    return said(
        N_("**Chef de file** : {name}"), name=names("organisation", id) if id else tr(THE_POLE)
    )


@told(h.CoIntervenerJoined, N_("Co-intervenant joint"), icon="user-plus")
def _(event: h.CoIntervenerJoined, names: Names) -> Said:
    return said(
        N_("**{name}** intervient au dossier{part}"),
        name=_who(event, names),
        part=after(event.part, " : "),
    )


@told(h.CoIntervenerLeft, N_("Co-intervenant parti"), icon="logout")
def _(event: h.CoIntervenerLeft, names: Names) -> Said:
    return said(N_("**{name}** n’intervient plus au dossier"), name=_who(event, names))


def _who(event: h.CoIntervenerJoined | h.CoIntervenerLeft, names: Names) -> str:
    if event.organisation_id:
        return names("organisation", event.organisation_id)
    return names("account", event.advisor_id)
