"""Coming in by a letter: what it tells, to whom, how often, and how long its link serves."""

import logging
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from threading import Barrier, Thread
from typing import Any, Never, Self

import pytest
import time_machine
from sqlalchemy import select

from account.conftest import PASSWORD, House, Visitor
from crm.account.commands.inviting import ASKED, TRIED
from crm.account.commands.links import LIFE, LinkOver, Links, links
from crm.account.commands.mail import PATIENCE, Mail, MailMisnamed, MailNotSent
from crm.account.commands.passwords import Credentials

ADVISOR = "samuel@pole.example"
PHRASE = "quatre mots choisis seule"
FORGOTTEN, RENEWING = "/mot-de-passe-oublie", "/nouveau-mot-de-passe"


def ask(visitor: Visitor, email: str = ADVISOR) -> Any:
    return visitor.post(FORGOTTEN, {"courriel": email})


def chosen(link: str, password: str = PHRASE) -> dict[str, str]:
    token = link.partition("jeton=")[2]
    return {"jeton": token, "mot_de_passe": password, "encore": password}


def test_a_forgotten_password_is_chosen_again_once(house: House) -> None:
    elsewhere, samuel = house.visitor(ADVISOR), house.visitor()
    ask(samuel)
    link = house.link()
    assert link.startswith(f"{RENEWING}?jeton=")
    assert "Bonjour, Samuel Côté" in samuel.get(link).text
    assert samuel.post(RENEWING, chosen(link)).headers["location"] == "/connexion?choisi=oui"
    assert elsewhere.get("/compte").status_code == 303, "every session ends"
    assert samuel.post(RENEWING, chosen(link, "encore une autre phrase")).status_code == 410
    assert samuel.sign_in(ADVISOR).status_code == 422
    assert samuel.sign_in(ADVISOR, PHRASE).status_code == 303


def test_the_answer_tells_nobody_who_has_an_account(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same words, and nothing looked up before they leave."""
    asked: list[str] = []
    looked_up = Credentials.holder

    def noted(self: Credentials, name: str) -> str | None:
        asked.append(name)
        return looked_up(self, name)

    monkeypatch.setattr(Credentials, "holder", noted)
    pages = [ask(house.visitor(place=f"192.0.2.{n}"), f"{who}@pole.example") for n, who in KNOWN]
    assert len({page.text.split("<body>")[1] for page in pages}) == 1
    assert [page.status_code for page in pages] == [200, 200]
    assert len(house.letters()) == 1
    assert asked == ["samuel@pole.example", "personne@pole.example"]


KNOWN = ((7, "samuel"), (8, "personne"))


def test_the_answer_leaves_before_anything_is_looked_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr(Credentials, "holder", lambda self, name: order.append("looked up"))

    async def heard(scope: Any, receive: Any, send: Any) -> None:
        async def sent(message: Any) -> None:
            if message["type"] == "http.response.body" and scope["method"] == "POST":
                order.append("answered")
            await send(message)

        await house.app(scope, receive, sent)

    ask(Visitor(heard))
    assert order == ["answered", "looked up"]


@pytest.mark.parametrize("email", [ADVISOR, "personne@pole.example"])
def test_letters_are_not_asked_for_without_end(house: House, email: str) -> None:
    visitor = house.visitor()
    answers = [ask(visitor, email) for _ in range(ASKED.here + 1)]
    assert [answer.status_code for answer in answers] == [200] * ASKED.here + [429]
    assert answers[-1].headers["retry-after"] == "900"
    assert email in answers[-1].text
    assert len(house.letters()) in (0, ASKED.here)


def test_somebody_only_invited_or_closed_gets_no_new_password(house: House) -> None:
    admin = house.visitor("ariane@pole.example")
    invited = {"nom": "Léa Roy", "courriel": "lea@pole.example", "role": "advisor"}
    admin.post("/equipe/inviter", invited)
    admin.post(f"/equipe/{house.ids['Samuel Côté']}/fermer")
    before = len(house.letters())
    for email in ("lea@pole.example", ADVISOR):
        ask(house.visitor(), email)
    assert len(house.letters()) == before


def test_a_link_is_over_in_time(house: House) -> None:
    visitor = house.visitor()
    with time_machine.travel("2026-11-19 10:00", tick=False) as clock:
        ask(visitor)
        link = house.link()
        clock.shift(LIFE["reset"] - 1)
        assert visitor.get(link).status_code == 200
        clock.shift(2)
        assert visitor.get(link).status_code == 410
        assert visitor.post(RENEWING, chosen(link)).status_code == 410


def test_a_link_serves_one_purpose(house: House) -> None:
    visitor = house.visitor()
    ask(visitor)
    assert visitor.get(house.link().replace(RENEWING, "/invitation")).status_code == 410
    with pytest.raises(LinkOver):
        Links(house.store.engine).bearer("invitation", house.link().partition("jeton=")[2])


def test_a_link_drawn_serves_nobody_whose_account_is_closed(house: House) -> None:
    samuel = house.ids["Samuel Côté"]
    house.visitor("ariane@pole.example").post(f"/equipe/{samuel}/fermer")
    token = Links(house.store.engine).draw("reset", samuel)
    assert house.visitor().get(f"{RENEWING}?jeton={token}").status_code == 410


def test_of_two_who_hold_a_link_one_uses_it(empty: House) -> None:
    held = Links(empty.store.engine)
    token = held.draw("reset", "0192a3b4-0000-7000-8000-000000000001")
    together, refused = Barrier(4), []

    def use() -> None:
        together.wait()
        try:
            held.use("reset", token)
        except LinkOver:
            refused.append(1)

    users = [Thread(target=use) for _ in range(4)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    assert len(refused) == 3


def test_links_are_not_guessed(house: House) -> None:
    visitor = house.visitor()
    answers = [visitor.get(f"{RENEWING}?jeton={n}") for n in range(TRIED.from_one_place + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {410}
    assert answers[-1].status_code == 429
    assert answers[-1].headers["retry-after"] == "900"
    ask(visitor)
    assert visitor.get(house.link()).status_code == 200, "a good link never waits"


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("tropbref", "moins de 12 caractères"),
        ("Samuel c’est moi 42", "contient votre nom"),
        ("Motdepasse2026", "premiers qu’on essaie"),
        ("111111111111", "premiers qu’on essaie"),
        ("Severodvinsk", "listes volées"),
    ],
)
def test_a_poor_password_is_refused_and_the_link_still_serves(
    house: House, password: str, said: str
) -> None:
    visitor = house.visitor()
    ask(visitor)
    link = house.link()
    answer = visitor.post(RENEWING, chosen(link, password))
    assert answer.status_code == 422
    assert said in answer.text
    assert password not in answer.text
    differing = chosen(link) | {"encore": "autre chose"}
    assert "diffèrent" in visitor.post(RENEWING, differing).text
    assert visitor.post(RENEWING, chosen(link)).status_code == 303


def test_a_token_is_kept_nowhere_and_logged_nowhere(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    visitor = house.visitor()
    ask(visitor)
    token = house.link().partition("jeton=")[2]
    visitor.get(house.link())
    visitor.post(RENEWING, chosen(house.link(), "court"))
    with house.store.engine.connect() as db:
        kept = str(db.execute(select(links)).all())
    told = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith("httpx"))
    assert house.ids["Samuel Côté"] in kept
    assert token not in kept + told


def test_a_link_leads_to_our_own_address(house: House) -> None:
    visitor = house.visitor()
    token = visitor.client.cookies.get("csrftoken") or visitor._token()
    visitor.client.post(
        FORGOTTEN,
        data={"courriel": ADVISOR, "_csrf_token": token},
        headers={"accept": "text/html", "host": "mechant.example", "x-forwarded-host": "mechant"},
    )
    assert "https://trame.pole.example/nouveau" in house.letters()[-1]
    assert "mechant" not in house.letters()[-1]


def test_a_letter_that_does_not_leave_is_said(house: House) -> None:
    Path(house.settings.mail).write_text("not a folder")
    admin = house.visitor("ariane@pole.example")
    invited = {"nom": "Léa Roy", "courriel": "lea@pole.example", "role": "advisor"}
    place = admin.post("/equipe/inviter", invited).headers["location"]
    assert "le courriel n’est pas parti" in admin.get(place).text
    assert ask(house.visitor()).status_code == 200


def test_letters_leave_by_smtp(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[Any] = []

    class Server:
        def __init__(self, host: str, port: int, **how: object) -> None:
            said.append((host, port))

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            said.append("quit")

        def starttls(self, context: object) -> None:
            said.append("encrypted")

        def login(self, user: str, word: str) -> None:
            said.append((user, word))

        def send_message(self, letter: EmailMessage) -> None:
            said.append((letter["From"], letter["To"], letter["Subject"]))

    monkeypatch.setattr(smtplib, "SMTP", Server)
    address = "smtp://moi%40pole.example:s%C3%A9cret@courrier.example:2525?de=trame@pole.example"
    Mail(address).send("a@b.example", "Été", "Bonjour")
    assert said == [
        ("courrier.example", 2525),
        "encrypted",
        ("moi@pole.example", "sécret"),
        ("trame@pole.example", "a@b.example", "Été"),
        "quit",
    ]


def test_letters_leave_encrypted_from_the_first_word(monkeypatch: pytest.MonkeyPatch) -> None:
    said: dict[str, Any] = {}

    def connect(host: str, port: int, **how: Any) -> Never:
        said.update(how, to=(host, port))
        raise OSError

    monkeypatch.setattr(smtplib, "SMTP_SSL", connect)
    monkeypatch.setattr(smtplib, "SMTP", connect)
    for address, port in (("smtps://courrier.example", 465), ("smtp://courrier.example", 587)):
        said.clear()
        with pytest.raises(MailNotSent):
            Mail(address).send("a@b.example", "Été", "Bonjour")
        assert said["to"] == ("courrier.example", port)
        assert said["timeout"] == PATIENCE, "a silent server holds nobody"
        trusted: Any = said.get("context")
        assert trusted is None if port == 587 else trusted.verify_mode == ssl.CERT_REQUIRED


def test_a_mail_server_that_fails_is_not_quoted(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **_how: object) -> None:
        raise smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no a@b.example")})

    monkeypatch.setattr(smtplib, "SMTP", fail)
    with pytest.raises(MailNotSent):
        Mail("smtp://localhost").send("a@b.example", "x", "y")
    assert "SMTPRecipientsRefused" in caplog.text
    assert "a@b.example" not in caplog.text
    with pytest.raises(MailMisnamed):
        Mail("https://exemple").send("a@b.example", "x", "y")


def test_nobody_adds_a_line_to_the_head_of_a_letter(tmp_path: Path) -> None:
    with pytest.raises(MailNotSent):
        Mail(str(tmp_path)).send("a@b.example\nBcc: c@d.example", "x", "y")


def test_the_former_password_serves_until_another_is_chosen(house: House) -> None:
    ask(house.visitor())
    assert house.visitor().sign_in(ADVISOR, PASSWORD).status_code == 303


def test_a_password_changed_voids_the_link_that_waits(house: House) -> None:
    samuel, stranger = house.visitor(ADVISOR), house.visitor()
    ask(stranger)
    link = house.link()
    said = {"actuel": PASSWORD, "mot_de_passe": PHRASE, "encore": PHRASE}
    assert samuel.post("/compte/mot-de-passe", said).status_code == 303
    late = stranger.post(RENEWING, chosen(link, "encore une autre phrase"))
    assert late.status_code == 410
    assert house.visitor().sign_in(ADVISOR, PHRASE).status_code == 303
