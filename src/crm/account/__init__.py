"""Compte et pôle: who signs in, for which pôle, with which rights."""
