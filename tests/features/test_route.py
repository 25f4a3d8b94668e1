"""Consigner sans réseau : ce qu'un appareil garde, puis envoie, parfois plus d'une fois."""

from datetime import datetime, time, timedelta

from pytest_bdd import given, scenarios, then, when

from crm.accompaniment.domain.events import InterventionRecorded, NextStepPlanned
from crm.event_store.commands import HERE
from crm.event_store.events import new_id
from crm.event_store.recorded import Recorded
from features.paper import plain
from features.visitor import TODAY, Site, says

scenarios("route")

TWO_DAYS_AGO = datetime.combine(TODAY - timedelta(days=2), time(14, 10), HERE)


def arrives(site: Site, address: str, written_at: datetime | None = None, **fields: str) -> None:
    """What the browser of somebody sends once the network is back."""
    headers = {"accept": "application/json", "hx-request": "true"}
    token = next(value for name, value in site.client.cookies.items() if "csrf" in name)
    at = written_at or datetime.combine(TODAY, time(9, 30), HERE)
    said = {"command_id": new_id(), "ecrit_par": site.actor_id, **fields}
    said |= {"_csrf_token": token, "ecrit_a": str(int(at.timestamp() * 1_000))}
    answer = site.client.post(address, data=said, headers=headers)
    site.status, site.answer = answer.status_code, answer.text


def recorded(site: Site) -> list[Recorded]:
    return site.store.events([*range(site.before + 1, site.store.head() + 1)])


@given(says('la ligne "{line}" partie sans réponse'))
def lost_answer(site: Site, line: str) -> None:
    site.ids["envoi"], site.ids["ligne"] = new_id(), line
    site.client.post(
        "/noter/trait",
        data={
            "texte": line,
            "command_id": site.ids["envoi"],
            "_csrf_token": next(v for n, v in site.client.cookies.items() if "csrf" in n),
        },
    )
    site.remember()


@when("la même ligne part de nouveau")
def sent_again(site: Site) -> None:
    sent_otherwise(site, site.ids["ligne"])


@when(says('la même ligne part de nouveau avec "{line}"'))
def sent_otherwise(site: Site, line: str) -> None:
    arrives(site, "/noter/trait", texte=line, command_id=site.ids["envoi"])


@when(says('la ligne "{line}" écrite avant-hier arrive'))
def late_line(site: Site, line: str) -> None:
    arrives(site, "/noter/trait", TWO_DAYS_AGO, texte=line)
    assert site.status == 200, site.answer


@when(says('l\'étape "{text}" écrite avant-hier arrive'))
def late_step(site: Site, text: str) -> None:
    arrives(site, f"{site.ids['dossier']}/suites", TWO_DAYS_AGO, suite=text)
    assert site.status == 200, site.answer


@when("une ligne écrite par une autre personne part de mon navigateur")
def of_another(site: Site) -> None:
    arrives(site, "/noter/trait", texte="@éveil appel", ecrit_par=new_id())


@given("ma session est fermée")
def signed_out(site: Site) -> None:
    site.open("/").send("Fermer la session")
    site.remember()


@when(says('la ligne "{line}" arrive de mon appareil'))
def line_arrives(site: Site, line: str) -> None:
    arrives(site, "/noter/trait", texte=line)


@given(says('un appel avec "{name}" envoyé deux fois, la note passant de "{first}" à "{then}"'))
@when(says('j\'envoie deux fois un appel avec "{name}", la note passant de "{first}" à "{then}"'))
def form_sent_twice(site: Site, name: str, first: str, then: str) -> None:
    site.record_of(name).follow("Consigner une rencontre")
    page, address = site.page, site.address
    site.send("Consigner la rencontre", mode="call", note=first)
    site.page, site.address = page, address
    site.send("Consigner la rencontre", mode="call", note=then)


@when("j'envoie le formulaire de nouveau")
def form_sent_again(site: Site) -> None:
    site.send("Consigner la rencontre")


@then(says('la chronologie de "{name}" montre un seul appel'))
def once(site: Site, name: str) -> None:
    assert site.record_of(name).seen("chronologie").count("Appel") == 1


@then(says('la chronologie de "{name}" montre "{words}"'))
def told(site: Site, name: str, words: str) -> None:
    site.record_of(name).sees(words, within="chronologie")


@then("l'appel est daté d'il y a trois jours")
def act_dated(site: Site) -> None:
    (act,) = (one.event for one in recorded(site) if isinstance(one.event, InterventionRecorded))
    assert act.occurred_on == TODAY - timedelta(days=3)


@then("la suite est pour hier")
def step_due(site: Site) -> None:
    (step,) = (one.event for one in recorded(site) if isinstance(one.event, NextStepPlanned))
    assert step.due_on == (TODAY - timedelta(days=1)).isoformat()


@then("l'étape est datée d'avant-hier")
def step_dated(site: Site) -> None:
    (step,) = (one.event for one in recorded(site) if isinstance(one.event, NextStepPlanned))
    assert step.occurred_on == TODAY - timedelta(days=2)


@then("elle est consignée comme écrite sans réseau")
def told_offline(site: Site) -> None:
    (one,) = recorded(site)
    assert (one.source, one.captured_at) == ("offline", int(TWO_DAYS_AGO.timestamp() * 1_000_000))


@then(says('on me refuse avec "{sentence}"'))
def refused_with(site: Site, sentence: str) -> None:
    assert 400 <= site.status < 500, site.status
    assert plain(sentence) in plain(site.answer.replace("&#39;", "'")), site.answer[:2000]


@then("rien de plus n'est consigné")
def nothing_more(site: Site) -> None:
    assert site.events_recorded() == 0


@then("on me répond que ma session est fermée")
def told_closed(site: Site) -> None:
    assert site.status == 401
    assert "Votre session est fermée" in site.answer
