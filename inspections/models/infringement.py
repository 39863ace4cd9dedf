"""Cases of counterfeits and other infringements."""

import re
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.access import Role
from departments.history import tracked
from departments.models import Department, DepartmentKind
from departments.records import Record
from enterprises.models import Enterprise
from enterprises.rules import normalise_credit_code
from inspections.models.campaign import Campaign
from inspections.models.sample import Sample
from inspections.rules.infringements import (
    OPEN,
    TRANSITIONS,
    InfringementKind,
    InfringementSource,
    InfringementState,
)
from quality_portal.lib import text
from quality_portal.lib.documents.wording import normal_document_number
from quality_portal.lib.words import each_word

if TYPE_CHECKING:
    from departments.models import User

LARGEST_AMOUNT = 10**12
"""Yuan; a county's cases stay far below."""

_NUMBER = re.compile(r".+〔\d{4}〕\d+号")

_OPEN = models.Q(closed_on=None, transferred_to="")
_DECIDED = models.Q(decided_on__isnull=False, penalty__isnull=False)
_FITS_STATE = (
    models.Q(_OPEN, state__in=[InfringementState.FILED, InfringementState.INVESTIGATED], decided_on=None)
    | models.Q(_OPEN, _DECIDED, state=InfringementState.DECIDED)
    | models.Q(_DECIDED, state=InfringementState.CLOSED, closed_on__isnull=False, transferred_to="")
    | models.Q(~models.Q(transferred_to=""), state=InfringementState.TRANSFERRED, closed_on__isnull=False)
)


class InfringementCaseQuerySet(models.QuerySet["InfringementCase"]):
    """Questions about cases."""

    def for_year(self, year: int) -> "InfringementCaseQuerySet":
        """Return the cases found in a calendar year."""
        return self.filter(found_on__range=(date(year, 1, 1), date(year, 12, 31)))

    def open(self) -> "InfringementCaseQuerySet":
        """Return the cases in which something is still to be done."""
        return self.filter(state__in=OPEN)

    @each_word
    def matching(self, words: str) -> "InfringementCaseQuerySet":
        """Return the cases whose number, party or credit code contains every word."""
        return self.filter(
            models.Q(number__contains=normal_document_number(words))
            | models.Q(party_key__contains=text.enterprise_key(words))
            | models.Q(enterprise__credit_code__contains=normalise_credit_code(words))
        )

    def with_parties(self) -> "InfringementCaseQuerySet":
        """Bring the enterprise, township, sample and campaign along."""
        return self.select_related("enterprise", "township", "sample", "campaign")

    def visible_to(self, user: "User") -> "InfringementCaseQuerySet":
        """Return the cases the person may see: a township's liaison those of the township."""
        if user.role == Role.LIAISON and user.department and user.department.is_township:
            return self.filter(township=user.department_id)
        return self


class InfringementCase(Record):
    """A case (案件) of counterfeits, trademark, contract, price or other infringements.

    Amounts are in yuan and None while unknown. ``closed_on`` is the day the case was closed or handed over.
    """

    number = models.CharField(
        _("case number"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("There is already a case with this number.")},
    )
    kind = models.CharField(_("kind"), max_length=12, choices=InfringementKind.choices)
    party = models.CharField(_("party"), max_length=200, help_text=_("The party's name as on the papers."))
    party_key = models.CharField(max_length=200, editable=False, db_index=True)
    enterprise = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="infringements",
        verbose_name=_("enterprise"),
    )
    township = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="infringements",
        verbose_name=_("township"),
        limit_choices_to={"kind": DepartmentKind.TOWNSHIP},
    )
    found_on = models.DateField(_("found on"))
    source = models.CharField(_("case source"), max_length=16, choices=InfringementSource.choices)
    sample = models.ForeignKey(
        Sample,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="infringements",
        verbose_name=_("sample"),
    )
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="infringements",
        verbose_name=_("campaign"),
    )
    facts = models.TextField(_("facts"), max_length=4000, blank=True)
    officer = models.CharField(_("officer"), max_length=60, blank=True)
    goods_value = models.DecimalField(
        _("value of the goods (yuan)"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    decision_number = models.CharField(_("number of the decision"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    penalty = models.DecimalField(
        _("fine and confiscations (yuan)"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    transferred_to = models.CharField(_("transferred to"), max_length=100, blank=True)
    closed_on = models.DateField(_("closed or handed over on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=16, choices=InfringementState.choices, default=InfringementState.FILED
    )

    history = tracked(excluded_fields=["party_key"])
    objects = InfringementCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("infringement case")
        verbose_name_plural = _("infringement cases")
        ordering = ["-found_on", "-pk"]
        indexes = [
            models.Index(name="infringement_found", fields=["found_on", "kind"]),
            models.Index(name="infringement_township", fields=["township", "found_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="infringement_words_known",
                condition=models.Q(
                    kind__in=InfringementKind.values,
                    source__in=InfringementSource.values,
                    state__in=InfringementState.values,
                ),
            ),
            models.CheckConstraint(
                name="infringement_amounts_in_bounds",
                condition=models.Q(
                    models.Q(goods_value=None) | models.Q(goods_value__gte=0, goods_value__lt=LARGEST_AMOUNT),
                    models.Q(penalty=None) | models.Q(penalty__gte=0, penalty__lt=LARGEST_AMOUNT),
                ),
                violation_error_message=_("Amounts lie between 0 and 1,000,000,000,000 yuan."),
            ),
            models.CheckConstraint(
                name="infringement_days_in_order",
                condition=models.Q(
                    models.Q(decided_on=None) | models.Q(decided_on__gte=models.F("found_on")),
                    models.Q(closed_on=None) | models.Q(closed_on__gte=models.F("found_on")),
                    models.Q(closed_on=None)
                    | models.Q(decided_on=None)
                    | models.Q(closed_on__gte=models.F("decided_on")),
                ),
                violation_error_message=_("The days of finding, decision and closing are not in order."),
            ),
            models.CheckConstraint(
                name="infringement_state_complete",
                condition=_FITS_STATE,
                violation_error_message=_("What was entered does not fit the state of the case."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.party}"

    def clean(self) -> None:
        """Bring the number into its official form and fill in what follows from the enterprise."""
        self.number = normal_document_number(self.number)
        if not _NUMBER.fullmatch(self.number):
            raise ValidationError(
                {"number": _("Write the number as on the paper, for example 某市监立〔2026〕5号.")}
            )
        if self.township_id is None and self.enterprise is not None:
            self.township = self.enterprise.township
        self.party_key = text.enterprise_key(self.party)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in OPEN

    @property
    def next_states(self) -> tuple[InfringementState, ...]:
        """The states that may follow."""
        return TRANSITIONS[self.state]
