"""OpenID Connect, for signing in alone: what is asked of a provider, and what of its word is taken.

Nothing is asked of any address but the issuer of the configuration, and those it publishes itself.
"""

from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from crm.account.commands.trips import Trip
from crm.refusal import N_, Refusal
from crm.settings import Provider

PATIENCE = 5.0
"""Seconds that a provider has to answer each question."""
SKEW = 60
"""Seconds by which its clock and ours may differ."""
ALGORITHMS = ("RS256", "PS256", "ES256")
"""Signatures by a key that the provider alone has: never a shared secret, never none."""
WELL_KNOWN = "/.well-known/openid-configuration"


class ProviderSilent(Refusal):
    sentence = N_(
        "{provider} ne répond pas pour le moment. Recommencez dans un instant, ou ouvrez votre "
        "session autrement."
    )


class ProviderUnproven(Refusal):
    sentence = N_(
        "La réponse de {provider} n’a pas pu être vérifiée : rien n’a été ouvert. Recommencez; si "
        "cela se répète, dites-le à la personne qui exploite Trame."
    )


class Told(NamedTuple):
    """Who somebody is, in the words of a provider."""

    subject: str
    """Never given to anybody else there."""
    called: str
    """An address or a name, shown to her alone: it proves nothing, and opens nothing."""


class OpenId(NamedTuple):
    """A provider, and the address where it sends people back."""

    provider: Provider
    back: str

    def way_there(self, trip: Trip) -> str:
        """The address where somebody says who she is. Raises ProviderSilent, ProviderUnproven."""
        asked = {
            "response_type": "code",
            "client_id": self.provider.client_id,
            "redirect_uri": self.back,
            "scope": "openid email",
            "state": trip.state,
            "nonce": trip.nonce,
            "code_challenge": trip.code_challenge,
            "code_challenge_method": "S256",
        }
        return f"{self._published('authorization_endpoint')}?{urlencode(asked)}"

    def who(self, trip: Trip, code: str) -> Told:
        """Whom the provider says it is. Raises ProviderSilent, ProviderUnproven."""
        published = self._ask("GET", self.provider.issuer.rstrip("/") + WELL_KNOWN)
        said = self._ask(
            "POST",
            self._address(published, "token_endpoint"),
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.back,
                "client_id": self.provider.client_id,
                "client_secret": self.provider.client_secret,
                "code_verifier": trip.code_verifier,
            },
        )
        keys = self._ask("GET", self._address(published, "jwks_uri"))
        try:
            return self._read(said["id_token"], keys, trip.nonce)
        except Exception:  # noqa: BLE001 - what is not proven is refused, whatever broke
            raise self._unproven() from None

    def _read(self, token: str, keys: Any, nonce: str) -> Told:
        """Raises what joserfc raises of a token that is not for us, now, and signed."""
        read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims
        own = self.provider.client_id
        JWTClaimsRegistry(
            leeway=SKEW,
            iss={"essential": True, "value": self.provider.issuer},
            aud={"essential": True, "value": own},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(read)
        if read.get("azp", own) != own or (isinstance(read["aud"], list) and len(read["aud"]) > 1):
            raise self._unproven()
        called = read.get("email") or read.get("preferred_username")
        return Told(read["sub"], called[:254] if isinstance(called, str) else "")

    def _published(self, name: str) -> str:
        return self._address(self._ask("GET", self.provider.issuer.rstrip("/") + WELL_KNOWN), name)

    def _address(self, published: Any, name: str) -> str:
        """One of those that the issuer publishes of itself, as guarded as its own."""
        is_itself = isinstance(published, dict) and published.get("issuer") == self.provider.issuer
        said = published.get(name) if is_itself else None
        if not isinstance(said, str) or "?" in said or not (said.isascii() and said.isprintable()):
            raise self._unproven()
        if urlsplit(said).scheme not in ("https", urlsplit(self.provider.issuer).scheme):
            raise self._unproven()
        return said

    def _ask(self, method: str, address: str, data: dict[str, str] | None = None) -> Any:
        """Its answer in JSON; redirections are not followed."""
        try:
            with httpx.Client(timeout=PATIENCE, follow_redirects=False) as client:
                answer = client.request(method, address, data=data)
        except httpx.HTTPError:
            raise ProviderSilent(provider=self.provider.name) from None
        if answer.status_code >= 500:
            raise ProviderSilent(provider=self.provider.name)
        if answer.status_code != 200:
            raise self._unproven()
        try:
            return answer.json()
        except ValueError:
            raise self._unproven() from None

    def _unproven(self) -> ProviderUnproven:
        return ProviderUnproven(provider=self.provider.name)
