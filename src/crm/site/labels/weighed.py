"""What a model may become, and what a visit may show."""

from crm.refusal import N_

MODEL_FORMS = {
    "obnl": N_("OBNL"),
    "consumers": N_("coopérative de consommateurs"),
    "producers": N_("coopérative de producteurs"),
    "worker": N_("coopérative de travail"),
    "solidarity": N_("coopérative de solidarité"),
    "worker_shareholder": N_("coopérative de travailleurs actionnaire"),
    "mutual": N_("mutuelle"),
}
RED_FLAGS = {
    "leaving": N_("Départ prévu sans plan de relève"),
    "retiring": N_("Retraites prévues sans plan de relève"),
    "vacant": N_("Postes vacants"),
    "recruiting": N_("Difficulté à recruter"),
    "seats": N_("Sièges vacants au conseil"),
    "stale": N_("Portrait à refaire"),
}
