"""Candidates of the cultivation pipeline and the moves they made."""

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from brands.models.credential import Credential
from brands.models.kind import CredentialKind
from brands.pipeline_rules import LEAD_MOVES, OPEN, TRANSITIONS, Stage
from departments.access import SEES_EVERYTHING, Permission
from departments.history import tracked
from departments.models import Department
from departments.records import Record
from enterprises.models import Enterprise
from quality_portal.lib import text
from quality_portal.lib.words import each_word

if TYPE_CHECKING:
    from departments.models import User


class Echelon(models.TextChoices):
    """The level a candidate strives for (培育梯队)."""

    NATION = "nation", _("national echelon")
    PROVINCE = "province", _("provincial echelon")
    PREFECTURE = "prefecture", _("prefectural echelon")
    COUNTY = "county", _("county echelon")


class CandidateQuerySet(models.QuerySet["Candidate"]):
    """Questions about candidates."""

    def open(self) -> "CandidateQuerySet":
        """Return the candidates with which something is still to be done."""
        return self.filter(stage__in=OPEN)

    @each_word
    def matching(self, words: str) -> "CandidateQuerySet":
        """Return the candidates whose holder, product or kind contains every word."""
        return self.filter(
            models.Q(product__icontains=words)
            | models.Q(enterprise__name_key__contains=text.enterprise_key(words))
            | models.Q(department__name__contains=words)
            | models.Q(kind__name__contains=words)
        )

    def with_units(self) -> "CandidateQuerySet":
        """Bring the kind, the holder, the township and the lead department along."""
        return self.select_related("kind", "enterprise", "department", "township", "lead")

    def visible_to(self, user: "User") -> "CandidateQuerySet":
        """Return the candidates the person may see: a liaison those the own unit leads, is or has."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        unit = user.department_id
        return self.filter(models.Q(lead=unit) | models.Q(township=unit) | models.Q(department=unit))


class Candidate(Record):
    """A product or unit that is helped towards a brand, certificate or zone (培育对象).

    Its stage moves by ``brands.pipeline_actions`` only, each move with a row of its own; once awarded it
    names the record of the register that it became.
    """

    echelon = models.CharField(_("echelon"), max_length=12, choices=Echelon.choices)
    enterprise = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="candidates",
        verbose_name=_("enterprise"),
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="candidacies",
        verbose_name=_("department or township"),
    )
    township = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="candidates_within",
        verbose_name=_("township"),
    )
    product = models.CharField(_("product or scope"), max_length=200, blank=True)
    kind = models.ForeignKey(
        CredentialKind, on_delete=models.PROTECT, related_name="candidates", verbose_name=_("aimed at")
    )
    lead = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="led_candidates", verbose_name=_("lead department")
    )
    planned_year = models.PositiveSmallIntegerField(
        _("planned year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.LISTED)
    reason = models.CharField(_("reason why not awarded"), max_length=200, blank=True)
    note = models.TextField(_("measures and remarks"), max_length=2000, blank=True)
    credential = models.OneToOneField(
        Credential,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="candidate",
        verbose_name=_("credential"),
        error_messages={"unique": _("This credential already belongs to another candidate.")},
    )

    history = tracked()
    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["planned_year", "pk"]
        indexes = [models.Index(name="candidate_stage", fields=["stage", "planned_year"])]
        constraints = [
            models.CheckConstraint(
                name="candidate_words_known",
                condition=models.Q(echelon__in=Echelon.values, stage__in=Stage.values),
            ),
            models.CheckConstraint(
                name="candidate_year_plausible",
                condition=models.Q(planned_year__gte=2000, planned_year__lte=2100),
                violation_error_message=_("The planned year lies between 2000 and 2100."),
            ),
            models.CheckConstraint(
                name="candidate_is_one_unit",
                condition=models.Q(enterprise__isnull=False, department__isnull=True)
                | models.Q(enterprise__isnull=True, department__isnull=False),
                violation_error_message=_("Name either an enterprise or a department as the candidate."),
            ),
            models.CheckConstraint(
                name="candidate_awarded_has_record",
                condition=models.Q(stage=Stage.AWARDED, credential__isnull=False)
                | (~models.Q(stage=Stage.AWARDED) & models.Q(credential__isnull=True)),
                violation_error_message=_("An awarded candidate, and no other, names its credential."),
            ),
            models.CheckConstraint(
                name="candidate_refused_has_reason",
                condition=models.Q(stage=Stage.NOT_AWARDED) & ~models.Q(reason="")
                | (~models.Q(stage=Stage.NOT_AWARDED) & models.Q(reason="")),
                violation_error_message=_("State why it was not awarded."),
            ),
            models.UniqueConstraint(
                name="candidate_enterprise_once",
                fields=["enterprise", "kind", "product"],
                condition=models.Q(stage__in=OPEN, enterprise__isnull=False),
                violation_error_message=_(
                    "This enterprise is already a candidate for this, with this product."
                ),
            ),
            models.UniqueConstraint(
                name="candidate_department_once",
                fields=["department", "kind", "product"],
                condition=models.Q(stage__in=OPEN, department__isnull=False),
                violation_error_message=_("The unit is a candidate for this product already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product or self.holder} · {self.kind}"

    def clean(self) -> None:
        """Fill in the township where the enterprise or the unit tells it."""
        if self.enterprise is not None:
            self.township = self.enterprise.township
        elif self.department is not None and self.department.is_township:
            self.township = self.department

    @property
    def holder(self) -> Enterprise | Department | None:
        """Who is the candidate."""
        return self.enterprise or self.department

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.stage in OPEN

    def moves_for(self, user: "User") -> tuple[Stage, ...]:
        """Return the stages the person may take it to."""
        if user.may(Permission.EDIT_CREDENTIALS):
            return TRANSITIONS[self.stage]
        leads = user.department_id is not None and user.department_id == self.lead_id
        return LEAD_MOVES.get(self.stage, ()) if leads and user.role not in SEES_EVERYTHING else ()


class CandidateMove(Record):
    """One step of a candidate (培育进展): from which stage to which, who, when and why; never changed."""

    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="moves", verbose_name=_("candidate")
    )
    from_stage = models.CharField(_("from stage"), max_length=12, choices=Stage.choices, blank=True)
    to_stage = models.CharField(_("to stage"), max_length=12, choices=Stage.choices)
    moved_at = models.DateTimeField(_("moved at"))
    moved_by = models.CharField(_("moved by"), max_length=200)
    remark = models.CharField(_("remark"), max_length=200, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("move of a candidate")
        verbose_name_plural = _("moves of candidates")
        ordering = ["-moved_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="candidate_move_stages_known",
                condition=models.Q(from_stage__in=["", *Stage.values], to_stage__in=Stage.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.get_to_stage_display()}"
