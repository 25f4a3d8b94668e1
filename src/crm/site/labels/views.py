"""The views of the product, each by the question it answers, and how one may do."""

from crm.refusal import N_

VIEWS = {
    "who_may_sign_in": N_("Qui peut ouvrir une session, et avec quel rôle?"),
    "the_team": N_("Qui est de l’équipe, avec quels rôles?"),
    "poles_of_the_network": N_("Quels pôles sont inscrits?"),
    "how_long_is_kept": N_(
        "Combien de temps garde-t-on, et qu’a-t-on décidé de garder plus longtemps?"
    ),
    "what_was_erased": N_("Qu’a-t-on effacé, quand, et sur la parole de qui?"),
    "who_answers": N_("Qui répond des renseignements personnels, et dans quel délai?"),
    "what_persons_ask": N_("Que demandent les personnes, et que leur a-t-on répondu?"),
    "what_leaked": N_("Que dit le registre des incidents de confidentialité?"),
    "files": N_("Quels dossiers sont suivis, pour qui, et qui en répond?"),
    "plans": N_("Que prévoit chaque plan d’accompagnement, et qu’a-t-on accepté?"),
    "what_is_agreed_to": N_("À quoi les personnes ont-elles consenti, et jusqu’à quand?"),
    "what_was_told": N_("De quoi les personnes ont-elles été avisées?"),
    "portfolios": N_("Quels dossiers ont été remis ensemble, et qu’y reste-t-il à faire?"),
    "papers": N_("Quels documents sont joints à un dossier, et dans quelles éditions?"),
    "exchanges": N_("Quels échanges ont eu lieu, avec qui et quand?"),
    "handovers": N_("Quels outils ont été remis?"),
    "needs_heard": N_("Quels besoins ont été exprimés, et que sont-ils devenus?"),
    "referral_loop": N_("Vers qui a-t-on orienté, et qui doit encore répondre?"),
    "promises": N_("Quelles prochaines étapes sont promises, par qui et pour quand?"),
    "outcomes": N_("Quels résultats ont été déclarés?"),
    "what_happened": N_("Que s’est-il passé, fiche par fiche?"),
    "who_was_there": N_("Quelles activités ont eu lieu, et qui y était?"),
    "directory": N_("Quels outils peuvent être remis?"),
    "whom_we_refer_to": N_("Vers quels organismes peut-on orienter?"),
    "who_reads_on_whose_behalf": N_("Quels comptes lisent au nom d’un organisme?"),
    "who_we_know": N_("Quelles entreprises sont connues, et sous quels noms?"),
    "what_was_said": N_("Que sait-on de chaque entreprise, et depuis quand?"),
    "who_comes_next": N_("Qui travaille dans chaque entreprise, qui partira, et qui suivra?"),
    "what_they_use": N_("Quels outils les entreprises ont-elles adoptés?"),
    "who_qualifies": N_("Quelles entreprises sont d’économie sociale, selon qui et quelle grille?"),
    "follow_up": N_("Quelles entreprises le pôle suivait-il à une date?"),
    "whom_we_met": N_("Qui a-t-on rencontré, et dans quel rôle?"),
    "projects_on_their_way": N_("Quels projets sont en émergence, et où en sont-ils?"),
    "what_is_taken_up": N_("Quels signaux sont devenus des étapes, et dans quels dossiers?"),
    "who_does_what": N_("Qui mène chaque dossier, et qui d’autre y travaille?"),
    "what_is_confirmed": N_("Qu’a-t-on demandé de confirmer, et que répond la clientèle?"),
    "what_is_weighed": N_("Quelle forme chaque projet a-t-il pesée, et pourquoi?"),
    "places_recognized": N_("Quel lieu chaque nom désigne-t-il?"),
}
VIEW_STATES = {
    "current": N_("à jour"),
    "waiting": N_("en attente"),
    "late": N_("en retard"),
    "unbuilt": N_("à construire"),
}

ROOMS = {
    "accompaniment": N_("accompagnement"),
    "enterprise": N_("entreprise"),
    "promoter": N_("projet"),
    "person": N_("personnes et rôles"),
    "activity": N_("activités"),
    "privacy": N_("vie privée"),
    "exchange": N_("importations"),
    "event_store": N_("corrections et annulations"),
}
"""By room of the product, what its events are about."""
