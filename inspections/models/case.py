"""Enforcement cases and the steps taken in them."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from departments.access import Role
from departments.history import tracked
from departments.models import Department
from departments.records import Record
from enterprises.models import Enterprise
from inspections.models.ladder import Ladder, Step
from inspections.models.sample import Sample
from inspections.rules.terms import FAILURES, Authority, Outcome, Stage, Track, stage_after
from quality_portal.lib import text
from quality_portal.lib.words import among, each_word, found, paired

if TYPE_CHECKING:
    from departments.models import User


class CaseQuerySet(models.QuerySet["Case"]):
    """Questions about cases."""

    def open(self) -> "CaseQuerySet":
        """Return the cases that have not been closed."""
        return self.filter(closed_on=None)

    def overdue(self, today: date) -> "CaseQuerySet":
        """Return the cases whose present obligation has passed its last day."""
        return self.filter(due_on__lt=today)

    def due_within(self, today: date, days: int) -> "CaseQuerySet":
        """Return the cases whose present obligation ends today or within so many days."""
        return self.filter(due_on__range=(today, today + timedelta(days=days)))

    @each_word
    def matching(self, words: str) -> "CaseQuerySet":
        """Return the cases whose number, party or product contains every word."""
        party = text.enterprise_key(words)
        return among(
            self,
            paired(Case, words) & models.Q(number__contains=words),
            paired(Case, party) & models.Q(party_key__contains=party),
            models.Q(
                sample__in=Sample.objects.filter(found(Sample, words, "product")).order_by().values("pk")
            ),
        )

    def with_stage(self) -> "CaseQuerySet":
        """Add the last step of the main line (``last_stage``) and its outcome (``last_outcome``)."""
        last = CaseAction.objects.valid().filter(case=models.OuterRef("pk"), step__track=Track.MAIN)
        last = last.order_by("-taken_on", "-pk")
        return self.annotate(
            last_stage=models.Subquery(last.values("step__stage")[:1]),
            last_outcome=models.Subquery(last.values("outcome")[:1]),
        )

    def in_stage(self, stage: str) -> "CaseQuerySet":
        """Return the cases that stand at a stage; needs ``with_stage``."""
        if stage == Stage.CLOSED:
            return self.exclude(closed_on=None)
        ended = models.Q(last_outcome__in=[Outcome.PASS, *FAILURES])
        conditions = {
            Stage.NEW: models.Q(last_stage=None),
            Stage.PASSED: models.Q(last_outcome=Outcome.PASS),
            Stage.FAILED: models.Q(last_outcome__in=FAILURES),
        }
        return self.open().filter(conditions.get(Stage(stage), models.Q(last_stage=stage) & ~ended))

    def with_lateness(self) -> "CaseQuerySet":
        """Add ``was_late``: whether a step was taken after its last day."""
        late = CaseAction.objects.valid().filter(case=models.OuterRef("pk"), taken_on__gt=models.F("due_on"))
        return self.annotate(was_late=models.Exists(late))

    def with_yellow_card(self) -> "CaseQuerySet":
        """Add the day of the yellow card (``yellow_on``)."""
        cards = CaseAction.objects.valid().filter(case=models.OuterRef("pk"), step__is_yellow_card=True)
        return self.annotate(yellow_on=models.Subquery(cards.values("taken_on")[:1]))

    def visible_to(self, user: "User") -> "CaseQuerySet":
        """Return the cases the person may see: a township's liaison those of the township."""
        if user.role == Role.LIAISON and user.department and user.department.is_township:
            return self.filter(township=user.department_id)
        return self


class Case(Record):
    """An enforcement case (后处理案件) that a failed sample opened against one party.

    Where it stands follows from its actions. ``due_on`` is the last day of what is owed next
    (``due_step``), written by the action that changes it, so that lists can filter.
    """

    SEARCHED = ("number", "party_key")

    number = models.CharField(_("case number"), max_length=20, unique=True)
    serial = models.PositiveIntegerField(_("serial number in the year"))
    sample = models.OneToOneField(
        Sample, on_delete=models.PROTECT, related_name="case", verbose_name=_("sample")
    )
    enterprise = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("enterprise"),
    )
    party = models.CharField(_("party"), max_length=200)
    party_key = models.CharField(max_length=200, editable=False, db_index=True)
    township = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("township"),
    )
    ladder = models.ForeignKey(
        Ladder, on_delete=models.PROTECT, related_name="cases", verbose_name=_("ladder of sanctions")
    )
    opened_on = models.DateField(_("opened on"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_step = models.ForeignKey(
        Step, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("due step")
    )
    closed_on = models.DateField(pgettext_lazy("case", "closed on"), null=True, blank=True)
    closed_with = models.ForeignKey(
        Step, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed with")
    )

    history = tracked()
    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("enforcement case")
        verbose_name_plural = _("enforcement cases")
        ordering = ["-opened_on", "-serial"]
        indexes = [
            models.Index(name="case_due", fields=["due_on"]),
            models.Index(name="case_township", fields=["township", "closed_on"]),
            models.Index(name="case_closed", fields=["closed_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_closing_complete",
                condition=models.Q(closed_on=None, closed_with=None)
                | models.Q(closed_on__isnull=False, closed_with__isnull=False, due_on=None),
            ),
            models.CheckConstraint(
                name="case_due_complete",
                condition=models.Q(due_on=None, due_step=None)
                | models.Q(due_on__isnull=False, due_step__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.party}"

    def clean(self) -> None:
        """Derive the key that parties are searched by."""
        self.party_key = text.enterprise_key(self.party)

    @property
    def stage(self) -> Stage:
        """Where the case stands; needs ``with_stage``."""
        return stage_after(self.last_stage, self.last_outcome, is_closed=self.closed_on is not None)  # type: ignore[attr-defined]

    def is_overdue(self, today: date) -> bool:
        """Tell whether what is owed has passed its last day."""
        return self.due_on is not None and self.due_on < today


class CaseActionQuerySet(models.QuerySet["CaseAction"]):
    """Questions about steps taken."""

    def valid(self) -> "CaseActionQuerySet":
        """Return the steps that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def visible_to(self, user: "User") -> "CaseActionQuerySet":
        """Return the steps of the cases the person may see."""
        return self.filter(case__in=Case.objects.visible_to(user).values("pk"))


class CaseAction(Record):
    """A step taken in a case (处置记录): when, by whom, with which document and what came of it.

    ``due_on`` keeps the last lawful day as it was when the step was entered. A step entered by mistake
    is withdrawn with a reason and stays readable.
    """

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="actions", verbose_name=_("enforcement case")
    )
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+", verbose_name=_("step"))
    taken_on = models.DateField(_("taken on"))
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices, default=Outcome.DONE)
    authority = models.CharField(_("authority"), max_length=12, choices=Authority.choices)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    officer = models.CharField(_("officer"), max_length=60, blank=True)
    deadline_on = models.DateField(_("deadline set in the document"), null=True, blank=True)
    hearing_told_on = models.DateField(_("told of the right to a hearing on"), null=True, blank=True)
    due_on = models.DateField(_("last day"), null=True, blank=True, editable=False)
    evidence = models.FileField(_("evidence"), upload_to="cases/", max_length=200, blank=True, editable=False)
    evidence_name = models.CharField(_("file name"), max_length=200, blank=True, editable=False)
    evidence_sha256 = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=200, blank=True)
    withdrawal_reason = models.CharField(_("reason of the withdrawal"), max_length=300, blank=True)

    history = tracked()
    objects = CaseActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("step taken")
        verbose_name_plural = _("steps taken")
        ordering = ["taken_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="step_taken_once",
                fields=["case", "step"],
                condition=models.Q(withdrawn_at=None),
                violation_error_message=_("This step has already been taken."),
            ),
            models.CheckConstraint(
                name="case_action_words_known",
                condition=models.Q(outcome__in=Outcome.values, authority__in=Authority.values),
            ),
            models.CheckConstraint(
                name="case_action_withdrawal_complete",
                condition=models.Q(withdrawn_at=None, withdrawal_reason="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawal_reason="")),
                violation_error_message=_("Say why the step is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.taken_on}"

    @property
    def was_late(self) -> bool:
        """Whether the step was taken after its last day."""
        return self.due_on is not None and self.taken_on > self.due_on

    @property
    def has_failed(self) -> bool:
        """Whether a re-check failed, or was not applied for in time."""
        return self.outcome in FAILURES
