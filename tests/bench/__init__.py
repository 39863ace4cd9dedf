"""Measures the import of spot-check results; ``./portal bench`` runs it."""
