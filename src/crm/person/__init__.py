"""Personne: people met, and the roles they hold in enterprises and organisations."""
