"""What people say to a target's light: the department is told, judges for itself, the office comments."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.history import tracked
from departments.models import Department
from departments.records import Record
from targets.models.target import Target


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions about notices."""

    def unanswered(self) -> "NoticeQuerySet":
        """Return the notices after which the department has not judged the year itself."""
        later = OwnJudgement.objects.filter(
            target=models.OuterRef("target"),
            year=models.OuterRef("year"),
            judged_at__gte=models.OuterRef("told_at"),
        )
        return self.exclude(models.Exists(later))


class Notice(Record):
    """The office told the responsible department how a target stands (告知); it is never changed."""

    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="notices", verbose_name=_("target")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("department told")
    )
    sentence = models.CharField(_("what was said"), max_length=500)
    told_at = models.DateTimeField(_("told at"))
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("told by")
    )

    history = tracked()
    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice to a department")
        verbose_name_plural = _("notices to departments")
        ordering = ["-told_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.target} {self.year}"


class OwnLight(models.TextChoices):
    """How the responsible department itself sees the year."""

    GREEN = "green", _("we will reach the goal")
    YELLOW = "yellow", _("the goal is at risk")
    RED = "red", _("we will miss the goal")


class OwnJudgement(Record):
    """The responsible department's own judgement of a year (自评), kept apart from the computed light.

    ``computed`` is the light that was computed when the department judged.
    """

    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="own_judgements", verbose_name=_("target")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    light = models.CharField(_("own judgement"), max_length=12, choices=OwnLight.choices)
    computed = models.CharField(_("computed light"), max_length=12, editable=False)
    sentence = models.CharField(_("reason"), max_length=500, blank=True)
    judged_at = models.DateTimeField(_("judged at"))
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("judged by")
    )

    history = tracked()

    class Meta:
        verbose_name = _("department's own judgement")
        verbose_name_plural = _("departments' own judgements")
        ordering = ["target", "-year"]
        constraints = [
            models.UniqueConstraint(
                name="own_judgement_once_a_year",
                fields=["target", "year"],
                violation_error_message=_("The target is already judged for this year."),
            ),
            models.CheckConstraint(
                name="own_judgement_says_why_it_differs",
                condition=models.Q(light=models.F("computed")) | ~models.Q(sentence=""),
                violation_error_message=_("Your judgement differs from the computed light: say why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.year}"


class Comment(Record):
    """A comment of the office on a target (批注): never changed, never removed."""

    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="comments", verbose_name=_("target")
    )
    text = models.TextField(_("comment"), max_length=1000)
    written_at = models.DateTimeField(_("written at"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )

    history = tracked()

    class Meta:
        verbose_name = _("comment on a target")
        verbose_name_plural = _("comments on targets")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.target} {self.written_at:%Y-%m-%d}"
