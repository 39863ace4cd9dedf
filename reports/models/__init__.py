"""Periods, reports with their lines and submissions, evidence, the compiled report."""

from reports.models.compiled import CompiledReport, CompiledSection, SectionKey
from reports.models.evidence import Evidence
from reports.models.period import Half, PeriodException, ReportPeriod
from reports.models.report import (
    FILED,
    IN_REVIEW,
    OPEN_TO_EDIT,
    TRANSITIONS,
    LineKind,
    LineSection,
    Report,
    ReportLine,
    ReportState,
)
from reports.models.submission import Decision, Remark, Submission

__all__ = [
    "FILED",
    "IN_REVIEW",
    "OPEN_TO_EDIT",
    "TRANSITIONS",
    "CompiledReport",
    "CompiledSection",
    "Decision",
    "Evidence",
    "Half",
    "LineKind",
    "LineSection",
    "PeriodException",
    "Remark",
    "Report",
    "ReportLine",
    "ReportPeriod",
    "ReportState",
    "SectionKey",
    "Submission",
]
