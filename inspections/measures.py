"""Figures that the inspections records give to the targets."""

from targets.measures import Measure

MEASURES: list[Measure] = []
