"""Promoteur: projects on their way to becoming enterprises."""
