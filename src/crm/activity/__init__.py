"""Activité: trainings, networking, awareness, and who attended."""
