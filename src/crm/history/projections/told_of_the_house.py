"""The pôle itself told in sentences: accounts, tools, partners, files received, corrections."""

from crm.account import domain as acc
from crm.directory.domain import ToolListed
from crm.ecosystem.domain import OrganisationRegistered, RepresentativeNamed, RepresentativeRemoved
from crm.event_store.events import EntryCorrected, EntryTakenBack, read, restatement
from crm.exchange import domain as x
from crm.history.projections.telling import Names, Said, listed, said, term_of, told
from crm.refusal import N_
from crm.site.french import date_short, number
from crm.site.labels import label
from crm.site.languages import _ as tr
from crm.territory.domain import EditionAdopted, PlaceNameRecognized


@told(EntryCorrected, N_("Écriture corrigée"), icon="pencil")
def _(event: EntryCorrected, _names: Names) -> Said:
    former = read(event.name, event.former)
    return said(
        N_("**Saisie corrigée** : {term}, {day}"),
        term=term_of(type(former)).lower(),
        day=date_short(former.occurred_on).striptags(),
    )


@told(EntryTakenBack, N_("Écriture annulée"), icon="arrow-back-up")
def _(event: EntryTakenBack, _names: Names) -> Said:
    undone = restatement(event)
    entry = (undone.restated or undone.former) if undone else None
    back = N_("**Saisie rétablie** : {term}, {day}")
    return said(
        back if undone and undone.restated else N_("**Saisie annulée** : {term}, {day}"),
        term=term_of(type(entry)).lower() if entry else "",
        day=date_short(entry.occurred_on).striptags() if entry else "",
    )


@told(acc.PoleRegistered, N_("Pôle inscrit"), icon="building-community")
def _(event: acc.PoleRegistered, _names: Names) -> Said:
    return said(N_("**Pôle inscrit** : {name}"), name=event.name)


@told(acc.TerritoryEntrusted, N_("Territoire confié"), icon="map-pin")
def _(event: acc.TerritoryEntrusted, _names: Names) -> Said:
    codes = listed(territory.code for territory in event.territories)
    return said(N_("**Territoire confié** : {codes}"), codes=codes)


@told(acc.AccountOpened, N_("Compte ouvert"), "minor", "user-circle")
def _(event: acc.AccountOpened, _names: Names) -> Said:
    return said(N_("**Compte ouvert** pour {name}"), name=event.name)


@told(acc.AccountClosed, N_("Compte fermé"), "minor", "user-circle")
def _(event: acc.AccountClosed, _names: Names) -> Said:
    return said(N_("**Compte fermé**"), note=event.reason)


@told(acc.AccessGranted, N_("Accès accordé"), "minor", "key")
def _(event: acc.AccessGranted, _names: Names) -> Said:
    role = label(event.role, "access_roles")
    return said(N_("**Accès accordé** : {role}"), role=role, note=event.reason)


@told(acc.AccessRevoked, N_("Accès retiré"), "minor", "key")
def _(event: acc.AccessRevoked, _names: Names) -> Said:
    role = label(event.role, "access_roles")
    return said(N_("**Accès retiré** : {role}"), role=role, note=event.reason)


@told(acc.AccountReopened, N_("Compte rouvert"), "minor", "user-circle")
def _(event: acc.AccountReopened, _names: Names) -> Said:
    return said(N_("**Compte rouvert**"), note=event.reason)


@told(acc.InvitationSent, N_("Invitation envoyée"), "minor", "mail")
def _(event: acc.InvitationSent, _names: Names) -> Said:
    until = date_short(event.valid_until).striptags()
    return said(N_("**Invitation envoyée**, valide jusqu’au {until}"), until=until)


@told(acc.InvitationAccepted, N_("Invitation acceptée"), "minor", "user-circle")
def _(_event: acc.InvitationAccepted, _names: Names) -> Said:
    return said(N_("**Invitation acceptée**"))


@told(acc.SecondFactorEnabled, N_("Second facteur activé"), "minor", "shield-check")
def _(_event: acc.SecondFactorEnabled, _names: Names) -> Said:
    return said(N_("**Second facteur activé**"))


@told(acc.SecondFactorRemoved, N_("Second facteur retiré"), "minor", "shield-check")
def _(event: acc.SecondFactorRemoved, _names: Names) -> Said:
    return said(N_("**Second facteur retiré**"), note=event.reason)


@told(acc.PasskeyRegistered, N_("Clé d’accès ajoutée"), "minor", "key")
def _(_event: acc.PasskeyRegistered, _names: Names) -> Said:
    return said(N_("**Clé d’accès ajoutée**"))


@told(acc.PasskeyRemoved, N_("Clé d’accès retirée"), "minor", "key")
def _(event: acc.PasskeyRemoved, _names: Names) -> Said:
    return said(N_("**Clé d’accès retirée**"), note=event.reason)


@told(acc.ProviderLinked, N_("Compte d’organisation lié"), "minor", "link")
def _(event: acc.ProviderLinked, _names: Names) -> Said:
    return said(N_("**Compte d’organisation lié** : {provider}"), provider=event.provider)


@told(acc.ProviderUnlinked, N_("Compte d’organisation délié"), "minor", "link")
def _(event: acc.ProviderUnlinked, _names: Names) -> Said:
    return said(N_("**Compte d’organisation délié** : {provider}"), provider=event.provider)


@told(acc.SecondFactorRequired, N_("Second facteur exigé"), "minor", "shield-check")
def _(_event: acc.SecondFactorRequired, _names: Names) -> Said:
    return said(N_("**Second facteur exigé** de l’administration et de la protection"))


@told(acc.SecondFactorWaived, N_("Second facteur laissé au choix"), "minor", "shield-check")
def _(_event: acc.SecondFactorWaived, _names: Names) -> Said:
    return said(N_("**Second facteur laissé au choix**"))


@told(acc.AdministrationRelinquished, N_("Administration quittée"), "minor", "key")
def _(event: acc.AdministrationRelinquished, names: Names) -> Said:
    kept = listed(names("account", one) for one in event.kept_by)
    return said(N_("**Administration quittée**; l’exercent encore : {kept}"), kept=kept)


@told(EditionAdopted, N_("Édition de référence adoptée"), "minor", "map-pin")
def _(event: EditionAdopted, _names: Names) -> Said:
    return said(
        N_("**Édition de référence adoptée** : {table}, {edition}"),
        table=event.table,
        edition=event.edition,
    )


@told(PlaceNameRecognized, N_("Nom de lieu reconnu"), "minor", "map-pin")
def _(event: PlaceNameRecognized, _names: Names) -> Said:
    return said(N_("**Nom de lieu reconnu** : {name}"), name=event.as_written)


@told(ToolListed, N_("Outil inscrit"), icon="tools")
def _(event: ToolListed, _names: Names) -> Said:
    return said(N_("**Outil inscrit** : {name}"), name=event.name)


@told(RepresentativeNamed, N_("Compte rattaché à un organisme"), "minor", "link")
def _(event: RepresentativeNamed, names: Names) -> Said:
    return said(N_("**Compte rattaché** : {name}"), name=names("account", event.account_id))


@told(RepresentativeRemoved, N_("Compte détaché d’un organisme"), "minor", "ban")
def _(event: RepresentativeRemoved, names: Names) -> Said:
    return said(N_("**Compte détaché** : {name}"), name=names("account", event.account_id))


@told(OrganisationRegistered, N_("Organisme inscrit"), icon="building-community")
def _(event: OrganisationRegistered, _names: Names) -> Said:
    return said(N_("**Organisme inscrit** : {name}"), name=event.name)


@told(x.ImportReceived, N_("Fichier reçu"), icon="file-import")
def _(event: x.ImportReceived, _names: Names) -> Said:
    return said(
        N_("**Fichier reçu** : feuilles {sheets}, lignes {rows}"),
        sheets=number(event.sheets),
        rows=number(event.rows),
    )


SET_ASIDE = {
    "no_organisation": N_("aucun organisme reconnu"),
    "several_candidates": N_("plusieurs organismes possibles"),
    "unreadable": N_("illisible"),
    "conflict": N_("contredit ce qui est déjà consigné"),
}


@told(x.RowSetAside, N_("Ligne mise de côté"), "minor", "file-import")
def _(event: x.RowSetAside, _names: Names) -> Said:
    return said(
        N_("**Ligne mise de côté** ({row}) : {reason}"),
        row=event.row.replace("!", ", "),
        reason=tr(SET_ASIDE[event.reason]),
    )


@told(x.ImportCompleted, N_("Importation terminée"), icon="file-import")
def _(event: x.ImportCompleted, _names: Names) -> Said:
    return said(
        N_("**Importation terminée** : consignées {recorded}, à trancher {undecided}"),
        recorded=number(event.recorded),
        undecided=number(event.undecided + event.unreadable),
    )
