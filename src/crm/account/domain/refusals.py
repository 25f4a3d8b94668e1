"""What accounts and pôles refuse."""

from crm.refusal import N_, Refusal


class PoleUnnamed(Refusal):
    sentence = N_("Le nom du pôle est obligatoire.")
    field = "pole"


class AccountUnnamed(Refusal):
    sentence = N_("Le nom de la personne est obligatoire.")
    field = "nom"


class AccountAlreadyClosed(Refusal):
    sentence = N_("Ce compte est déjà fermé.")
    status = 409


class AccountNotClosed(Refusal):
    sentence = N_("Ce compte n’est pas fermé.")
    status = 409


class OwnAccount(Refusal):
    sentence = N_(
        "Vous ne pouvez pas fermer votre propre compte. Demandez-le à une autre personne qui "
        "administre le pôle."
    )


class InvitationNotExpected(Refusal):
    sentence = N_("Cette personne ouvre déjà ses sessions, ou son compte est fermé.")
    status = 409


class LastRole(Refusal):
    sentence = N_(
        "Un compte garde au moins un rôle. Accordez-en d’abord un autre, ou fermez le compte."
    )


class LastAdministrator(Refusal):
    sentence = N_(
        "Personne d’autre n’administre le pôle. Confiez d’abord l’administration à quelqu’un "
        "qui ouvre déjà ses sessions."
    )


class TooManyPasskeys(Refusal):
    sentence = N_("Un compte garde dix clés d’accès au plus. Retirez-en une avant d’en ajouter.")
    field = "nom_cle"
    status = 409


class ProviderAlreadyLinked(Refusal):
    sentence = N_("Un compte de cette organisation est déjà lié au vôtre. Déliez-le d’abord.")
    status = 409
