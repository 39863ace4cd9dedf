"""The scheme of a yearly assessment: who is assessed, by which criteria, with which grades."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from departments.access import SEES_EVERYTHING
from departments.history import tracked
from departments.models import DepartmentKind
from departments.records import Record
from quality_portal.lib.words import each_word, holds

if TYPE_CHECKING:
    from departments.models import User


class Group(models.TextChoices):
    """The group of units a scheme assesses."""

    DEPARTMENTS = "departments", _("Departments")
    TOWNSHIPS = "townships", _("Townships")
    BOTH = "both", _("Departments and townships")


KINDS: dict[str, tuple[str, ...]] = {
    Group.DEPARTMENTS: (DepartmentKind.DEPARTMENT,),
    Group.TOWNSHIPS: (DepartmentKind.TOWNSHIP,),
    Group.BOTH: (DepartmentKind.DEPARTMENT, DepartmentKind.TOWNSHIP),
}
"""The kinds of units each group consists of."""


class Stage(models.TextChoices):
    """A step of the assessment's procedure (考核程序), in order."""

    DRAFT = "draft", pgettext_lazy("assessment stage", "scheme being drawn up")
    FILING = "filing", pgettext_lazy("assessment stage", "filing of targets")
    SELF = "self", pgettext_lazy("assessment stage", "self-assessment")
    DOCUMENT = "document", pgettext_lazy("assessment stage", "document review")
    ONSITE = "onsite", pgettext_lazy("assessment stage", "on-site check")
    OVERALL = "overall", pgettext_lazy("assessment stage", "overall assessment")
    LEADING_GROUP = "leading_group", pgettext_lazy("assessment stage", "leading group")
    PUBLISHED = "published", pgettext_lazy("assessment stage", "published")
    RECTIFICATION = "rectification", pgettext_lazy("assessment stage", "rectification")
    CLOSED = "closed", pgettext_lazy("assessment stage", "closed")


class SchemeQuerySet(models.QuerySet["Scheme"]):
    """Questions about schemes."""

    def for_year(self, year: int) -> "SchemeQuerySet":
        """Return the schemes in force of a year."""
        return self.current().filter(year=year)

    def begun(self, today: date) -> "SchemeQuerySet":
        """Return the schemes in force whose period has begun."""
        return self.current().filter(period_start__lte=today)

    @each_word
    def matching(self, words: str) -> "SchemeQuerySet":
        """Return the schemes whose name contains every word."""
        return self.filter(holds(words, "name"))

    def visible_to(self, user: "User") -> "SchemeQuerySet":
        """Return the schemes the person may see: a liaison those of the own unit's group, drafts left out."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        kind = user.department.kind if user.department else None
        groups = [group for group, known in KINDS.items() if kind in known]
        return self.filter(group__in=groups).exclude(is_current=False, adopted_at=None)

    def with_counts(self) -> "SchemeQuerySet":
        """Add how many criteria each scheme scores: ``leaves``."""
        return self.annotate(leaves=models.Count("criteria", filter=models.Q(criteria__children=None)))

    def open_to(self, user: "User") -> "SchemeQuerySet":
        """Return the schemes whose procedure the person takes part in: as a unit assessed or as a scorer."""
        if user.department_id is None:
            return self.visible_to(user)
        scored = self.filter(criteria__scored_by=user.department_id).values("pk")
        return self.filter(models.Q(pk__in=self.visible_to(user).values("pk")) | models.Q(pk__in=scored))

    def current(self) -> "SchemeQuerySet":
        """Return the edition in force of each year and group."""
        return self.filter(is_current=True)


class Scheme(Record):
    """A scheme (考核办法) for a period and a group of units, in one edition (版次).

    Of the editions of a year and group one is current; scores are given by it. ``banding_places`` are the
    decimals a total is rounded to, half up, before it is graded. ``objection_days`` run from publication,
    ``rectify_days`` from publication to the day a plan is owed; the units of the lowest grade owe one, and
    the ``rectify_bottom`` last of the ranking. ``onsite_share`` is the share of units drawn for the on-site
    check, in per cent. ``bonus_cap`` limits all bonus points together, None for no limit.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    group = models.CharField(_("group"), max_length=12, choices=Group.choices)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)
    is_current = models.BooleanField(_("in force"), default=True, editable=False)
    copied_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="copies",
        verbose_name=_("copied from"),
    )
    stage = models.CharField(
        _("stage"), max_length=16, choices=Stage.choices, default=Stage.DRAFT, editable=False
    )
    period_label = models.CharField(_("period as printed"), max_length=40, blank=True)
    banding_places = models.PositiveSmallIntegerField(_("decimals before grading"), default=2)
    bonus_cap = models.DecimalField(
        _("most bonus points"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    objection_days = models.PositiveSmallIntegerField(_("days for objections"), default=5)
    rectify_days = models.PositiveSmallIntegerField(_("days for a rectification plan"), default=30)
    rectify_bottom = models.PositiveSmallIntegerField(_("last ranks that rectify"), default=0)
    onsite_share = models.PositiveSmallIntegerField(_("share checked on site, per cent"), default=100)
    adopted_at = models.DateTimeField(_("adopted at"), null=True, blank=True, editable=False)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("adopted by"),
    )
    period_start = models.DateField(_("period begins"))
    period_end = models.DateField(_("period ends"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("published by"),
    )
    public_number = models.PositiveSmallIntegerField(
        _("number of the public notice"), null=True, blank=True, editable=False
    )
    internal_number = models.PositiveSmallIntegerField(
        _("number of the internal notice"), null=True, blank=True, editable=False
    )
    figures = models.JSONField(_("figures as published"), null=True, blank=True, editable=False)

    history = tracked(excluded_fields=["figures"])
    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        ordering = ["-year", "group", "-edition"]
        constraints = [
            models.UniqueConstraint(
                name="scheme_edition_once",
                fields=["year", "group", "edition"],
                violation_error_message=_("This group already has this edition of the scheme."),
            ),
            models.UniqueConstraint(
                name="scheme_once_a_year",
                fields=["year", "group"],
                condition=models.Q(is_current=True),
                violation_error_message=_("This group already has a scheme for this year."),
            ),
            models.CheckConstraint(name="scheme_stage_known", condition=models.Q(stage__in=Stage.values)),
            models.CheckConstraint(
                name="scheme_settings_in_bounds",
                condition=models.Q(banding_places__lte=2, onsite_share__range=(1, 100))
                & models.Q(objection_days__lte=365, rectify_days__lte=365, rectify_bottom__lte=100)
                & (models.Q(bonus_cap=None) | models.Q(bonus_cap__gte=0, bonus_cap__lte=1000)),
                violation_error_message=_("A figure of the scheme is out of bounds."),
            ),
            models.CheckConstraint(
                name="scheme_adopted_by_somebody",
                condition=models.Q(adopted_at=None, adopted_by=None)
                | models.Q(adopted_at__isnull=False, adopted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="scheme_period_in_order",
                condition=models.Q(period_end__gt=models.F("period_start")),
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(
                name="scheme_published_by_somebody",
                condition=models.Q(published_at__isnull=True, published_by__isnull=True)
                | models.Q(published_at__isnull=False, published_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.name}"

    def clean(self) -> None:
        """Refuse every change after publication."""
        refuse_published(models.Q(pk=self.pk))

    @property
    def is_published(self) -> bool:
        """Whether the results are published and therefore frozen."""
        return self.published_at is not None

    @property
    def is_open(self) -> bool:
        """Whether the text may still be changed: neither adopted nor published."""
        return self.adopted_at is None and not self.is_published

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of units the scheme assesses."""
        return KINDS[self.group]

    def as_of(self, today: date) -> date:
        """The day figures are taken on: the period's last, or today while it runs."""
        return min(self.period_end, today)


def refuse_published(schemes: models.Q) -> None:
    """Raise ValidationError when one of the schemes is stored as published."""
    if Scheme.objects.filter(schemes, published_at__isnull=False).exists():
        raise ValidationError(_("The results are published; the scheme can no longer be changed."))


class GradeBand(Record):
    """A grade (等级) and the score it begins at; bands are half-open, the best first."""

    scheme = models.ForeignKey(
        Scheme, on_delete=models.CASCADE, related_name="bands", verbose_name=_("scheme")
    )
    letter = models.CharField(_("letter"), max_length=4)
    name = models.CharField(_("name"), max_length=40)
    from_points = models.DecimalField(_("from points"), max_digits=6, decimal_places=2)

    history = tracked()

    class Meta:
        verbose_name = _("grade band")
        verbose_name_plural = _("grade bands")
        ordering = ["scheme", "-from_points"]
        constraints = [
            models.UniqueConstraint(name="band_letter_once", fields=["scheme", "letter"]),
            models.CheckConstraint(
                name="band_in_bounds", condition=models.Q(from_points__gte=0, from_points__lte=1000)
            ),
        ]

    def __str__(self) -> str:
        return self.letter

    def clean(self) -> None:
        """Refuse every change after publication."""
        stored = GradeBand.objects.filter(pk=self.pk).values_list("scheme", flat=True)
        refuse_published(models.Q(pk=self.scheme_id) | models.Q(pk__in=stored))
