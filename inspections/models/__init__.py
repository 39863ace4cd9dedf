"""Spot checks: campaigns, samples, imports, reference tables."""

from inspections.models.campaign import Campaign, CampaignLevel, Field
from inspections.models.imports import ImportBatch
from inspections.models.reference import HeaderAlias, ProductClass
from inspections.models.sample import FailedItem, Result, Sample, Side

__all__ = [
    "Campaign",
    "CampaignLevel",
    "FailedItem",
    "Field",
    "HeaderAlias",
    "ImportBatch",
    "ProductClass",
    "Result",
    "Sample",
    "Side",
]
