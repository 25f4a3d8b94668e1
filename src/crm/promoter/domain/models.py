"""What a project may become, and an interview that weighs it: data with a version, never a verdict.

Each reason names the text it rests on, or is a question to think about: nothing here is a rule that
nobody can check.
"""

from typing import Literal, NamedTuple, get_args

from msgspec import Struct

from crm.refusal import N_

ModelForm = Literal[
    "obnl", "consumers", "producers", "worker", "solidarity", "worker_shareholder", "mutual"
]
FORMS: tuple[ModelForm, ...] = get_args(ModelForm)
COOPERATIVES: tuple[ModelForm, ...] = (
    "consumers", "producers", "worker", "solidarity", "worker_shareholder",
)  # fmt: skip
Side = Literal["favours", "opposes"]
Source = Literal["companies", "founding", "cooperatives_4", "cooperatives", "economy_3", ""]
"""The text that a reason rests on; empty for a question to think about."""
SOURCES: dict[Source, str] = {
    "companies": N_("Loi sur les compagnies (RLRQ, c. C-38), partie III"),
    "founding": N_("Registraire des entreprises, formulaire RE-303"),
    "cooperatives_4": N_("Loi sur les coopératives (RLRQ, c. C-67.2), art. 4"),
    "cooperatives": N_("Loi sur les coopératives (RLRQ, c. C-67.2)"),
    "economy_3": N_("Loi sur l’économie sociale (RLRQ, c. E-1.1.1), art. 3"),
}


class Reason(Struct, frozen=True):
    """Why an answer favours some forms, or speaks against them; for all of them when it tells
    none apart."""

    words: str
    source: Source = ""
    favours: tuple[ModelForm, ...] = ()
    opposes: tuple[ModelForm, ...] = ()


class Answer(Struct, frozen=True):
    code: str
    words: str
    reasons: tuple[Reason, ...] = ()


class Question(Struct, frozen=True):
    code: str
    subject: str
    """In two or three words, beside the reasons it gives."""
    asks: str
    answers: tuple[Answer, ...]

    def answered(self, code: str) -> Answer | None:
        return next((answer for answer in self.answers if answer.code == code), None)


class Interview(Struct, frozen=True):
    """A version that was used never changes: what was weighed by it is weighed the same later."""

    version: str
    questions: tuple[Question, ...]

    def knows(self, answers: dict[str, str]) -> bool:
        """Whether these are answers to its questions."""
        asked = {question.code: question for question in self.questions}
        return all(
            code in asked and asked[code].answered(said) is not None
            for code, said in answers.items()
        )


class Argument(NamedTuple):
    """What one answer says of one form."""

    subject: str
    reason: Reason


class Weighed(NamedTuple):
    """What answers favour in one form, and what speaks against it."""

    form: ModelForm
    favours: list[Argument]
    opposes: list[Argument]


def weigh(interview: Interview, answers: dict[str, str]) -> list[Weighed]:
    """Every form, those that more answers favour first; in the order of the list when equal."""
    found = {form: Weighed(form, [], []) for form in FORMS}
    for question in interview.questions:
        answer = question.answered(answers.get(question.code, ""))
        for reason in answer.reasons if answer else ():
            for form in reason.favours:
                found[form].favours.append(Argument(question.subject, reason))
            for form in reason.opposes:
                found[form].opposes.append(Argument(question.subject, reason))
    return sorted(found.values(), key=lambda one: len(one.opposes) - len(one.favours))
