"""Spot checks: campaigns, samples, imports, reference tables."""

from inspections.models.calendar import Holiday
from inspections.models.campaign import Campaign, CampaignLevel, Field
from inspections.models.case import Case, CaseAction
from inspections.models.imports import ImportBatch, ReplacedSample
from inspections.models.incident import Consequence, Incident, IncidentKind, Severity
from inspections.models.infringement import InfringementCase
from inspections.models.ladder import CampaignRule, Ladder, Requirement, Step
from inspections.models.quota import CampaignQuota, SpecialCampaign
from inspections.models.reference import HeaderAlias, ProductClass
from inspections.models.sample import FailedItem, Result, Sample, Side
from inspections.models.sample_count import Part, SampleCount
from inspections.models.wording import StepWording
from inspections.rules.infringements import InfringementKind, InfringementSource, InfringementState

__all__ = [
    "Campaign",
    "CampaignLevel",
    "CampaignQuota",
    "CampaignRule",
    "Case",
    "CaseAction",
    "Consequence",
    "FailedItem",
    "Field",
    "HeaderAlias",
    "Holiday",
    "ImportBatch",
    "Incident",
    "IncidentKind",
    "InfringementCase",
    "InfringementKind",
    "InfringementSource",
    "InfringementState",
    "Ladder",
    "Part",
    "ProductClass",
    "ReplacedSample",
    "Requirement",
    "Result",
    "Sample",
    "SampleCount",
    "Severity",
    "Side",
    "SpecialCampaign",
    "Step",
    "StepWording",
]
