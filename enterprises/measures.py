"""Figures that the enterprises records give to the targets."""

from targets.measures import Measure

MEASURES: list[Measure] = []
