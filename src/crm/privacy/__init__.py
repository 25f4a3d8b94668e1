"""Renseignements personnels: what the law gives to the people we hold information about."""
