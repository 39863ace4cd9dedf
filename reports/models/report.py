"""Half-yearly reports and their lines."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from departments.access import SEES_EVERYTHING, Permission
from departments.history import tracked
from departments.models import Department
from departments.records import Record
from quality_portal.lib.words import each_word, holds
from reports.models.period import ReportPeriod

if TYPE_CHECKING:
    from departments.models import User


class ReportState(models.TextChoices):
    """Where a report stands between the unit and the office."""

    DRAFT = "draft", pgettext_lazy("report", "being written")
    SUBMITTED = "submitted", pgettext_lazy("report", "submitted")
    RETURNED = "returned", pgettext_lazy("report", "returned")
    RESUBMITTED = "resubmitted", _("submitted again")
    ACCEPTED = "accepted", pgettext_lazy("report", "accepted")


TRANSITIONS: dict[str, frozenset[str]] = {
    ReportState.DRAFT: frozenset({ReportState.SUBMITTED}),
    ReportState.SUBMITTED: frozenset({ReportState.DRAFT, ReportState.RETURNED, ReportState.ACCEPTED}),
    ReportState.RETURNED: frozenset({ReportState.RESUBMITTED}),
    ReportState.RESUBMITTED: frozenset({ReportState.RETURNED, ReportState.ACCEPTED}),
    ReportState.ACCEPTED: frozenset(),
}
"""Where a report may go; taking it back leads to where it was handed in from."""

OPEN_TO_EDIT = frozenset({ReportState.DRAFT, ReportState.RETURNED})
"""States in which the unit writes."""
IN_REVIEW = frozenset({ReportState.SUBMITTED, ReportState.RESUBMITTED})
"""States in which the office reads."""
FILED = frozenset({ReportState.SUBMITTED, ReportState.RESUBMITTED, ReportState.ACCEPTED})
"""States in which the office has the report."""


class LineSection(models.TextChoices):
    """The parts of a report, in their order."""

    WORK = "work", _("Duties and tasks")
    TARGETS = "targets", _("Targets of the plan")
    RECORDS = "records", _("What changed in the records")
    LAST_TIME = "last_time", _("Problems and plans of last time")
    OUTLOOK = "outlook", _("Problems and next steps")


class LineKind(models.TextChoices):
    """What a line tells."""

    DUTY = "duty", _("duty")
    TASK = "task", _("task")
    TARGET = "target", _("target")
    NEWS = "news", _("from the records")
    ANSWER = "answer", _("answer to last time")
    HIGHLIGHT = "highlight", _("highlights and experience")
    PROBLEM = "problem", _("main problems")
    REASON = "reason", _("reasons")
    NEXT_STEPS = "next_steps", _("next steps")
    COORDINATION = "coordination", _("matters to coordinate")


class ReportQuerySet(models.QuerySet["Report"]):
    """Questions about reports."""

    @each_word
    def matching(self, words: str) -> "ReportQuerySet":
        """Return the reports whose unit's name contains every word."""
        return self.filter(holds(words, "department__name", "department__short_name"))

    def visible_to(self, user: "User") -> "ReportQuerySet":
        """Return the reports the person may see.

        The office sees all, a liaison those of the own unit, the others what has been accepted.
        """
        if user.is_superuser or user.may(Permission.REVIEW_REPORTS):
            return self
        if user.role in SEES_EVERYTHING:
            return self.filter(state=ReportState.ACCEPTED)
        return self.filter(department=user.department_id)

    def with_units(self) -> "ReportQuerySet":
        """Bring the period and the unit along."""
        return self.select_related("period", "department")

    def with_filing(self) -> "ReportQuerySet":
        """Add when it was last handed in (``filed_at``) and for whom (``filed_for``), how often (``times``),
        and whether the unit was late (``was_late``): that is decided by the first time.
        """
        from reports.models.submission import Submission

        last = Submission.objects.filter(report=models.OuterRef("pk")).order_by("-number")
        first = Submission.objects.standing().filter(report=models.OuterRef("pk")).order_by("number")
        return self.annotate(
            filed_at=models.Subquery(last.values("submitted_at")[:1]),
            filed_for=models.Subquery(last.values("filed_for")[:1]),
            was_late=models.Subquery(first.values("is_late")[:1]),
            times=models.Subquery(last.values("number")[:1]),
        )

    def missing(self) -> "ReportQuerySet":
        """Return the reports the office waits for: those that the units still write."""
        return self.filter(state__in=OPEN_TO_EDIT)

    def waiting(self) -> "ReportQuerySet":
        """Return the reports that wait for the office's reading."""
        return self.filter(state__in=IN_REVIEW)

    def accepted(self) -> "ReportQuerySet":
        """Return the reports the office has accepted."""
        return self.filter(state=ReportState.ACCEPTED)


class Report(Record):
    """A unit's report on a half-year (半年工作报告).

    Once accepted it is frozen: neither the office nor the unit changes it or its lines again.
    """

    code = models.CharField(_("code"), max_length=60, unique=True, editable=False)
    period = models.ForeignKey(
        ReportPeriod, on_delete=models.PROTECT, related_name="reports", verbose_name=_("reporting period")
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="reports", verbose_name=_("department or township")
    )
    state = models.CharField(
        _("state"), max_length=12, choices=ReportState.choices, default=ReportState.DRAFT
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )

    history = tracked()
    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("half-yearly report")
        verbose_name_plural = _("half-yearly reports")
        ordering = ["-period__year", "-period__half", "department__kind", "department__order"]
        constraints = [
            models.UniqueConstraint(
                name="one_report_per_unit_and_period",
                fields=["period", "department"],
                violation_error_message=_("The unit has a report for this half-year already."),
            ),
            models.CheckConstraint(
                name="report_state_known", condition=models.Q(state__in=ReportState.values)
            ),
            models.CheckConstraint(
                name="report_accepted_by_somebody",
                condition=models.Q(
                    state=ReportState.ACCEPTED, accepted_at__isnull=False, accepted_by__isnull=False
                )
                | (~models.Q(state=ReportState.ACCEPTED) & models.Q(accepted_at=None, accepted_by=None)),
            ),
        ]

    @staticmethod
    def code_of(period: ReportPeriod, unit: Department) -> str:
        """Return a report's code, such as ``2026H1-agri``."""
        return f"{period.code}-{unit.code}"

    def __str__(self) -> str:
        return _("%(unit)s: report on quality work, %(period)s") % {
            "unit": self.department.name,
            "period": self.period,
        }

    @property
    def is_open(self) -> bool:
        """Whether the unit may write."""
        return self.state in OPEN_TO_EDIT

    @property
    def in_review(self) -> bool:
        """Whether the office reads it."""
        return self.state in IN_REVIEW

    @property
    def is_accepted(self) -> bool:
        """Whether it is frozen."""
        return self.state == ReportState.ACCEPTED

    def may_become(self, state: str) -> bool:
        """Whether the report may go to this state from where it stands."""
        return state in TRANSITIONS[self.state]


class ReportLine(Record):
    """A line of a report: what it is about, what the portal drafted from its records, what the unit says.

    ``figures`` keeps the values a drafted sentence was written from, ``source_url`` leads to them.
    ``key`` says what the line is about, so that the same duty is found in the next report.
    """

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="lines", verbose_name=_("half-yearly report")
    )
    section = models.CharField(_("part"), max_length=12, choices=LineSection.choices)
    kind = models.CharField(_("kind"), max_length=12, choices=LineKind.choices)
    key = models.CharField(_("key"), max_length=80)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    heading = models.CharField(_("about"), max_length=600)
    before = models.TextField(_("last time"), max_length=4000, blank=True)
    drafted = models.TextField(_("as drafted"), max_length=4000, blank=True)
    text = models.TextField(_("text"), max_length=4000, blank=True)
    is_required = models.BooleanField(_("required"), default=False)
    figures = models.JSONField(_("figures"), default=dict, blank=True)
    source_url = models.CharField(_("source"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("saved at"), null=True, blank=True)
    saved_by = models.CharField(_("saved by"), max_length=200, blank=True)

    history = tracked(excluded_fields=["figures", "before", "drafted"])

    class Meta:
        verbose_name = _("line of a report")
        verbose_name_plural = _("lines of reports")
        ordering = ["report", "order", "pk"]
        constraints = [
            models.UniqueConstraint(name="report_line_once", fields=["report", "key"]),
            models.CheckConstraint(
                name="report_line_words_known",
                condition=models.Q(section__in=LineSection.values, kind__in=LineKind.values),
            ),
        ]

    def __str__(self) -> str:
        return self.heading[:60]

    @property
    def is_drafted(self) -> bool:
        """Whether the portal wrote a first version."""
        return bool(self.drafted)

    @property
    def is_edited(self) -> bool:
        """Whether the text is no longer what the portal drafted."""
        return self.text != self.drafted
