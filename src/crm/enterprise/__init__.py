"""Entreprise: the bodies we follow, what they are and what is observed of them."""
