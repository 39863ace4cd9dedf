"""Drills: faults and crowds, tried on a served portal with a database of its own.

``python -m tests.drills NAME [--engine sqlite|postgresql]``.
"""
