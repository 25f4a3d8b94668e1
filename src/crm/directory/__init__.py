"""Répertoire: tools, and later measures and resources."""
