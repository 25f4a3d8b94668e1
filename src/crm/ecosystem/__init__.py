"""Écosystème: organisations of the support network."""
