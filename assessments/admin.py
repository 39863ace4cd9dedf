"""The back office's pages of the yearly assessment; scores and results are only looked at here."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from assessments.models import (
    Assessee,
    ComputedScore,
    Correction,
    Criterion,
    Finding,
    GradeBand,
    Objection,
    Rectification,
    Ruling,
    Scheme,
    SchemeStage,
    Score,
    ScoreEvidence,
    SiteDraw,
    UnitResult,
)
from departments.backoffice import ComputedAdmin, ReadOnlyAdmin, RecordAdmin, ReferenceAdmin


def is_settled(obj: models.Model | None) -> bool:
    """Whether a scheme, or what belongs to one, is adopted or published and therefore frozen."""
    scheme = getattr(obj, "scheme", obj)
    return isinstance(scheme, Scheme) and not scheme.is_open


class FrozenAdmin(RecordAdmin):
    """Records that are only looked at once their scheme is adopted."""

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody changes what is adopted or published."""
        return not is_settled(obj) and super().has_change_permission(request, obj)


@admin.register(Scheme)
class SchemeAdmin(FrozenAdmin):
    """Schemes."""

    list_display = ("name", "year", "group", "period_start", "period_end", "published_at")
    list_filter = ("year", "group")
    search_fields = ("name", "code")
    columns = ("code", "name", "year", "group", "period_start", "period_end")


@admin.register(Criterion)
class CriterionAdmin(FrozenAdmin):
    """Criteria."""

    list_display = ("code", "name", "scheme", "points", "rule", "scored_by")
    list_filter = ("scheme", "rule")
    search_fields = ("code", "name", "name_en", "evidence")
    list_select_related = ("scheme", "scored_by")
    columns = (
        "scheme",
        "code",
        "name",
        "name_en",
        "points",
        "rule",
        "evidence",
        "clause",
        "scored_by",
        "order",
    )
    key = ("scheme", "code")


@admin.register(GradeBand)
class GradeBandAdmin(FrozenAdmin):
    """Grade bands."""

    list_display = ("letter", "name", "scheme", "from_points")
    list_filter = ("scheme",)
    search_fields = ("letter", "name")
    list_select_related = ("scheme",)
    columns = ("scheme", "letter", "name", "from_points")
    key = ("scheme", "letter")


@admin.register(Score)
class ScoreAdmin(ReadOnlyAdmin):
    """Scores that people entered, on the pages of the assessment."""

    list_display = ("unit", "criterion", "points", "reason", "scored_by", "scored_at")
    list_filter = ("criterion__scheme", "unit")
    search_fields = ("unit__name", "criterion__name", "reason")
    list_select_related = ("unit", "criterion", "scored_by")
    columns = ("unit", "criterion", "points", "reason", "scored_by")
    key = ("unit", "criterion")


@admin.register(Finding)
class FindingAdmin(ReadOnlyAdmin):
    """What people found, on the pages of the assessment."""

    list_display = ("unit", "criterion", "inputs", "note", "found_by", "found_at")
    list_filter = ("criterion__scheme", "unit")
    search_fields = ("unit__name", "criterion__name", "note")
    list_select_related = ("unit", "criterion", "found_by")
    columns = ("unit", "criterion", "inputs", "note", "found_by", "found_at")
    key = ("unit", "criterion")


@admin.register(ComputedScore)
class ComputedScoreAdmin(ComputedAdmin):
    """What the rules made of the records: computed, never typed."""

    list_display = ("unit", "criterion", "rule", "rule_edition", "points", "computed_at")
    list_filter = ("criterion__scheme", "rule", "unit")
    search_fields = ("unit__name", "criterion__name")
    list_select_related = ("unit", "criterion")
    columns = ("unit", "criterion", "rule", "rule_edition", "points", "computed_at")
    key = ("unit", "criterion")


class PublishedAdmin(ReferenceAdmin):
    """What a publication or a correction wrote, only looked at here."""

    search_fields = ("unit_name",)
    list_select_related = ("scheme",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Results come from a publication alone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Results stay as they were published."""
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Results come from a publication alone."""
        return False


@admin.register(UnitResult)
class UnitResultAdmin(PublishedAdmin):
    """Results as they were published."""

    list_display = ("unit_name", "scheme", "rank", "total", "grade")
    list_filter = ("scheme", "grade")
    columns = ("scheme", "unit", "unit_name", "total", "grade", "rank")
    key = ("scheme", "unit")


@admin.register(Ruling, Objection, Rectification)
class DecisionAdmin(ReadOnlyAdmin):
    """Forced grades, objections and rectification, decided on the pages of the assessment."""

    list_display = ("__str__", "unit", "version")
    list_filter = ("unit",)
    search_fields = ("unit__name",)
    list_select_related = ("unit",)
    columns = ("unit",)
    key = ("unit",)


@admin.register(Correction)
class CorrectionAdmin(PublishedAdmin):
    """Numbered corrections of published results."""

    list_display = ("number", "scheme", "unit_name", "name", "points_before", "points_after")
    list_filter = ("scheme",)
    columns = ("scheme", "number", "unit_name", "code", "points_before", "points_after", "reason")
    key = ("scheme", "number")


class LookedAtAdmin(ReferenceAdmin):
    """Tables that pages of their own write, only looked at here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody changes here."""
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Nobody imports here."""
        return False


@admin.register(Assessee)
class AssesseeAdmin(ReadOnlyAdmin):
    """Units on their way through an assessment."""

    list_display = ("unit", "scheme", "filed_at", "submitted_at", "is_drawn", "visited_on")
    list_filter = ("scheme", "is_drawn")
    search_fields = ("unit__name",)
    list_select_related = ("unit", "scheme")
    columns = ("scheme", "unit", "visited_on")
    key = ("scheme", "unit")


@admin.register(SchemeStage)
class SchemeStageAdmin(ReadOnlyAdmin):
    """Steps with their days."""

    list_display = ("scheme", "stage", "opens_on", "due_on", "decided_on", "note")
    list_filter = ("scheme", "stage")
    search_fields = ("scheme__name", "note")
    list_select_related = ("scheme",)
    columns = ("scheme", "stage", "opens_on", "due_on", "decided_on", "note")
    key = ("scheme", "stage")


@admin.register(ScoreEvidence)
class ScoreEvidenceAdmin(ReadOnlyAdmin):
    """Files that prove points."""

    list_display = ("name", "assessee", "criterion", "added_by", "added_at", "removed_at")
    list_filter = ("assessee__scheme",)
    search_fields = ("name", "assessee__unit__name")
    list_select_related = ("assessee__unit", "assessee__scheme", "criterion", "added_by")
    columns = ("assessee", "criterion", "name", "kind", "size")
    key = ("assessee", "criterion", "name")


@admin.register(SiteDraw)
class SiteDrawAdmin(LookedAtAdmin):
    """Draws of units for the on-site check."""

    list_display = ("scheme", "seed", "drawn_at", "drawn_by")
    list_filter = ("scheme",)
    search_fields = ("seed",)
    list_select_related = ("scheme", "drawn_by")
    columns = ("scheme", "seed", "population", "drawn", "drawn_at")
    key = ("scheme", "seed")
