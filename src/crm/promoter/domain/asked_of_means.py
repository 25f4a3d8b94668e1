"""What the interview asks of money, of trade, and of where the project comes from.

Worded from the statutes cited and from nothing else; what no text here supports is asked, not said.
"""

from crm.promoter.domain.models import COOPERATIVES, Answer, Question, Reason
from crm.refusal import N_

SURPLUS = Question(
    "surplus",
    N_("Les surplus"),
    N_("Que ferait-on d’un surplus?"),
    (
        Answer(
            "mission",
            N_("le remettre tout entier dans la mission"),
            (
                Reason(
                    N_("Un OBNL est une personne morale sans but lucratif."),
                    "companies",
                    favours=("obnl",),
                ),
                Reason(
                    N_("Une coopérative constitue une réserve : cela suffirait-il?"),
                    "cooperatives_4",
                ),
            ),
        ),
        Answer(
            "members",
            N_("en rendre une part aux membres, selon ce que chacun a fait avec elle"),
            (
                Reason(
                    N_(
                        "Une coopérative peut rendre à ses membres une ristourne, au prorata de "
                        "leurs opérations."
                    ),
                    "cooperatives_4",
                    favours=COOPERATIVES,
                ),
                Reason(
                    N_("Un OBNL est une personne morale sans but lucratif."),
                    "companies",
                    opposes=("obnl",),
                ),
            ),
        ),
        Answer(
            "investors",
            N_("le verser à ceux qui ont investi"),
            (
                Reason(
                    N_("Dans une coopérative, l’intérêt versé sur le capital est limité."),
                    "cooperatives_4",
                    opposes=COOPERATIVES,
                ),
                Reason(
                    N_(
                        "Les règles d’une entreprise d’économie sociale interdisent ou limitent la "
                        "distribution des surplus."
                    ),
                    "economy_3",
                    opposes=("obnl", "mutual"),
                ),
            ),
        ),
    ),
)
MEANS = Question(
    "means",
    N_("L’argent du départ"),
    N_("D’où viendrait surtout l’argent du départ?"),
    (
        Answer(
            "gifts",
            N_("de subventions ou de dons"),
            (
                Reason(
                    N_("Les bailleurs pressentis soutiennent-ils plus volontiers un OBNL?"),
                    favours=("obnl",),
                ),
            ),
        ),
        Answer(
            "members",
            N_("des membres, qui mettraient en commun"),
            (
                Reason(
                    N_("Les membres accepteraient-ils que l’intérêt sur leur capital soit limité?"),
                    "cooperatives_4",
                    favours=COOPERATIVES,
                ),
                Reason(
                    N_("Comment les membres d’un OBNL réuniraient-ils cette mise?"),
                    opposes=("obnl",),
                ),
            ),
        ),
        Answer(
            "sales",
            N_("des ventes, dès les premiers mois"),
            (
                Reason(
                    N_(
                        "Une entreprise d’économie sociale aspire à la viabilité économique, "
                        "quelle que soit sa forme."
                    ),
                    "economy_3",
                ),
            ),
        ),
    ),
)
TRADE = Question(
    "trade",
    N_("La vente"),
    N_("Vendrait-elle ou échangerait-elle des biens ou des services?"),
    (
        Answer(
            "yes",
            N_("oui"),
            (
                Reason(
                    N_(
                        "C’est ce que fait une entreprise d’économie sociale, quelle que soit sa "
                        "forme."
                    ),
                    "economy_3",
                ),
            ),
        ),
        Answer(
            "no",
            N_("non, tout serait donné"),
            (
                Reason(
                    N_("Sans vente ni échange, serait-ce une entreprise d’économie sociale?"),
                    "economy_3",
                    opposes=COOPERATIVES,
                ),
            ),
        ),
    ),
)
COMPANY = Question(
    "company",
    N_("Une société en activité"),
    N_("Y a-t-il déjà une société en activité au départ du projet?"),
    (
        Answer(
            "share",
            N_("oui, et ceux qui y travaillent en prendraient une part"),
            (
                Reason(
                    N_(
                        "Ceux qui y travaillent voudraient-ils détenir ensemble leur part de la "
                        "société, qui continuerait?"
                    ),
                    favours=("worker_shareholder",),
                ),
                Reason(
                    N_("Les autres actionnaires resteraient-ils?"),
                    opposes=("worker", "solidarity"),
                ),
            ),
        ),
        Answer(
            "takeover",
            N_("oui, et un groupe la reprendrait tout entière"),
            (
                Reason(
                    N_(
                        "Ceux qui y travaillent voudraient-ils la reprendre et en devenir les "
                        "membres?"
                    ),
                    favours=("worker",),
                ),
                Reason(
                    N_("La clientèle et le milieu la reprendraient-ils avec eux?"),
                    favours=("solidarity",),
                ),
                Reason(
                    N_("Sans autre actionnaire, pourquoi n’en prendre qu’une part?"),
                    opposes=("worker_shareholder",),
                ),
            ),
        ),
        Answer(
            "no",
            N_("non, tout est à bâtir"),
            (
                Reason(
                    N_(
                        "Sans société en activité, de quoi ceux qui y travaillent prendraient-ils "
                        "une part?"
                    ),
                    opposes=("worker_shareholder",),
                ),
            ),
        ),
    ),
)
RISK = Question(
    "risk",
    N_("Un risque commun"),
    N_("S’agit-il d’abord de se protéger ensemble contre un risque, comme par une assurance?"),
    (
        Answer(
            "yes",
            N_("oui"),
            (
                Reason(
                    N_("Le groupe pense-t-il à une mutuelle, comme il en existe en assurance?"),
                    favours=("mutual",),
                ),
                Reason(
                    N_(
                        "Qui, dans le milieu, peut dire si cette activité est permise sous cette "
                        "forme?"
                    ),
                    opposes=("obnl", *COOPERATIVES),
                ),
            ),
        ),
        Answer(
            "no",
            N_("non"),
            (
                Reason(
                    N_("Sans risque à mettre en commun, que ferait une mutuelle?"),
                    opposes=("mutual",),
                ),
            ),
        ),
    ),
)
