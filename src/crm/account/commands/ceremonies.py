"""What passes between a browser that holds a passkey and us (WebAuthn): adding one, signing in.

A passkey is shown by a device that verified its holder: it stands for both factors.
"""

import time
from dataclasses import dataclass
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    options_to_json_dict,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from crm.account.commands.challenges import LIFE, Challenges
from crm.account.commands.passkey_site import PasskeySite
from crm.account.commands.passkeys import Passkey, Passkeys
from crm.account.commands.throttle import Limits, Throttle
from crm.event_store.events import new_id
from crm.refusal import N_, Refusal

LONGEST = 20_000
"""Characters of an answer: a device that says more says something else."""
TRIED = Limits(here=10, anywhere=10, from_one_place=60)
DRAWN = Limits(here=200, anywhere=200, from_one_place=200)
"""Challenges that one place may ask for, in a quarter of an hour, without signing in."""
REQUIRED = UserVerificationRequirement.REQUIRED


class NoPasskeysHere(Refusal):
    sentence = N_(
        "À l’adresse de ce Trame, les navigateurs n’acceptent pas de clé d’accès. Ouvrez votre "
        "session avec votre mot de passe."
    )


class PasskeyRefused(Refusal):
    sentence = N_(
        "Cette clé d’accès n’ouvre aucun compte ici. Montrez-en une autre, ou écrivez votre mot "
        "de passe."
    )


class PasskeyUnread(Refusal):
    sentence = N_(
        "Cette clé d’accès n’a pas pu être vérifiée. Recommencez, ou montrez-en une autre."
    )


class HolderUnverified(Refusal):
    sentence = N_(
        "Votre appareil n’a pas vérifié que c’est vous : ni empreinte, ni visage, ni code. "
        "Recommencez et identifiez-vous sur l’appareil."
    )


class PasskeyCopied(Refusal):
    sentence = N_(
        "Cette clé d’accès a peut-être été copiée : elle est refusée. Ouvrez votre session "
        "autrement, retirez-la dans « Mon compte », puis ajoutez-en une autre."
    )


@dataclass(frozen=True)
class Ceremonies:
    """Between the browsers of one site and the passkeys of its accounts."""

    challenges: Challenges
    passkeys: Passkeys
    site: PasskeySite | None

    def propose(self, account_id: str, email: str, name: str, session: str) -> dict[str, Any]:
        """What a browser needs to make a key of this account, in this session.

        Raises NoPasskeysHere.
        """
        site = self._site()
        options = generate_registration_options(
            rp_id=site.name,
            rp_name="Trame",
            user_id=self.passkeys.handle(account_id),
            user_name=email,
            user_display_name=name,
            challenge=self.challenges.draw("registration", _bearer(account_id, session)),
            timeout=LIFE * 1000,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=REQUIRED
            ),
            exclude_credentials=[
                PublicKeyCredentialDescriptor(id=key.credential_id)
                for key in self.passkeys.of(account_id)
            ],
        )
        return options_to_json_dict(options)

    def take(self, account_id: str, name: str, answer: str, session: str) -> Passkey:
        """The key made since; not kept yet.

        Raises NoPasskeysHere, ChallengeOver, PasskeyUnread, HolderUnverified.
        """
        site = self._site()
        try:
            said = parse_registration_credential_json(_short(answer))
            challenge = parse_client_data_json(said.response.client_data_json).challenge
        except Exception:  # noqa: BLE001 - a stranger wrote it: what is not read is refused
            raise PasskeyUnread from None
        self.challenges.use("registration", _bearer(account_id, session), challenge)
        try:
            made = verify_registration_response(
                credential=said,
                expected_challenge=challenge,
                expected_rp_id=site.name,
                expected_origin=site.origin,
            )
        except Exception:  # noqa: BLE001 - what is not proven is refused, whatever broke
            raise PasskeyUnread from None
        if not made.user_verified:
            raise HolderUnverified
        key, count, now = made.credential_public_key, made.sign_count, int(time.time())
        return Passkey(new_id(), account_id, name, made.credential_id, key, count, now, None)

    def ask(self, browser: str, place: str) -> dict[str, Any]:
        """What this browser needs to show a key, whoever's: no key is named.

        Raises NoPasskeysHere, TooManyTries.
        """
        site, drawn = self._site(), self._throttle("challenge", DRAWN)
        drawn.check(place, place)
        drawn.note(place, place)
        options = generate_authentication_options(
            rp_id=site.name,
            challenge=self.challenges.draw("sign_in", browser),
            timeout=LIFE * 1000,
            user_verification=REQUIRED,
        )
        return options_to_json_dict(options)

    def recognise(self, answer: str, browser: str, place: str) -> str:
        """The account of the key that was shown.

        Raises NoPasskeysHere, TooManyTries, ChallengeOver, PasskeyRefused, HolderUnverified,
        PasskeyCopied.
        """
        tries = self._throttle("passkey", TRIED)
        tries.check(browser, place)
        try:
            return self._recognised(answer, browser)
        except Refusal:
            tries.note(browser, place)
            raise

    def _recognised(self, answer: str, browser: str) -> str:
        site = self._site()
        try:
            said = parse_authentication_credential_json(_short(answer))
            challenge = parse_client_data_json(said.response.client_data_json).challenge
        except Exception:  # noqa: BLE001 - a stranger wrote it: what is not read is refused
            raise PasskeyRefused from None
        self.challenges.use("sign_in", browser, challenge)
        key = self.passkeys.find(said.raw_id)
        if not key or said.response.user_handle != self.passkeys.handle(key.account_id):
            raise PasskeyRefused
        self._verify(said, key, challenge, site)
        return key.account_id

    def _verify(
        self, said: AuthenticationCredential, key: Passkey, challenge: bytes, site: PasskeySite
    ) -> None:
        try:
            shown = verify_authentication_response(
                credential=said,
                expected_challenge=challenge,
                expected_rp_id=site.name,
                expected_origin=site.origin,
                credential_public_key=key.public_key,
                credential_current_sign_count=0,  # compared as it is written, by `count_use`
            )
        except Exception:  # noqa: BLE001 - what is not proven is refused, whatever broke
            raise PasskeyRefused from None
        if not shown.user_verified:
            raise HolderUnverified
        if not self.passkeys.count_use(key, shown.new_sign_count):
            raise PasskeyCopied

    def _site(self) -> PasskeySite:
        if not self.site:
            raise NoPasskeysHere
        return self.site

    def _throttle(self, door: str, limits: Limits) -> Throttle:
        return Throttle(self.passkeys.engine, self.passkeys.secret, door, limits)


def _bearer(account_id: str, session: str) -> str:
    return f"{account_id} {session}"


def _short(answer: str) -> str:
    if len(answer) > LONGEST:
        raise ValueError
    return answer
