"""« Équipe »: who works here, with which roles; inviting, granting, closing."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath
from litestar.response import Template

from crm.account.commands import CloseAccount, GrantAccess, ReopenAccount, RevokeAccess
from crm.account.commands.inviting import Letters
from crm.account.commands.letting_in import Doorkeeper
from crm.account.commands.sessions import Sessions
from crm.account.projections.team import Member, asks_second_factor, member, team
from crm.event_store import EventStore
from crm.refusal import Refusal, Unknown
from crm.site.answers import see_other
from crm.site.forms import Form
from crm.site.labels import LISTS, label
from crm.site.languages import N_
from crm.site.reader import Reader
from crm.site.rights import OVERSEERS

AnyRequest = Request[Any, Any, Any]
NAMELESS = N_("Écrivez le nom de la personne.")
NO_ADDRESS = N_("Écrivez le courriel où envoyer l’invitation.")
NO_ROLE = N_("Choisissez un rôle.")
NOT_SENT = N_(
    "Le compte est ouvert, mais le courriel n’est pas parti. Vérifiez le service de courrier, puis "
    "renvoyez l’invitation."
)
LONGEST_REASON = 300
ORDER = ("active", "invited", "absent", "closed")


class TeamPages(Controller):
    """For those who oversee the pôle."""

    path = "/equipe"
    opt = OVERSEERS

    @get(sync_to_thread=True)
    def show(
        self,
        request: AnyRequest,
        store: NamedDependency[EventStore],
        reader: NamedDependency[Reader],
    ) -> Template:
        everybody = team(store, reader.pole_id)
        sessions: Sessions = request.app.state.sessions
        context = {
            "groups": [(s, [m for m in everybody if m.standing == s]) for s in ORDER],
            "visits": sessions.last_visits([m.account_id for m in everybody]),
            "is_asked": asks_second_factor(store, reader.pole_id),
            "administers": reader.administers,
        }
        return Template("account/team.html", context=context)

    @get("/inviter", sync_to_thread=False)
    def invitation(self, reader: NamedDependency[Reader]) -> Template:
        return _inviting(Form.of(role="advisor"), reader)

    @post("/inviter", sync_to_thread=True, status_code=200)
    def invite(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        letters: NamedDependency[Letters],
    ) -> Response[Any]:
        name = form.text("nom", 120, required=NAMELESS)
        email = form.email("courriel", required=NO_ADDRESS)
        role = form.choice("role", _grantable(reader), required=NO_ROLE)
        if form.failed or not role:
            return _inviting(form, reader, 422)
        try:
            account_id, left = letters.invite(
                reader.author(form.command_id),
                name=name,
                email=email,
                role=role,  # type: ignore[arg-type]  # one of those offered
            )
        except Refusal as refusal:
            form.refuse(refusal, "courriel")
            return _inviting(form, reader, refusal.status)
        said = N_("Invitation envoyée à {name}.") if left else NOT_SENT
        return see_other(request, f"/equipe/{account_id}", said, name=name)

    @get("/{account_id:str}", sync_to_thread=True)
    def one(
        self,
        request: AnyRequest,
        store: NamedDependency[EventStore],
        reader: NamedDependency[Reader],
        account_id: FromPath[str],
    ) -> Template:
        return _one(request, Form(), store, reader, account_id)

    @post("/{account_id:str}/invitation", sync_to_thread=True, status_code=200)
    def invite_again(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        letters: NamedDependency[Letters],
        account_id: FromPath[str],
    ) -> Response[Any]:
        found = within(letters.store, reader, account_id)
        left = letters.invite_again(reader.author(), account_id)
        said = N_("Invitation envoyée à {name}.") if left else NOT_SENT
        return see_other(request, f"/equipe/{account_id}", said, name=found.name)

    @post("/{account_id:str}/roles", sync_to_thread=True, status_code=200)
    def grant(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        store: NamedDependency[EventStore],
        reader: NamedDependency[Reader],
        account_id: FromPath[str],
    ) -> Response[Any]:
        role = form.choice("role", _grantable(reader), required=NO_ROLE) or ""
        reason = form.note("motif", LONGEST_REASON)
        command = GrantAccess(account_id=account_id, role=role, reason=reason)  # type: ignore[arg-type]  # one of those offered, or the form failed
        undo = f"/equipe/{account_id}/roles/{role}/retirer"
        said = N_("Rôle accordé : {role}.")
        return _do(
            request, form, store, reader, command, said, undo, role=label(role, "access_roles")
        )

    @post("/{account_id:str}/roles/{role:str}/retirer", sync_to_thread=True, status_code=200)
    def revoke(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        store: NamedDependency[EventStore],
        reader: NamedDependency[Reader],
        account_id: FromPath[str],
        role: FromPath[str],
    ) -> Response[Any]:
        if role not in _grantable(reader):
            raise PermissionDeniedException
        reason = form.note("motif_retrait", LONGEST_REASON)
        command = RevokeAccess(account_id=account_id, role=role, reason=reason)  # type: ignore[arg-type]  # one of those offered
        undo = f"/equipe/{account_id}/roles/{role}/rendre"
        said = N_("Rôle retiré : {role}.")
        return _do(
            request, form, store, reader, command, said, undo, role=label(role, "access_roles")
        )

    @post("/{account_id:str}/roles/{role:str}/rendre", sync_to_thread=True, status_code=200)
    def give_back(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        store: NamedDependency[EventStore],
        reader: NamedDependency[Reader],
        account_id: FromPath[str],
        role: FromPath[str],
    ) -> Response[Any]:
        if role not in _grantable(reader):
            raise PermissionDeniedException
        command = GrantAccess(account_id=account_id, role=role)  # type: ignore[arg-type]  # one of those offered
        said = N_("Rôle rendu : {role}.")
        return _do(request, form, store, reader, command, said, role=label(role, "access_roles"))

    @post("/{account_id:str}/fermer", sync_to_thread=True, status_code=200)
    def close(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        store: NamedDependency[EventStore],
        reader: NamedDependency[Reader],
        letters: NamedDependency[Letters],
        account_id: FromPath[str],
    ) -> Response[Any]:
        reason = form.note("motif_fermeture", LONGEST_REASON)
        command = CloseAccount(account_id=account_id, reason=reason)
        said = N_("Compte fermé. Ses sessions sont terminées.")
        undo = f"/equipe/{account_id}/rouvrir"
        answer = _do(request, form, store, reader, command, said, undo)
        if not form.failed:
            letters.sessions.close_all(account_id)
            letters.links.void(account_id)
        return answer

    @post("/{account_id:str}/rouvrir", sync_to_thread=True, status_code=200)
    def reopen(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        store: NamedDependency[EventStore],
        reader: NamedDependency[Reader],
        account_id: FromPath[str],
    ) -> Response[Any]:
        command = ReopenAccount(account_id=account_id)
        said = N_("Compte rouvert, avec les rôles qu’il avait.")
        return _do(request, form, store, reader, command, said)


def _do(
    request: AnyRequest,
    form: Form,
    store: EventStore,
    reader: Reader,
    command: GrantAccess | RevokeAccess | CloseAccount | ReopenAccount,
    said: str,
    undo: str = "",
    **values: object,
) -> Response[Any]:
    """One act on an account: done and said, or the page again with what refuses it."""
    account_id, status = command.account_id, 422
    within(store, reader, account_id)
    if not form.failed:
        try:
            store.handle(command, reader.author(form.command_id))
            _end_what_is_not_enough(request, store, command)
        except Refusal as refusal:
            form.refuse(refusal, "")
            status = refusal.status
        else:
            return see_other(request, f"/equipe/{account_id}", said, undo=undo, **values)
    return _one(request, form, store, reader, account_id, status)


def _end_what_is_not_enough(request: AnyRequest, store: EventStore, command: object) -> None:
    """A role may ask for more than the password that opened the sessions."""
    keeper: Doorkeeper = request.app.state.keeper
    if isinstance(command, GrantAccess) and (one := member(store, command.account_id)):
        keeper.end_sessions_without_factor(one)


def within(store: EventStore, reader: Reader, account_id: str) -> Member:
    """Somebody of the reader's team, whose every role the reader may give.

    Raises Unknown, PermissionDeniedException.
    """
    found = member(store, account_id)
    if not found or found.pole_id != reader.pole_id:
        raise Unknown
    if not may_act_on(reader, found):
        raise PermissionDeniedException
    return found


def may_act_on(reader: Reader, found: Member) -> bool:
    """Coordination does not act on accounts that may do more than it may give."""
    return all(reader.may_grant(role) for role in found.roles)


def _grantable(reader: Reader) -> list[str]:
    return [role for role in LISTS["access_roles"] if reader.may_grant(role)]


def _offered(reader: Reader, held: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(r, label(r, "access_roles")) for r in _grantable(reader) if r not in held]


def _inviting(form: Form, reader: Reader, status: int = 200) -> Template:
    context = {"form": form, "roles": _offered(reader)}
    return Template("account/inviting.html", context=context, status_code=status)


def _one(
    request: AnyRequest,
    form: Form,
    store: EventStore,
    reader: Reader,
    account_id: str,
    status: int = 200,
) -> Template:
    found = member(store, account_id)
    if not found or found.pole_id != reader.pole_id:
        raise Unknown
    sessions: Sessions = request.app.state.sessions
    keeper: Doorkeeper = request.app.state.keeper
    context = {
        "form": form,
        "one": found,
        "passkeys": len(keeper.passkeys.of(account_id)),
        "visit": sessions.last_visits([account_id]).get(account_id),
        "offered": _offered(reader, found.roles),
        "may_act": may_act_on(reader, found),
        "is_self": account_id == reader.account_id,
    }
    return Template("account/member.html", context=context, status_code=status)
