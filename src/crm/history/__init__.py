"""Historique: one timeline of everything, corrections, as of any date."""
