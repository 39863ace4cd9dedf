"""The back office of spot checks, enforcement cases and registers."""

from inspections.admin import cases, registers, spot_checks

__all__ = ["cases", "registers", "spot_checks"]
