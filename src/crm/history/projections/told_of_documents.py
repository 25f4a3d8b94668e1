"""Documents of a file, told in sentences; the title of each is found by its name."""

from crm.accompaniment.domain import documents as d
from crm.history.projections.telling import Names, Said, after, said, told
from crm.refusal import N_
from crm.site.languages import _ as tr


@told(d.DocumentAttached, N_("Document joint"), icon="file-text")
def _(event: d.DocumentAttached, _names: Names) -> Said:
    edition = tr(N_("édition {n}"), n=event.edition) if event.edition > 1 else ""
    sentence = N_("**Document joint** : {title}{edition}")
    return said(sentence, title=event.title, edition=after(edition))


@told(d.DocumentWithdrawn, N_("Document retiré"), icon="ban")
def _(event: d.DocumentWithdrawn, names: Names) -> Said:
    title = names("document", event.document_id)
    return said(N_("**Document retiré** : {title}"), title=title)


@told(d.DocumentRestored, N_("Document rétabli"), icon="refresh")
def _(event: d.DocumentRestored, names: Names) -> Said:
    title = names("document", event.document_id)
    return said(N_("**Document rétabli** : {title}"), title=title)
