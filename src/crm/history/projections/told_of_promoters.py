"""The life of a project before there is an enterprise, told in sentences."""

from crm.history.projections.telling import Names, Said, after, listed, said, told
from crm.promoter.domain import events as p
from crm.refusal import N_
from crm.site.french import money, plural
from crm.site.labels import label
from crm.site.languages import _ as tr

ONE_JOB, JOBS = N_("%(n)s emploi prévu"), N_("%(n)s emplois prévus")
NOTICES = {
    "spoken": N_("avis donné de vive voix"),
    "written": N_("avis remis par écrit"),
    "online": N_("avis lu en ligne"),
    "unknown": N_("avis : inconnu"),
}


@told(p.PromoterWelcomed, N_("Promoteur accueilli"), icon="seedling")
def _(event: p.PromoterWelcomed, names: Names) -> Said:
    return said(
        N_("**Projet accueilli**{title}, porté par {people}, {notice}"),
        note=event.idea,
        title=after(event.working_title, " : "),
        people=listed(names("person", person) for person in event.persons),
        notice=tr(NOTICES[event.notice]),
    )


@told(p.PromoterProjectDescribed, N_("Projet décrit"), icon="bulb")
def _(event: p.PromoterProjectDescribed, _names: Names) -> Said:
    form = event.envisioned_form
    return said(
        N_("**Projet décrit**{title}{form}"),
        note=event.idea,
        title=after(event.working_title, " : "),
        form=after(label(form, "legal_forms") if form != "unknown" else ""),
    )


@told(p.MemberJoined, N_("Membre joint au groupe"), icon="user-plus")
def _(event: p.MemberJoined, names: Names) -> Said:
    return said(N_("**{person}** se joint au groupe"), person=names("person", event.person_id))


@told(p.MemberLeft, N_("Membre parti"), icon="user")
def _(event: p.MemberLeft, names: Names) -> Said:
    return said(N_("**{person}** quitte le groupe"), person=names("person", event.person_id))


@told(p.MilestoneTakenBack, N_("Jalon retiré"), icon="arrow-back-up")
def _(event: p.MilestoneTakenBack, _names: Names) -> Said:
    return said(N_("**Jalon retiré** : {milestone}"), milestone=label(event.milestone, "phases"))


@told(p.MilestoneReached, N_("Jalon franchi"), icon="flag")
def _(event: p.MilestoneReached, _names: Names) -> Said:
    jobs, cost = event.jobs_planned, event.cost_cents
    planned = plural(jobs, ONE_JOB, JOBS) if jobs else ""
    return said(
        N_("**Jalon franchi** : {milestone}{cost}{jobs}"),
        milestone=label(event.milestone, "phases"),
        cost=after(tr(N_("coût de {cost}"), cost=money(cost)) if cost is not None else ""),
        jobs=after(planned),
    )


@told(p.ModelExplored, N_("Modèle exploré"), icon="zoom-question")
def _(event: p.ModelExplored, _names: Names) -> Said:
    kept = label(event.chosen, "model_forms") if event.chosen else tr(N_("pas encore de forme"))
    asked = plural(len(event.answers), N_("%(n)s réponse"), N_("%(n)s réponses"))
    return said(
        N_("**Modèle exploré** : {kept}, sur {asked}"),
        note=event.reasoning,
        kept=kept,
        asked=asked,
    )


@told(p.PromoterPaused, N_("Démarche suspendue"), icon="hourglass")
def _(event: p.PromoterPaused, _names: Names) -> Said:
    return said(N_("**Démarche suspendue**"), note=event.reason)


@told(p.PromoterResumed, N_("Démarche reprise"), icon="refresh")
def _(_event: p.PromoterResumed, _names: Names) -> Said:
    return said(N_("**Démarche reprise**"))


@told(p.PromoterWithdrawn, N_("Démarche abandonnée"), icon="ban")
def _(event: p.PromoterWithdrawn, _names: Names) -> Said:
    if event.why == "unknown":
        return said(N_("**Démarche abandonnée**"), note=event.reason)
    why = label(event.why, "withdrawal_reasons")
    return said(N_("**Démarche abandonnée** : {why}"), note=event.reason, why=why)


@told(p.PromoterRedirected, N_("Projet réorienté"), icon="arrow-right")
def _(event: p.PromoterRedirected, names: Names) -> Said:
    name = names("organisation", event.organisation_id)
    return said(N_("**Projet réorienté** vers {name}"), note=event.reason, name=name)


@told(p.SurvivalNoted, N_("Suite constatée"), icon="eye")
def _(event: p.SurvivalNoted, _names: Names) -> Said:
    return said(N_("**Suite constatée** : {standing}"), standing=label(event.standing, "survivals"))


@told(p.FoundingCompleted, N_("Fondation menée à terme"), icon="building-store")
def _(event: p.FoundingCompleted, names: Names) -> Said:
    name = names("enterprise", event.enterprise_id)
    return said(N_("**Fondation menée à terme** : {name}"), name=name)
