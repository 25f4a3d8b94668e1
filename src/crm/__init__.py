"""Trame: the CRM of the people who accompany social-economy enterprises in Québec."""
