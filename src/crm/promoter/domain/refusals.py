"""What is refused about a promoter, with the sentence a person reads."""

from crm.refusal import N_, Refusal


class NoticeNotGiven(Refusal):
    sentence = N_(
        "Remettez d’abord l’avis sur les renseignements personnels, de vive voix ou par écrit, "
        "puis dites comment il a été donné."
    )
    field = "avis"


class NobodyCarriesIt(Refusal):
    sentence = N_("Écrivez au moins le nom d’une personne qui porte le projet.")
    field = "personnes"


class AlreadyFounded(Refusal):
    sentence = N_("Ce projet est déjà devenu une entreprise.")


class ProjectWithdrawn(Refusal):
    sentence = N_("Ce projet est abandonné. Reprenez la démarche avant d’y ajouter un jalon.")


class ProjectRedirected(Refusal):
    sentence = N_("Ce projet est réorienté. Reprenez la démarche avant d’y ajouter quelque chose.")


class NotFounded(Refusal):
    sentence = N_("Ce projet n’est pas encore devenu une entreprise : il n’y a rien à constater.")
    field = "constat"


class OrganisationUnknown(Refusal):
    sentence = N_("Choisissez dans la liste l’organisation qui prend la suite.")
    field = "orientation"


class NotPaused(Refusal):
    sentence = N_("Cette démarche n’est ni suspendue, ni abandonnée, ni réorientée.")


class AlreadyMember(Refusal):
    sentence = N_("Cette personne fait déjà partie du groupe.")
    field = "personnes"


class NotAMember(Refusal):
    sentence = N_("Cette personne ne fait pas partie du groupe. Choisissez-la dans la liste.")
    field = "personne"


class MilestoneNotReached(Refusal):
    sentence = N_("Ce jalon n’est pas franchi : il n’y a rien à retirer.")
    field = "jalon"


class MilestoneAlreadyReached(Refusal):
    sentence = N_("Ce jalon est déjà franchi.")
    field = "jalon"


class NothingAnswered(Refusal):
    sentence = N_("Répondez à une question au moins : il n’y a encore rien à peser.")


class InterviewUnknown(Refusal):
    sentence = N_(
        "Une réponse n’est pas de cet entretien. Rouvrez la page, puis répondez de nouveau."
    )


class ReasoningMissing(Refusal):
    sentence = N_("Dites pourquoi cette forme, en quelques mots : c’est ce qu’on relira.")
    field = "raisonnement"
