"""Importing a file: what is known, what each row asks, what is recorded, what is left to decide."""
