"""Measures the import of spot-check results and the yearly papers; ``./portal bench`` runs it."""
