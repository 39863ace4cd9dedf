"""The county's half-yearly work report, compiled from the units' accepted reports."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.history import tracked
from departments.records import Record
from reports.models.period import ReportPeriod


class SectionKey(models.TextChoices):
    """The sections of the compiled report, in their order."""

    OPENING = "opening", _("opening")
    FIGURES = "figures", _("figures")
    TARGETS = "targets", _("progress by target")
    TASKS = "tasks", _("tasks done and overdue")
    UNITS = "units", _("work of the units")
    PROBLEMS = "problems", _("problems")
    COORDINATION = "coordination", _("matters to coordinate")
    NEXT_STEPS = "next_steps", _("next steps")


class CompiledReport(Record):
    """The county's report on a half-year (全县半年工作报告); the office edits it section by section."""

    period = models.OneToOneField(
        ReportPeriod, on_delete=models.PROTECT, related_name="compiled", verbose_name=_("reporting period")
    )
    title = models.CharField(_("title"), max_length=120)
    compiled_at = models.DateTimeField(_("compiled at"))
    compiled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("compiled by")
    )
    from_reports = models.PositiveSmallIntegerField(_("accepted reports it was made from"))

    history = tracked()

    class Meta:
        verbose_name = _("compiled report")
        verbose_name_plural = _("compiled reports")
        ordering = ["-period__year", "-period__half"]

    def __str__(self) -> str:
        return self.title


class CompiledSection(Record):
    """A section of the compiled report: as it was compiled, and as the office edited it."""

    compiled = models.ForeignKey(
        CompiledReport,
        on_delete=models.PROTECT,
        related_name="sections",
        verbose_name=_("compiled report"),
    )
    key = models.CharField(_("section"), max_length=12, choices=SectionKey.choices)
    order = models.PositiveSmallIntegerField(_("order"))
    heading = models.CharField(_("heading"), max_length=60, blank=True)
    drafted = models.TextField(_("as compiled"), max_length=200_000, blank=True)
    text = models.TextField(_("text"), max_length=200_000, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("section of a compiled report")
        verbose_name_plural = _("sections of compiled reports")
        ordering = ["compiled", "order"]
        constraints = [
            models.UniqueConstraint(name="compiled_section_once", fields=["compiled", "key"]),
            models.CheckConstraint(
                name="compiled_section_known", condition=models.Q(key__in=SectionKey.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.compiled} {self.get_key_display()}"

    @property
    def is_edited(self) -> bool:
        """Whether the office changed what was compiled."""
        return self.text != self.drafted
