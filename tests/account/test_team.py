"""« Équipe »: who may invite, grant, close; and what a pôle never loses."""

from threading import Barrier, Thread

import pytest

from account.conftest import House
from crm.account.commands import CloseAccount, ReopenAccount, RevokeAccess
from crm.account.domain.refusals import (
    AccountNotClosed,
    LastAdministrator,
    LastRole,
    OwnAccount,
)
from crm.account.projections.team import member, team
from crm.refusal import Refusal

ADMIN, COORDINATION, ADVISOR = "ariane@pole.example", "noémie@pole.example", "samuel@pole.example"
NEW = {"nom": "Léa Tremblay", "courriel": "lea@pole.example", "role": "advisor"}


def test_the_team_is_shown_to_those_who_oversee(house: House) -> None:
    for email in (ADMIN, COORDINATION):
        page = house.visitor(email).get("/equipe").text
        assert all(name in page for name in house.ids), page
    assert house.visitor(ADVISOR).get("/equipe").status_code == 403
    assert 'href="/equipe"' not in house.visitor(ADVISOR).get("/compte").text


def test_an_invitation_opens_an_account_once(house: House) -> None:
    answer = house.visitor(COORDINATION).post("/equipe/inviter", NEW)
    assert answer.status_code == 303
    assert house.letters()[-1].startswith("lea@pole.example\nBonjour Léa Tremblay,")
    link, lea = house.link(), house.visitor()
    assert "Bienvenue, Léa Tremblay" in lea.get(link).text, "a link shown is not used"
    chosen = {"jeton": link.partition("jeton=")[2], "mot_de_passe": PHRASE, "encore": PHRASE}
    assert lea.post("/invitation", chosen).headers["location"] == "/connexion?choisi=oui"
    assert lea.sign_in(NEW["courriel"], PHRASE).status_code == 303
    assert lea.post("/invitation", chosen).status_code == 410
    assert lea.get(link).status_code == 410
    found = member(house.store, answer.headers["location"].rpartition("/")[2])
    assert found is not None
    assert (found.standing, found.roles) == ("active", ("advisor",))


PHRASE = "quatre mots choisis seule"


def test_an_address_is_invited_once(house: House) -> None:
    coordination = house.visitor(COORDINATION)
    coordination.post("/equipe/inviter", NEW)
    again = coordination.post("/equipe/inviter", NEW | {"courriel": "LEA@pole.example"})
    assert again.status_code == 422
    assert "déjà celui d’un compte" in again.text
    assert "LEA@pole.example" in again.text
    assert len(team(house.store, house.pole_id)) == 4


def test_an_invitation_sent_again_replaces_the_former(house: House) -> None:
    coordination = house.visitor(COORDINATION)
    place = coordination.post("/equipe/inviter", NEW).headers["location"]
    former = house.link()
    assert coordination.post(f"{place}/invitation").status_code == 303
    assert house.visitor().get(former).status_code == 410
    assert house.visitor().get(house.link()).status_code == 200


def test_an_invitation_is_over_when_its_account_is_closed(house: House) -> None:
    coordination = house.visitor(COORDINATION)
    place = coordination.post("/equipe/inviter", NEW).headers["location"]
    coordination.post(f"{place}/fermer")
    assert house.visitor().get(house.link()).status_code == 410
    coordination.post(f"{place}/rouvrir")
    assert house.visitor().get(house.link()).status_code == 410, "a new one is to be asked for"


def test_what_is_missing_is_said_and_nothing_opens(house: House) -> None:
    before = house.store.head()
    answer = house.visitor(ADMIN).post("/equipe/inviter", {"nom": "Léa", "role": "roi"})
    assert answer.status_code == 422
    assert "Écrivez le courriel" in answer.text
    assert 'value="Léa"' in answer.text
    assert house.store.head() == before
    assert house.letters() == []


def test_coordination_gives_no_more_than_it_may(house: House) -> None:
    coordination = house.visitor(COORDINATION)
    before = house.store.head()
    mine = f"/equipe/{house.ids['Noémie Roy']}"
    assert coordination.post(f"{mine}/roles", {"role": "administrator"}).status_code == 422
    assert coordination.post(f"{mine}/roles/administrator/rendre").status_code == 403
    theirs = f"/equipe/{house.ids['Ariane Béland']}"
    for act in ("fermer", "rouvrir", "invitation", "roles/advisor/rendre"):
        assert coordination.post(f"{theirs}/{act}").status_code == 403, act
    assert coordination.post("/equipe/inviter", NEW | {"role": "network"}).status_code == 422
    assert house.store.head() == before


def test_roles_are_granted_and_taken_back(house: House) -> None:
    admin, samuel = house.visitor(ADMIN), house.ids["Samuel Côté"]
    said = {"role": "privacy_officer", "motif": "Nommé par le conseil : séance de mai"}
    answer = admin.post(f"/equipe/{samuel}/roles", said)
    assert answer.status_code == 303
    assert "Annuler" in admin.get(f"/equipe/{samuel}").text
    assert roles_of(house, samuel) == ("privacy_officer", "advisor")
    admin.post(f"/equipe/{samuel}/roles/privacy_officer/retirer")
    assert roles_of(house, samuel) == ("advisor",)
    admin.post(f"/equipe/{samuel}/roles/privacy_officer/rendre")
    assert roles_of(house, samuel) == ("privacy_officer", "advisor")


def test_a_reason_is_nowhere_in_clear(house: House) -> None:
    said = {"role": "reader", "motif": "Quelque chose de délicat"}
    house.visitor(ADMIN).post(f"/equipe/{house.ids['Samuel Côté']}/roles", said)
    with house.store.engine.connect() as db:
        kept = str(db.exec_driver_sql("SELECT topic, state FROM events").all())
    assert "access.granted" in kept
    assert "délicat" not in kept


def test_a_pole_keeps_an_administrator(house: House) -> None:
    admin = house.visitor(ADMIN)
    ariane, samuel = house.ids["Ariane Béland"], house.ids["Samuel Côté"]
    house.grant(ariane, "advisor")
    answer = admin.post(f"/equipe/{ariane}/roles/administrator/retirer")
    assert answer.status_code == 422
    assert "Personne d’autre n’administre" in answer.text
    with pytest.raises(LastAdministrator):
        house.ask(CloseAccount(account_id=ariane), samuel)
    house.grant(samuel, "administrator")
    assert admin.post(f"/equipe/{ariane}/roles/administrator/retirer").status_code == 303
    assert roles_of(house, ariane) == ("advisor",)


def test_one_who_is_only_invited_does_not_count(house: House) -> None:
    admin, ariane = house.visitor(ADMIN), house.ids["Ariane Béland"]
    house.grant(ariane, "advisor")
    admin.post("/equipe/inviter", NEW | {"role": "administrator"})
    answer = admin.post(f"/equipe/{ariane}/roles/administrator/retirer")
    assert answer.status_code == 422


def test_two_administrators_who_leave_together_do_not_both_leave(house: House) -> None:
    ariane, samuel = house.ids["Ariane Béland"], house.ids["Samuel Côté"]
    house.grant(ariane, "advisor")
    house.grant(samuel, "administrator")
    together, refused = Barrier(2), []

    def leave(account_id: str) -> None:
        together.wait()
        try:
            house.ask(RevokeAccess(account_id=account_id, role="administrator"), account_id)
        except Refusal as refusal:
            refused.append(type(refusal))

    leaving = [Thread(target=leave, args=(account_id,)) for account_id in (ariane, samuel)]
    for thread in leaving:
        thread.start()
    for thread in leaving:
        thread.join()
    assert refused == [LastAdministrator]
    held = [roles_of(house, one) for one in (ariane, samuel)]
    assert sum("administrator" in roles for roles in held) == 1


def test_a_closed_account_is_out_at_once_and_comes_back(house: House) -> None:
    samuel, visitor, admin = house.ids["Samuel Côté"], house.visitor(ADVISOR), house.visitor(ADMIN)
    assert visitor.get("/compte").status_code == 200
    admin.post(f"/equipe/{samuel}/fermer", {"motif_fermeture": "A quitté le pôle"})
    assert visitor.get("/compte").status_code == 303
    admin.post(f"/equipe/{samuel}/rouvrir")
    assert visitor.get("/compte").status_code == 303, "the former session stays over"
    assert house.visitor(ADVISOR).get("/compte").status_code == 200
    assert roles_of(house, samuel) == ("advisor",)


def test_what_an_account_refuses(house: House) -> None:
    ariane, samuel = house.ids["Ariane Béland"], house.ids["Samuel Côté"]
    with pytest.raises(OwnAccount):
        house.ask(CloseAccount(account_id=ariane), ariane)
    with pytest.raises(AccountNotClosed):
        house.ask(ReopenAccount(account_id=samuel), ariane)
    with pytest.raises(LastRole):
        house.ask(RevokeAccess(account_id=samuel, role="advisor"), ariane)


def test_the_team_of_another_pole_is_nowhere(house: House) -> None:
    house.pole_id, mine = "", house.pole_id
    elsewhere = house.open("Zoé Gagnon", "advisor")
    house.pole_id = mine
    admin = house.visitor(ADMIN)
    assert "Zoé" not in admin.get("/equipe").text
    assert admin.get(f"/equipe/{elsewhere}").status_code == 404
    assert admin.post(f"/equipe/{elsewhere}/fermer").status_code == 404
    assert admin.get("/equipe/zzz").status_code == 404


def roles_of(house: House, account_id: str) -> tuple[str, ...]:
    found = member(house.store, account_id)
    assert found is not None
    return found.roles


WRONG = (
    "zzz",
    "🦊",
    "0" * 400,
    "1' OR '1'='1",
    "%00",
    "%ED%A0%80",
    "01890a5d-ac96-774b-bcce-b302099a8057",
)
ACTS = (
    "", "/invitation", "/roles", "/roles/reader/retirer", "/roles/reader/rendre", "/fermer",
    "/rouvrir", "/second-facteur/retirer",
)  # fmt: skip


def test_nothing_asked_of_the_team_ends_in_a_fault(house: House) -> None:
    admin, mine = house.visitor(ADMIN), house.ids["Samuel Côté"]
    before = house.store.head()
    for word in WRONG:
        assert admin.get(f"/equipe/{word}").status_code == 404, word
        for act in ACTS[1:]:
            answer = admin.post(f"/equipe/{word}{act}", {"role": "reader", "motif": word})
            assert answer.status_code == 404, (word, act)
        assert admin.post(f"/equipe/{mine}/roles", {"role": word}).status_code == 422
        assert admin.post(f"/equipe/{mine}/roles/{word}/retirer").status_code in (403, 404)
        assert admin.post("/equipe/inviter", dict.fromkeys(NEW, word)).status_code == 422
    assert house.store.head() == before
