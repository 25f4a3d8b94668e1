"""Promoteur: a project carried by one or several persons, from the idea to the enterprise."""
