"""Figures that the brands records give to the targets."""

from targets.measures import Measure

MEASURES: list[Measure] = []
