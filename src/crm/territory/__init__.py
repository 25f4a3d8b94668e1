"""Territoire: regions, MRC and municipalities, and the places people name in their own way."""
