"""« Avis »: the text that goes before any personal information, and its earlier versions."""

from datetime import date
from typing import Any, get_args

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Template

from crm.account.projections import account_names
from crm.event_store import Command, EventStore
from crm.privacy.commands.consenting import AdoptNotice
from crm.privacy.domain.notices import LONGEST_NOTICE, NoticeLanguage, NoticeTooShort
from crm.privacy.pages.guarding import AnyRequest, handled
from crm.privacy.projections.notices import notice_shown, notices_in
from crm.refusal import N_
from crm.site.answers import see_other
from crm.site.forms import Form
from crm.site.labels import choices
from crm.site.reader import Reader
from crm.site.rights import OFFICERS

ADOPTED = N_("Cet avis est adopté : c’est lui qu’on lit dès maintenant.")


class NoticePages(Controller):
    path = "/vie-privee/avis"
    opt = OFFICERS

    @get(sync_to_thread=True)
    def show(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
    ) -> Template:
        return _page(store, reader, today, Form())

    @post(sync_to_thread=True, status_code=200)
    def adopt(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
    ) -> Response[Any] | Template:
        if handled(store, reader, form, _adoption(form)):
            return see_other(request, self.path, ADOPTED)
        return _page(store, reader, today, form)


def _adoption(form: Form) -> Command:
    chosen: Any = form.choice("langue", get_args(NoticeLanguage), required=True)
    text = form.note("avis", LONGEST_NOTICE, required=NoticeTooShort.sentence)
    return AdoptNotice(language=chosen, text=text)


def _page(store: EventStore, reader: Reader, today: date, form: Form) -> Template:
    tongues: tuple[NoticeLanguage, ...] = get_args(NoticeLanguage)
    shown = [notice_shown(store, reader.pole_id, today, one) for one in tongues]
    with store.engine.connect() as db:
        texts = {one: notices_in(db, reader.pole_id, one, today) for one in tongues}
    ids = {text.said_by for found in texts.values() for text in found}
    context = {
        "form": form if form.data else Form.of(langue="fr", avis="\n\n".join(shown[0].paragraphs)),
        "shown": shown,
        "texts": texts,
        "names": account_names(store, reader.pole_id, ids),
        "tongues": choices("notice_languages"),
    }
    status = 422 if form.failed else 200
    return Template("privacy/notices.html", context=context, status_code=status)
