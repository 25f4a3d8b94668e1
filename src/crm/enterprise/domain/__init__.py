"""Entreprise: a body we know, what it is, and what is observed of its people and its plans."""
