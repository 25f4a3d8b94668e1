"""The invented judgements: most enterprises are qualified, some twice, some never."""

import random
from datetime import timedelta
from typing import Any

from crm.demo.bodies import Known
from crm.demo.script import Script, weekday
from crm.enterprise.commands import AssessQualification
from crm.enterprise.domain.grid import CURRENT

PROOF = {
    "P0a": "Registre des entreprises consulté",
    "P0b": "États financiers : revenus autogénérés de plus de la moitié",
    "C3": "Règlements généraux : un membre, une voix; assemblée annuelle",
    "C5": "Clause des règlements sur les surplus",
    "C6": "Clause de dissolution des statuts",
}


def tell_qualification(script: Script, actor: str, known: Known) -> None:
    """Drawn apart from the rest of the script, which stays as it was."""
    chance = random.Random(known.body.name)  # noqa: S311  # an invention, not a secret
    if chance.random() < 0.25:
        return
    first = weekday(min(known.since + timedelta(days=chance.randint(20, 200)), script.last))
    is_coop = known.body.form == "cooperative"
    is_sure = is_coop or chance.random() < 0.6
    script.say(actor, _judged(known, is_sure, is_coop, occurred_on=first), f"{known.id} es")
    later = weekday(first + timedelta(days=chance.randint(150, 500)))
    if not is_sure and later <= script.last:
        script.say(actor, _judged(known, True, is_coop, occurred_on=later), f"{known.id} es")


def _judged(known: Known, is_sure: bool, is_coop: bool, **when: Any) -> AssessQualification:
    verdicts = dict.fromkeys(CURRENT.codes, "met")
    if not is_sure:
        verdicts |= {"C5": "to_document", "C6": "to_document"}
    opinion = "Les règlements et les statuts ont été lus; chaque ligne trouve sa réponse."
    if is_coop:
        opinion = "Coopérative : la loi qui la régit répond à chaque ligne."
    if not is_sure:
        opinion = "Les lettres patentes manquent encore pour les surplus et la dissolution."
    return AssessQualification(
        enterprise_id=known.id,
        verdicts=verdicts,  # type: ignore[arg-type]  # of these words
        overall="qualified" if is_sure else "to_document",
        opinion=opinion,
        evidence={code: text for code, text in PROOF.items() if verdicts[code] == "met"},
        **when,
    )
