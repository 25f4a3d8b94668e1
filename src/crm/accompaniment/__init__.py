"""Accompagnement: mandates, exchanges, needs, tools, referrals, next steps, results."""
