"""What happens in a file, told in sentences: exchanges, needs, referrals, steps, results."""

from collections.abc import Iterator
from datetime import date

from crm.accompaniment.domain import answers as w
from crm.accompaniment.domain import events as a
from crm.history.projections.fields import shown
from crm.history.projections.telling import Names, Said, after, capital, listed, quoted, said, told
from crm.refusal import N_
from crm.site.french import date_short, duration
from crm.site.labels import label
from crm.site.languages import _ as tr

MODE_ICONS = {
    "call": "phone",
    "meeting": "users",
    "video": "video",
    "visit": "walk",
    "email": "mail",
    "message": "mail",
    "background_work": "file-text",
    "unknown": "note",
}
REFERRAL_OUTCOMES = {
    "helped": N_("elle a aidé"),
    "partly_helped": N_("elle a aidé en partie"),
    "not_helped": N_("elle n’a pas aidé"),
    "unknown": N_("on ne sait pas si elle a aidé"),
}
OUTCOMES = {
    "objective_met": N_("objectif atteint"),
    "partly_met": N_("objectif atteint en partie"),
    "not_met": N_("objectif non atteint"),
    "redirected": N_("dirigé ailleurs"),
    "no_news": N_("sans nouvelles"),
    "ceased": N_("l’organisme a cessé ses activités"),
    "unknown": N_("issue inconnue"),
}


@told(a.AccompanimentOpened, N_("Accompagnement ouvert"), icon="route")
def _(event: a.AccompanimentOpened, names: Names) -> Said:
    advisor = names("account", event.advisor_id)
    if event.opened_as == "occasional":
        return said(N_("**Dossier de contacts ponctuels** ouvert"))
    sentence = N_("**Accompagnement ouvert**{title}, confié à {advisor}")
    return said(sentence, title=after(event.title, " : "), advisor=advisor)


@told(a.AccompanimentTitled, N_("Titre du dossier"), icon="pencil")
def _(event: a.AccompanimentTitled, _names: Names) -> Said:
    return said(N_("**Titre du dossier** : {title}"), title=event.title)


@told(a.AccompanimentEntrusted, N_("Accompagnement confié"), icon="route")
def _(event: a.AccompanimentEntrusted, names: Names) -> Said:
    advisor = names("account", event.advisor_id)
    return said(N_("**Accompagnement confié** à {advisor}"), note=event.note, advisor=advisor)


@told(a.AccompanimentClosed, N_("Accompagnement fermé"), icon="circle-check")
def _(event: a.AccompanimentClosed, _names: Names) -> Said:
    sentence = N_("**Accompagnement fermé** : {outcome}")
    return said(sentence, note=event.summary, outcome=tr(OUTCOMES[event.outcome]))


@told(a.AccompanimentReopened, N_("Accompagnement rouvert"), icon="refresh")
def _(event: a.AccompanimentReopened, _names: Names) -> Said:
    return said(N_("**Accompagnement rouvert**"), note=event.reason)


@told(a.InterventionRecorded, N_("Intervention consignée"), "exchange", "note")
def _(event: a.InterventionRecorded, names: Names) -> Said:
    mode = tr(N_("échange")) if event.mode == "unknown" else label(event.mode, "modes")
    people = listed(names("person", person) for person in event.persons)
    with_them = N_("**{mode}** avec {people}{length}")
    return said(
        with_them if people else N_("**{mode}**{length}"),
        note=event.summary,
        icon=MODE_ICONS[event.mode],
        mode=capital(mode),
        people=people,
        length=after(duration(event.minutes) if event.minutes is not None else ""),
    )


@told(a.NeedExpressed, N_("Besoin exprimé"), "need", "alert-circle")
def _(event: a.NeedExpressed, _names: Names) -> Said:
    themes = listed(label(theme, "themes") for theme in event.themes)
    urgent = label(event.urgency, "urgencies") if event.urgency in ("high", "critical") else ""
    return said(
        N_("**Besoin** : {themes}{urgency}"),
        note=quoted(event.verbatim),
        themes=themes,
        urgency=after(urgent),
    )


@told(a.NeedClarified, N_("Besoin précisé"), "need", "pencil")
def _(event: a.NeedClarified, _names: Names) -> Said:
    return said(
        N_("**Besoin précisé** : {themes}{urgency}"),
        note=event.note,
        themes=listed(label(theme, "themes") for theme in event.themes),
        urgency=after("" if event.urgency == "unknown" else label(event.urgency, "urgencies")),
    )


@told(a.NeedMet, N_("Besoin comblé"), "need", "check")
def _(event: a.NeedMet, names: Names) -> Said:
    return said(N_("**Besoin comblé** : {need}"), need=names("need", event.need_id))


@told(a.NeedLeftUnanswered, N_("Besoin laissé sans réponse"), "need", "ban")
def _(event: a.NeedLeftUnanswered, names: Names) -> Said:
    sentence = N_("**Besoin laissé sans réponse** : {need}")
    return said(sentence, note=event.reason, need=names("need", event.need_id))


@told(a.NeedReopened, N_("Besoin rouvert"), "need", "refresh")
def _(event: a.NeedReopened, names: Names) -> Said:
    return said(N_("**Besoin rouvert** : {need}"), need=names("need", event.need_id))


@told(a.ToolHandedOver, N_("Outil remis"), icon="tools")
def _(event: a.ToolHandedOver, names: Names) -> Said:
    return said(
        N_("**Outil remis** : {tool}{version}"),
        tool=names("tool", event.tool_id),
        version=after(event.version),
    )


@told(a.ReferralMade, N_("Orientation faite"), "referral", "arrows-right-left")
def _(event: a.ReferralMade, names: Names) -> Said:
    where = names("organisation", event.organisation_id)
    return said(N_("**Orientation** vers {where}"), note=event.message, where=where)


@told(a.ReferralChased, N_("Relance faite"), "referral", "arrows-right-left")
def _(event: a.ReferralChased, names: Names) -> Said:
    return said(N_("**Relance faite**, {where}"), where=names("referral", event.referral_id))


@told(w.ReferralLinkSent, N_("Lien envoyé"), "referral", "link")
def _(event: w.ReferralLinkSent, names: Names) -> Said:
    return said(
        N_("**Lien envoyé** à {where}, valide jusqu’au {day}"),
        where=names("referral", event.referral_id),
        day=date_short(event.until).striptags(),
    )


@told(w.ReferralSeen, N_("Orientation lue"), "referral", "eye")
def _(event: w.ReferralSeen, names: Names) -> Said:
    return said(N_("**Orientation lue** par {where}"), where=names("referral", event.referral_id))


@told(w.ReferralQuestioned, N_("Précision demandée"), "referral", "help")
def _(event: w.ReferralQuestioned, names: Names) -> Said:
    where = names("referral", event.referral_id)
    return said(N_("**Précision demandée** par {where}"), note=event.words, where=where)


@told(w.ReferralUndertaken, N_("Orientation prise en charge"), "referral", "route")
def _(event: w.ReferralUndertaken, names: Names) -> Said:
    where = names("referral", event.referral_id)
    return said(N_("**Orientation prise en charge** par {where}"), where=where)


@told(a.ReferralAccepted, N_("Orientation acceptée"), "referral", "check")
def _(event: a.ReferralAccepted, names: Names) -> Said:
    where = names("referral", event.referral_id)
    return said(N_("**Orientation acceptée** par {where}"), where=where)


@told(a.ReferralRefused, N_("Orientation refusée"), "referral", "ban")
def _(event: a.ReferralRefused, names: Names) -> Said:
    where = names("referral", event.referral_id)
    return said(N_("**Orientation refusée** par {where}"), note=event.reason, where=where)


@told(a.ReferralCompleted, N_("Orientation aboutie"), "referral", "circle-check")
def _(event: a.ReferralCompleted, names: Names) -> Said:
    return said(
        N_("**Orientation aboutie**, {where} : {outcome}"),
        where=names("referral", event.referral_id),
        outcome=tr(REFERRAL_OUTCOMES[event.outcome]),
    )


@told(a.ReferralShared, N_("Orientation partagée"), "referral", "eye")
def _(event: a.ReferralShared, names: Names) -> Said:
    sentences = {
        "spoken": N_("**Orientation partagée** avec {where}, consentement donné de vive voix"),
        "written": N_("**Orientation partagée** avec {where}, consentement donné par écrit"),
        "standing": N_("**Orientation partagée** avec {where}, tant que le consentement tient"),
    }
    return said(sentences[event.consent], where=names("referral", event.referral_id))


@told(a.ReferralUnshared, N_("Partage terminé"), "referral", "ban")
def _(event: a.ReferralUnshared, names: Names) -> Said:
    where = names("referral", event.referral_id)
    return said(N_("**Partage terminé** : {where} ne lit plus l’orientation"), where=where)


@told(a.NextStepPlanned, N_("Prochaine étape fixée"), "step", "flag")
def _(event: a.NextStepPlanned, names: Names) -> Said:
    who = names("account", event.assigned_to) if event.assigned_to else ""
    due = tr(N_("pour le {day}"), day=_day(event.due_on)) if event.due_on else ""
    return said(
        N_("**Prochaine étape** : {text}{due}{who}"),
        text=event.text,
        due=after(due),
        who=after(who),
    )


@told(a.NextStepPostponed, N_("Prochaine étape reportée"), "step", "clock")
def _(event: a.NextStepPostponed, names: Names) -> Said:
    return said(
        N_("**Étape reportée** au {day} : {step}"),
        note=event.reason,
        day=_day(event.due_on),
        step=names("step", event.step_id),
    )


@told(a.NextStepPutBack, N_("Échéance remise"), "step", "arrow-back-up")
def _(event: a.NextStepPutBack, names: Names) -> Said:
    step = names("step", event.step_id)
    if not event.due_on:
        return said(N_("**Report annulé** : {step}, sans date comme avant"), step=step)
    sentence = N_("**Report annulé** : {step}, pour le {day} comme avant")
    return said(sentence, step=step, day=_day(event.due_on))


@told(a.NextStepDone, N_("Prochaine étape faite"), "step", "check")
def _(event: a.NextStepDone, names: Names) -> Said:
    return said(N_("**Étape faite** : {step}"), step=names("step", event.step_id))


@told(a.NextStepReopened, N_("Prochaine étape rétablie"), "step", "refresh")
def _(event: a.NextStepReopened, names: Names) -> Said:
    return said(N_("**Étape rétablie** : {step}"), step=names("step", event.step_id))


@told(a.NextStepDropped, N_("Prochaine étape laissée"), "step", "ban")
def _(event: a.NextStepDropped, names: Names) -> Said:
    sentence = N_("**Étape laissée** : {step}")
    return said(sentence, note=event.reason, step=names("step", event.step_id))


@told(a.ResultDeclared, N_("Résultat déclaré"), icon="circle-check")
def _(event: a.ResultDeclared, _names: Names) -> Said:
    return said(N_("**Résultat déclaré**"), note=event.comment, facts=_results(event))


def _results(event: a.ResultDeclared) -> Iterator[tuple[str, str]]:
    for name in ("jobs_created", "jobs_maintained", "investment_cents", "satisfaction"):
        if (value := getattr(event, name)) not in ("not_asked", None):
            yield shown(a.ResultDeclared, name, value)


def _day(iso: str) -> str:
    return str(date_short(date.fromisoformat(iso)).striptags())
