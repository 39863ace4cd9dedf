"""Activities and publicity for quality: what took place, with photographs."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.access import SEES_EVERYTHING
from departments.history import tracked
from departments.models.department import Department
from departments.records import Record
from quality_portal.lib.words import each_word

if TYPE_CHECKING:
    from departments.models.user import User

MOST_PEOPLE = 1_000_000


class ActivityKind(models.TextChoices):
    """What took place (质量月、3·15、培训、媒体宣传、典型经验、服务承诺、文明服务示范岗或窗口)."""

    QUALITY_MONTH = "quality_month", _("quality month")
    CONSUMER_DAY = "consumer_day", _("15 March, consumers' day")
    TRAINING = "training", _("training")
    MEDIA = "media", _("publicity in the media")
    PRACTICE = "practice", _("exemplary practice")
    PLEDGE = "pledge", _("service pledge")
    WINDOW = "window", _("demonstration post or window of good service")


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Questions about activities."""

    def for_period(self, start: date, end: date) -> "ActivityQuerySet":
        """Return the activities that began from ``start`` to ``end``, both days included."""
        return self.filter(held_on__range=(start, end))

    def of(self, department: Department) -> "ActivityQuerySet":
        """Return the activities of a unit."""
        return self.filter(department=department)

    @each_word
    def matching(self, words: str) -> "ActivityQuerySet":
        """Return the activities whose title, place, text or medium contains every word."""
        names = ("title", "place", "text", "link")
        conditions = [models.Q((f"{name}__icontains", words)) for name in names]
        return self.filter(models.Q(*conditions, _connector=models.Q.OR))

    def visible_to(self, user: "User") -> "ActivityQuerySet":
        """Return what the person may read: exemplary practice everybody, the rest the own unit."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        shared = models.Q(kind=ActivityKind.PRACTICE)
        return self.filter(shared | models.Q(department=user.department_id))

    def editable_by(self, user: "User") -> "ActivityQuerySet":
        """Return what the person may correct where the role lets correct at all: the own unit's."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        return self.filter(department=user.department_id)


class Activity(Record):
    """An activity (活动): quality month, 15 March, training, publicity, exemplary practice, service.

    Exemplary practice (典型经验) is there to be copied: every unit reads it. ``people`` is empty where
    nobody counted. ``link`` names what an outside medium printed; it is shown as text and leads nowhere.
    """

    kind = models.CharField(_("kind"), max_length=16, choices=ActivityKind.choices)
    title = models.CharField(_("title"), max_length=120)
    held_on = models.DateField(_("held on"))
    ended_on = models.DateField(_("last day of the activity"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    people = models.PositiveIntegerField(_("people taking part"), null=True, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="activities", verbose_name=_("department")
    )
    text = models.TextField(_("what was done"), max_length=4000)
    link = models.CharField(_("outside medium"), max_length=300, blank=True)

    history = tracked()
    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(name="activity_unit", fields=["department", "held_on"])]
        constraints = [
            models.CheckConstraint(
                name="activity_kind_known", condition=models.Q(kind__in=ActivityKind.values)
            ),
            models.CheckConstraint(
                name="activity_days_in_order",
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("held_on")),
                violation_error_message=_("The last day cannot precede the first."),
            ),
            models.CheckConstraint(
                name="activity_people_plausible",
                condition=models.Q(people=None) | models.Q(people__lte=MOST_PEOPLE),
                violation_error_message=_("So many people do not live here: check the figure."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_for_all(self) -> bool:
        """Whether every unit may read it."""
        return self.kind == ActivityKind.PRACTICE


class PhotographQuerySet(models.QuerySet["Photograph"]):
    """Questions about photographs."""

    def shown(self) -> "PhotographQuerySet":
        """Return the photographs that were not taken back."""
        return self.filter(removed_at=None)

    def visible_to(self, user: "User") -> "PhotographQuerySet":
        """Return the photographs of activities the person may read."""
        return self.filter(activity__in=Activity.objects.visible_to(user))


class Photograph(Record):
    """A photograph (照片) of an activity; the files are given out by a page alone, never by address."""

    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="photographs", verbose_name=_("activity")
    )
    file = models.FileField(_("file"), upload_to="activities/", max_length=200, editable=False)
    small = models.FileField(_("thumbnail"), upload_to="activities/", max_length=200, editable=False)
    name = models.CharField(_("file name"), max_length=200, editable=False)
    sha256 = models.CharField(_("checksum"), max_length=64, editable=False)
    added_at = models.DateTimeField(_("added"), editable=False)
    added_by = models.CharField(_("added by"), max_length=200, editable=False)
    removed_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)
    removed_by = models.CharField(_("taken back by"), max_length=200, blank=True, editable=False)

    history = tracked()
    objects = PhotographQuerySet.as_manager()

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="photograph_once",
                fields=["activity", "sha256"],
                condition=models.Q(removed_at=None),
                violation_error_message=_("This photograph is already there."),
            ),
            models.CheckConstraint(
                name="photograph_removal_complete",
                condition=models.Q(removed_at=None, removed_by="")
                | (models.Q(removed_at__isnull=False) & ~models.Q(removed_by="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name
