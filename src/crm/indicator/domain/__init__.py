"""Figures: what each one means, and how it is counted. Pure functions of what is known."""
