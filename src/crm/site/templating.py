"""The one Jinja environment: French first, strict, warmed before the first visit."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import ClassVar

from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.loaders import BaseLoader, ChoiceLoader
from jinja2.runtime import Context
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template.config import TemplateConfig
from litestar.utils.scope.state import ScopeState
from markupsafe import Markup

from crm.event_store.events import new_id
from crm.site import french, languages
from crm.site.assets import icon, static
from crm.site.labels import action_name, label
from crm.site.menu import is_here, menu_of, spoken_of, watched
from crm.site.reader import initials

SITE = Path(__file__).parent / "templates"
FILTERS = {
    "date": french.date_short,
    "medium_date": french.date_medium,
    "long_date": french.date_long,
    "near": french.date_near,
    "precise": french.date_precise,
    "day": french.day_of_month,
    "month": french.month_of,
    "hour": french.hour,
    "duration": french.duration,
    "weight": french.weight,
    "hours": french.hours,
    "number": french.number,
    "percent": french.percent,
    "money": french.money,
    "phone": french.phone,
    "neq": french.neq,
    "moment": french.moment,
    "elapsed": french.elapsed,
    "label": label,
    "initials": initials,
}
GLOBALS = {
    "icon": icon,
    "static": static,
    "language": languages.language,
    "plural": french.plural,
    "today": french.today_here,
    "new_id": new_id,
    "action_name": action_name,
    "spoken_of": spoken_of,
    "watched": watched,
    "is_here": is_here,
    "menu": menu_of({}),
    "late_read": lambda: None,
}


def gettext(sentence: str, **values: object) -> Markup:
    """The sentence in the reader's language, marked once and kept: a page says some two hundred,
    and the `gettext` of the extension marks each again."""
    chosen = languages.language()
    return _marked(sentence, chosen) % values if values else _plain(sentence, chosen)


@lru_cache(maxsize=8192)
def _marked(sentence: str, _chosen: languages.Language) -> Markup:
    return Markup(languages.plain(sentence))  # noqa: S704 - a sentence of ours


@lru_cache(maxsize=8192)
def _plain(sentence: str, chosen: languages.Language) -> Markup:
    return _marked(sentence, chosen) % {}


@pass_context
def csrf_field(context: Context) -> Markup:
    """The hidden field that proves a form comes from one of our pages."""
    request = context["request"]
    token = ScopeState.from_scope(request.scope).csrf_token
    return _hidden(token if isinstance(token, str) else request.cookies.get("csrftoken", ""))


@lru_cache(maxsize=256)
def _hidden(token: str) -> Markup:
    """Kept, because a page may hold a hundred forms."""
    return Markup('<input type="hidden" name="_csrf_token" value="{}">').format(token)


@pass_context
def nonce(context: Context) -> str:
    """The word drawn for this answer, without which no script of the page runs."""
    return str(context["request"].scope.get("state", {}).get("nonce", ""))


class Compiled(BytecodeCache):
    """What templates compile to, kept for the process: the tests make hundreds of apps, and each
    would compile them all again."""

    kept: ClassVar[dict[tuple[str, str], CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self.kept[bucket.key, bucket.checksum] = bucket.code


def environment(rooms: Sequence[Path] = ()) -> Environment:
    """Site templates by bare name, those of a room under its own: `enterprise/record.html`."""
    loaders: list[BaseLoader] = [FileSystemLoader(SITE)]
    named = {room.name: FileSystemLoader(room / "templates") for room in rooms}
    loaders.append(PrefixLoader(named))
    made = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=Compiled(),
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        languages.plain, languages.ngettext, newstyle=True
    )
    made.policies["ext.i18n.trimmed"] = True
    made.filters.update(FILTERS)
    made.globals.update(GLOBALS, gettext=gettext, _=gettext, csrf_field=csrf_field, nonce=nonce)
    return made


def warm(made: Environment) -> None:
    """Compiles every template and reads the catalogue, rather than during a visit."""
    languages.warm()
    for name in made.list_templates(extensions=["html"]):
        made.get_template(name)


def template_config(made: Environment) -> TemplateConfig[JinjaTemplateEngine]:
    return TemplateConfig(instance=JinjaTemplateEngine.from_environment(made))
