"""Échanges: what comes in from files and what goes out."""
