"""Every change to spot checks and their reference tables."""

from inspections.actions.reference import load_reference

__all__ = ["load_reference"]
