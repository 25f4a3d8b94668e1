"""What is refused in a file, with the sentence a person reads."""

from crm.refusal import N_, Refusal


class NobodyAccompanied(Refusal):
    sentence = N_("Choisissez l’entreprise ou le projet que ce dossier accompagne.")
    field = "organisation"


class FileUntitled(Refusal):
    sentence = N_("Écrivez le titre du dossier : quelques mots suffisent.")
    field = "titre"


class NothingEntrusted(Refusal):
    sentence = N_("Choisissez au moins un dossier à confier.")
    field = "dossier"


class SameAdvisor(Refusal):
    sentence = N_("Choisissez quelqu’un d’autre : ces dossiers sont déjà à cette personne.")
    field = "a"


class AlreadyClosed(Refusal):
    sentence = N_("Ce dossier est déjà fermé.")


class NotClosed(Refusal):
    sentence = N_("Ce dossier est ouvert : il n’y a rien à rouvrir.")


class NeedsStillOpen(Refusal):
    sentence = N_(
        "Ce dossier a encore un besoin ouvert. Comblez-le, orientez-le ou laissez-le sans réponse "
        "avant de fermer."
    )


class StepsStillOpen(Refusal):
    sentence = N_(
        "Ce dossier a encore une prochaine étape. Dites si elle est faite ou laissée avant de "
        "fermer."
    )


class ObjectivesStillSought(Refusal):
    sentence = N_(
        "Ce dossier a encore un objectif visé. Dites s’il est atteint ou abandonné avant de fermer."
    )


class NoteTooLong(Refusal):
    sentence = N_(
        "Ce texte dépasse 4 000 caractères. Gardez l’essentiel ici et joignez le reste en "
        "document : votre texte est gardé ci-dessous."
    )
    field = "note"


class DurationOutOfRange(Refusal):
    sentence = N_("La durée va de 0 à 100 heures. Par exemple : 45 min, 1 h 30.")
    field = "duree"


class ThemeMissing(Refusal):
    sentence = N_("Choisissez au moins un thème de besoin, ou « autre ».")
    field = "besoin"


class NeedNotOpen(Refusal):
    sentence = N_("Ce besoin n’est plus ouvert.")


class NeedStillOpen(Refusal):
    sentence = N_("Ce besoin est encore ouvert : il n’y a rien à rouvrir.")


class ReferralAlreadyAnswered(Refusal):
    sentence = N_("Cette orientation a déjà reçu sa réponse.")


class ReferralNotAccepted(Refusal):
    sentence = N_("Cette orientation n’a pas encore été acceptée.")


class ReferralUnknown(Refusal):
    sentence = N_("Cette orientation est introuvable dans ce dossier.")
    status = 404


class ReferralNotShared(Refusal):
    sentence = N_("Cette orientation n’est pas partagée.")


class ReferralOver(Refusal):
    sentence = N_("Cette orientation est close : il n’y a plus de réponse à attendre.")
    status = 409


class LinkNotShared(Refusal):
    sentence = N_("Partagez d’abord cette orientation : un lien ne montre que ce qui est partagé.")
    status = 409


class QuestionUnsaid(Refusal):
    sentence = N_("Écrivez ce qu’il vous manque pour répondre.")
    field = "texte"


class SharingNotAgreed(Refusal):
    sentence = N_(
        "Aucun consentement au partage avec un partenaire ne tient pour ce projet. Consignez-le "
        "sur la page de ses consentements, puis partagez."
    )
    status = 409


class StepUnsaid(Refusal):
    sentence = N_("Écrivez la prochaine étape en quelques mots.")
    field = "suite"


class StepNotOpen(Refusal):
    sentence = N_("Cette étape n’est plus à faire.")


class StepNotPostponed(Refusal):
    sentence = N_("Cette étape n’a pas été reportée : il n’y a pas d’échéance à remettre.")


class StepStillOpen(Refusal):
    sentence = N_("Cette étape est encore à faire : il n’y a rien à rétablir.")


class DueBeforeToday(Refusal):
    sentence = N_("La nouvelle échéance doit être à venir.")
    field = "echeance"


class ResultEmpty(Refusal):
    sentence = N_("Ce résultat ne dit rien encore. Écrivez un nombre ou un commentaire.")
    field = "resultat"


class NotYetHappened(Refusal):
    sentence = N_(
        "Cette date est dans l’avenir. Écrivez la date d’aujourd’hui ou une date passée; ce qui "
        "est à venir s’écrit comme prochaine étape."
    )
    field = "date"


class TooLongAgo(Refusal):
    sentence = N_("Cette date est avant 1900. Vérifiez l’année.")
    field = "date"


class ObjectiveUnsaid(Refusal):
    sentence = N_("Écrivez l’objectif en quelques mots.")
    field = "objectif"


class ObjectiveNotSought(Refusal):
    sentence = N_("Cet objectif n’est plus visé.")


class ObjectiveStillSought(Refusal):
    sentence = N_("Cet objectif est encore visé : il n’y a rien à rétablir.")


class DocumentUntitled(Refusal):
    sentence = N_("Donnez un titre à ce document.")
    field = "titre"


class DocumentGone(Refusal):
    sentence = N_("Ce document n’est plus dans le dossier.")


class DocumentShown(Refusal):
    sentence = N_("Ce document est encore dans le dossier : il n’y a rien à rétablir.")


class DocumentEmpty(Refusal):
    sentence = N_("Choisissez un fichier qui n’est pas vide.")
    field = "document"


class DocumentTooLarge(Refusal):
    sentence = N_("Ce fichier dépasse 10 Mo. Réduisez-le, ou joignez-en une partie.")
    field = "document"


class DocumentOfAnotherKind(Refusal):
    sentence = N_(
        "Ce fichier n’est pas un document que Trame garde. Joignez un PDF, une image PNG ou JPEG, "
        "un texte, ou un document Word, Excel, PowerPoint ou LibreOffice sans macros."
    )
    field = "document"


class ContentLost(Refusal):
    sentence = N_("Le contenu de ce document n’est plus lisible : il a été effacé, ou altéré.")
    status = 404


class LeadAlready(Refusal):
    sentence = N_("Ce dossier a déjà ce chef de file.")
    field = "chef"


class HandAlreadyThere(Refusal):
    sentence = N_("Cet organisme ou cette personne intervient déjà dans ce dossier.")
    field = "qui"


class HandAnswers(Refusal):
    sentence = N_("Cette personne répond déjà de ce dossier.")
    field = "qui"


class HandGone(Refusal):
    sentence = N_("Cette intervention est déjà terminée.")


class ConfirmationUnsaid(Refusal):
    sentence = N_("Écrivez ce que la personne doit confirmer.")
    field = "texte"


class ConfirmationNotAgreed(Refusal):
    sentence = N_(
        "Le consentement au suivi de ce projet ne tient plus : rien ne lui est envoyé. "
        "Consignez-en un nouveau d’abord."
    )
    field = "courriel"


class ConfirmationOver(Refusal):
    sentence = N_("Cette demande est close : une réponse est déjà venue, ou le lien est retiré.")


class ContestUnsaid(Refusal):
    sentence = N_("Dites ce qui n’est pas juste, dans vos mots.")
    field = "texte"
