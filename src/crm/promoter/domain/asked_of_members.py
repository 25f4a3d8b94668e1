"""What the interview asks of those who would carry the enterprise, decide in it and answer for it.

Worded from the statutes cited and from nothing else; what no text here supports is asked, not said.
"""

from crm.promoter.domain.models import COOPERATIVES, Answer, ModelForm, Question, Reason
from crm.refusal import N_

VOTING_BY_USE: tuple[ModelForm, ...] = ("consumers", "producers", "worker")
"""Cooperatives whose members are of one kind."""
DEMOCRACY = N_(
    "Une entreprise d’économie sociale a des règles de gouvernance démocratique par ses membres."
)

FOR_WHOM = Question(
    "for_whom",
    N_("À qui elle sert"),
    N_("À qui l’entreprise rendrait-elle d’abord service?"),
    (
        Answer(
            "buyers",
            N_("à ceux qui achèteraient ou utiliseraient ses services"),
            (
                Reason(
                    N_("Les membres d’une coopérative utilisent ses services."),
                    "cooperatives_4",
                    favours=("consumers", "solidarity"),
                ),
                Reason(
                    N_("Ceux qui y travailleraient seraient-ils les seuls membres?"),
                    opposes=("worker",),
                ),
            ),
        ),
        Answer(
            "sellers",
            N_("à des producteurs qui vendraient ou s’équiperaient ensemble"),
            (
                Reason(
                    N_(
                        "Les membres d’une coopérative utilisent ses services : ici, ceux qui "
                        "servent à leur production."
                    ),
                    "cooperatives_4",
                    favours=("producers",),
                ),
            ),
        ),
        Answer(
            "workers",
            N_("à ceux qui y travailleraient"),
            (
                Reason(
                    N_(
                        "Le service que la coopérative rendrait à ses membres serait-il d’abord "
                        "leur emploi?"
                    ),
                    favours=("worker",),
                ),
                Reason(
                    N_("Qui d’autre que ceux qui y travaillent utiliserait ses services?"),
                    opposes=("consumers", "producers"),
                ),
            ),
        ),
        Answer(
            "community",
            N_("à la collectivité, membres ou non"),
            (
                Reason(
                    N_(
                        "La mission compterait-elle plus que l’usage que chacun ferait des "
                        "services?"
                    ),
                    favours=("obnl",),
                ),
                Reason(
                    N_(
                        "Des gens qui soutiennent la mission voudraient-ils être membres aux côtés "
                        "de ceux qui utilisent les services?"
                    ),
                    favours=("solidarity",),
                ),
                Reason(
                    N_("Les membres d’une coopérative utilisent ses services."),
                    "cooperatives_4",
                    opposes=VOTING_BY_USE,
                ),
            ),
        ),
    ),
)
WHO_VOTES = Question(
    "who_votes",
    N_("Qui décide"),
    N_("Qui devrait décider, en assemblée?"),
    (
        Answer(
            "one_group",
            N_("un seul groupe : ceux qui utilisent ses services, ou ceux qui y travaillent"),
            (
                Reason(
                    N_("Chaque membre d’une coopérative a une voix."),
                    "cooperatives_4",
                    favours=VOTING_BY_USE,
                ),
                Reason(
                    N_("Faut-il plusieurs sortes de membres, si un seul groupe doit décider?"),
                    opposes=("solidarity",),
                ),
            ),
        ),
        Answer(
            "several",
            N_("plusieurs groupes ensemble"),
            (
                Reason(
                    N_(
                        "Ceux qui utilisent les services, ceux qui y travaillent et ceux qui "
                        "soutiennent la mission devraient-ils tous voter?"
                    ),
                    favours=("solidarity",),
                ),
                Reason(
                    N_("Où décideraient ceux qui ne seraient pas membres?"),
                    opposes=VOTING_BY_USE,
                ),
            ),
        ),
        Answer(
            "mission",
            N_("des gens attachés à la mission, sans utiliser les services"),
            (
                Reason(
                    N_("Viendrait-on à l’assemblée pour la mission plutôt que pour un service?"),
                    favours=("obnl",),
                ),
                Reason(
                    N_("Les membres d’une coopérative utilisent ses services."),
                    "cooperatives_4",
                    opposes=VOTING_BY_USE,
                ),
            ),
        ),
        Answer(
            "by_money",
            N_("chacun selon ce qu’il investit"),
            (
                Reason(
                    N_("Chaque membre d’une coopérative a une voix."),
                    "cooperatives_4",
                    opposes=COOPERATIVES,
                ),
                Reason(
                    DEMOCRACY,
                    "economy_3",
                    opposes=("obnl", "mutual"),
                ),
            ),
        ),
    ),
)
FOUNDERS = Question(
    "founders",
    N_("Fondateurs"),
    N_("Combien de personnes sont prêtes à fonder?"),
    (
        Answer(
            "one_two",
            N_("une ou deux"),
            (
                Reason(
                    N_("Un OBNL se constitue à trois fondateurs au moins."),
                    "founding",
                    opposes=("obnl",),
                ),
                Reason(
                    N_("Combien de fondateurs la loi demande-t-elle pour cette forme?"),
                    opposes=(*COOPERATIVES, "mutual"),
                ),
            ),
        ),
        Answer(
            "three_four",
            N_("trois ou quatre"),
            (
                Reason(
                    N_("Un OBNL se constitue à trois fondateurs au moins."),
                    "founding",
                    favours=("obnl",),
                ),
                Reason(
                    N_(
                        "Le conseil d’une coopérative de producteurs compte au moins cinq "
                        "personnes."
                    ),
                    "cooperatives",
                    opposes=("producers",),
                ),
                Reason(
                    N_("Ce nombre suffit-il pour ce type de coopérative?"),
                    opposes=("consumers", "solidarity"),
                ),
            ),
        ),
        Answer(
            "five_more",
            N_("cinq ou plus"),
            (
                Reason(
                    N_("Un OBNL se constitue à trois fondateurs au moins."),
                    "founding",
                    favours=("obnl",),
                ),
                Reason(
                    N_("Ces personnes seraient-elles toutes membres dès la fondation?"),
                    favours=("consumers", "producers", "worker", "solidarity"),
                ),
            ),
        ),
    ),
)
DUTIES = Question(
    "duties",
    N_("Comptes à rendre"),
    N_("Le groupe est-il prêt à rendre des comptes chaque année, par écrit et en assemblée?"),
    (
        Answer(
            "ready",
            N_("oui, il y tient"),
            (
                Reason(
                    N_("Une coopérative remet chaque année un rapport au ministre."),
                    "cooperatives",
                    favours=COOPERATIVES,
                ),
            ),
        ),
        Answer(
            "light",
            N_("le moins possible"),
            (
                Reason(
                    N_("Une coopérative remet chaque année un rapport au ministre."),
                    "cooperatives",
                    opposes=COOPERATIVES,
                ),
                Reason(
                    DEMOCRACY,
                    "economy_3",
                ),
            ),
        ),
    ),
)
