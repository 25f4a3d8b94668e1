"""What the pages of the model explorer show: answers with their reasons, and forms weighed."""

from typing import Any

import msgspec

from crm.event_store import EventStore
from crm.history.projections.telling import capital
from crm.promoter.domain.interview import CURRENT, INTERVIEWS
from crm.promoter.domain.models import FORMS, SOURCES, Interview, weigh
from crm.promoter.projections.explorations import Exploration
from crm.refusal import N_
from crm.site.labels import label
from crm.site.languages import _

OPEN = N_("on ne sait pas encore")


def forms_of_models() -> list[tuple[str, str]]:
    """What may be kept."""
    return [(form, capital(label(form, "model_forms"))) for form in FORMS]


def weighed(answers: dict[str, str], interview: Interview = CURRENT) -> list[dict[str, Any]]:
    """Every form with what favours it and what speaks against it, those most favoured first."""
    return [
        {
            "name": capital(label(one.form, "model_forms")),
            "sides": [
                (code, words, [_argued(argument) for argument in arguments])
                for code, words, arguments in (
                    ("favours", N_("Ce qui la favorise"), one.favours),
                    ("opposes", N_("Ce qui s’y oppose"), one.opposes),
                )
                if arguments
            ],
            "favours": len(one.favours),
            "opposes": len(one.opposes),
        }
        for one in weigh(interview, answers)
    ]


def reasons_of(answers: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    """By question answered, why its answer weighs: for or against which forms, and on what."""
    found = {}
    for question in CURRENT.questions:
        answer = question.answered(answers.get(question.code, ""))
        found[question.code] = [
            {
                "words": _(reason.words),
                "source": _(SOURCES[reason.source]) if reason.source else "",
                "favours": _named(reason.favours),
                "opposes": _named(reason.opposes),
            }
            for reason in (answer.reasons if answer else ())
        ]
    return found


def opened(store: EventStore, promoter_id: str, found: list[Exploration]) -> list[dict[str, Any]]:
    """What pages show of explorations; an erased reasoning says that it is."""
    texts = store.open_many((promoter_id, "note", one.reasoning) for one in found)
    return [
        {
            "one": one,
            "form": capital(label(one.chosen, "model_forms")) if one.chosen else "",
            "reasoning": text,
            "answers": (said := msgspec.json.decode(one.answers)),
            "count": len(said),
            "weighed": weighed(said, INTERVIEWS[one.interview]),
        }
        for one, text in zip(found, texts, strict=True)
    ]


def beside(first: dict[str, Any], second: dict[str, Any]) -> list[tuple[str, str, str, bool]]:
    """(question, first answer, second answer, whether they differ), question by question."""
    codes = dict.fromkeys((*first["answers"], *second["answers"]))
    asked = {
        question.code: question
        for one in (first, second)
        for question in INTERVIEWS[one["one"].interview].questions
    }
    return [
        (
            _(question.asks),
            _answer(question, first["answers"].get(code, "")),
            _answer(question, second["answers"].get(code, "")),
            first["answers"].get(code) != second["answers"].get(code),
        )
        for code, question in asked.items()
        if code in codes
    ]


def _answer(question: Any, code: str) -> str:
    answer = question.answered(code)
    return _(answer.words) if answer else _(OPEN)


def _argued(argument: Any) -> dict[str, str]:
    source = argument.reason.source
    return {
        "subject": _(argument.subject),
        "words": _(argument.reason.words),
        "source": _(SOURCES[source]) if source else "",
    }


def _named(forms: tuple[str, ...]) -> str:
    return ", ".join(label(form, "model_forms") for form in forms)
