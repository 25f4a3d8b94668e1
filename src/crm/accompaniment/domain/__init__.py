"""Accompagnement: the mandate, and all that happens in it, from the first call to the outcome."""
