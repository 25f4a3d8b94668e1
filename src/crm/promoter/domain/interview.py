"""The interviews that weigh a model, by version: the one in use, and those that were used."""

from crm.promoter.domain.asked_of_means import COMPANY, MEANS, RISK, SURPLUS, TRADE
from crm.promoter.domain.asked_of_members import DUTIES, FOR_WHOM, FOUNDERS, WHO_VOTES
from crm.promoter.domain.models import Interview

INTERVIEWS = {
    "1": Interview(
        "1", (FOR_WHOM, WHO_VOTES, SURPLUS, MEANS, TRADE, FOUNDERS, DUTIES, COMPANY, RISK)
    ),
}
CURRENT = INTERVIEWS["1"]
