"""The four roles and the 26 actions of the pôles, in the words of their own framework."""

from crm.refusal import N_

ROLE_NAMES = {
    "R": N_("Renforcer les entreprises d’économie sociale"),
    "V": N_("Valoriser l’économie sociale, ses principes et ses retombées sur le territoire"),
    "D": N_("Déployer un écosystème de soutien fort"),
    "S": N_(
        "Soutenir l’émergence de l’économie sociale comme modèle entrepreneurial de "
        "développement territorial"
    ),
}

ACTION_NAMES = {
    "R1": N_("Faire une veille sur les besoins des entreprises d’économie sociale"),
    "R2": N_(
        "Répertorier et diffuser les initiatives, outils et mesures de soutien au développement "
        "des entreprises"
    ),
    "R3": N_("Outiller les accompagnateurs de première ligne afin de développer leur expertise"),
    "R4": N_(
        "Contribuer aux actions visant le développement de compétences dans les entreprises "
        "d’économie sociale"
    ),
    "R5": N_(
        "Accompagner les entreprises d’économie sociale dans l’utilisation d’outils spécifiques"
    ),
    "R6": N_("Créer des activités de réseautage pour les entreprises d’économie sociale"),
    "R7": N_("Favoriser la mise en marché des entreprises d’économie sociale"),
    "R8": N_("Soutenir la relève de la main-d’œuvre en économie sociale"),
    "R9": N_("Soutenir la représentation des entreprises d’économie sociale"),
    "V1": N_("Promouvoir et diffuser l’information sur l’économie sociale"),
    "V2": N_("Opérationnaliser le cadre de référence"),
    "V3": N_("Participer à l’avancement des connaissances et de la recherche en économie sociale"),
    "D1": N_(
        "Travailler à la concertation et au développement de partenariats avec les intervenants "
        "locaux et régionaux en économie sociale"
    ),
    "D2": N_(
        "Favoriser l’harmonisation des interventions entre les acteurs concernés par l’économie "
        "sociale afin d’en maximiser les effets"
    ),
    "D3": N_(
        "Contribuer à la mise à jour de portraits des ressources de l’écosystème de soutien à "
        "l’économie sociale et identifier les services manquants"
    ),
    "D4": N_("Travailler au développement des compétences des acteurs de l’économie sociale"),
    "D5": N_(
        "Documenter les mesures existantes offertes en économie sociale et favoriser leur "
        "cohérence par rapport aux besoins des entreprises collectives"
    ),
    "D6": N_(
        "Contribuer au déploiement du Plan d’action gouvernemental en économie sociale (PAGES) "
        "ainsi qu’à son renouvellement"
    ),
    "S1": N_(
        "Réaliser des activités en lien avec l’expérimentation, le développement ou la "
        "consolidation de projets et de nouveaux créneaux d’activités en économie sociale"
    ),
    "S2": N_(
        "Former des intervenants sur la nature des entreprises d’économie sociale et sur leur "
        "utilité pour répondre aux besoins du milieu"
    ),
    "S3": N_(
        "Relayer, référencer, fédérer des initiatives porteuses pour solutionner des enjeux locaux"
    ),
    "S4": N_(
        "Accompagner les promoteurs dans leur réflexion sur le modèle de l’entrepreneuriat "
        "collectif"
    ),
    "S5": N_("Faire une veille sur les opportunités de développement"),
    "S6": N_("Faire des représentations pour soutenir la mise en place de fonds de démarrage"),
    "S7": N_("Répertorier les mesures de soutien au démarrage"),
    "S8": N_("Sensibiliser les promoteurs à la pertinence de l’entrepreneuriat"),
}

ACTION_SHORT_NAMES = {
    "R1": N_("veille sur les besoins"),
    "R2": N_("répertorier et diffuser les mesures"),
    "R3": N_("outiller la première ligne"),
    "R4": N_("développer les compétences"),
    "R5": N_("accompagner avec des outils"),
    "R6": N_("réseautage"),
    "R7": N_("mise en marché"),
    "R8": N_("relève de la main-d’œuvre"),
    "R9": N_("représentation des entreprises"),
    "V1": N_("promouvoir et diffuser l’information"),
    "V2": N_("cadre de référence"),
    "V3": N_("connaissances et recherche"),
    "D1": N_("concertation et partenariats"),
    "D2": N_("harmoniser les interventions"),
    "D3": N_("portraits de ressources, services manquants"),
    "D4": N_("compétences des acteurs"),
    "D5": N_("cohérence des mesures et des besoins"),
    "D6": N_("déploiement du PAGES"),
    "S1": N_("projets et créneaux nouveaux"),
    "S2": N_("former des intervenants du milieu"),
    "S3": N_("relayer et fédérer des initiatives"),
    "S4": N_("accompagner les promoteurs et promotrices"),
    "S5": N_("veille sur les opportunités"),
    "S6": N_("fonds de démarrage"),
    "S7": N_("mesures de soutien au démarrage"),
    "S8": N_("sensibiliser à l’entrepreneuriat collectif"),
}
