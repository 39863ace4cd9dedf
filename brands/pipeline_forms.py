"""Forms of the cultivation pipeline."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brands.forms import CredentialForm, KindField
from brands.models import Candidate, Credential, CredentialKind, Echelon
from brands.models.candidate import CandidateQuerySet
from brands.pipeline_rules import Stage
from departments.backoffice import CleanTextMixin
from departments.forms import CheckedByAction
from departments.models import Department
from enterprises.fields import EnterpriseField
from enterprises.forms import townships
from enterprises.models import Industry
from quality_portal.lib.fields import ANY
from quality_portal.lib.lists import Column, ListForm

OPEN_ONLY = "open"
"""Chosen as a stage, it stands for every stage in which something is still to be done."""


class CandidateListForm(ListForm[CandidateQuerySet]):
    """Narrows the candidates."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "year": ("planned_year",),
        "holder": ("enterprise__name_key", "department__order"),
        "kind": ("kind__order", "kind__code"),
        "lead": ("lead__kind", "lead__order"),
        "township": ("township__order",),
    }
    DEFAULT_SORT = "year"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("holder", _("Candidate"), exported=("培育对象",)),
        Column(
            "kind",
            _("Aimed at"),
            exported=(
                "争创项目",
                "培育梯队",
            ),
        ),
        Column("township", _("Township"), exported=("乡镇",)),
        Column("lead", _("Lead department"), exported=("牵头部门",)),
        Column("year", _("Planned year"), num=True, exported=("计划年度",)),
        Column("stage", _("Stage"), exported=("阶段",)),
    )

    q = forms.CharField(label=_("Candidate, product or kind"), required=False, max_length=60)
    echelon = forms.ChoiceField(label=_("Echelon"), required=False, choices=[ANY, *Echelon.choices])
    lead = forms.ModelChoiceField(Department.objects.active(), label=_("Lead department"), required=False)
    year = forms.IntegerField(label=_("Planned year"), required=False, min_value=2000, max_value=2100)
    stage = forms.ChoiceField(
        label=_("Stage"),
        required=False,
        choices=[ANY, (OPEN_ONLY, _("still open")), *Stage.choices],
    )
    township = forms.ModelChoiceField(townships(), label=_("Township"), required=False)

    def filtered(self, rows: CandidateQuerySet) -> CandidateQuerySet:
        """Narrow the candidates."""
        if words := self.value("q"):
            rows = rows.matching(words)
        stage = self.value("stage")
        if stage == OPEN_ONLY:
            rows = rows.open()
        elif stage:
            rows = rows.filter(stage=stage)
        fields = {"echelon": "echelon", "lead": "lead", "year": "planned_year", "township": "township"}
        return rows.filter(
            Q(**{path: self.value(name) for name, path in fields.items() if self.value(name) is not None})
        )


class CandidateForm(CheckedByAction):
    """Lists a candidate or corrects what is known of it; the stage moves by itself."""

    enterprise = EnterpriseField(help_text=_("Credit code or full name; or a department below."))
    department = forms.ModelChoiceField(
        Department.objects.active(), label=_("department or township"), required=False
    )
    kind = KindField(CredentialKind.objects.all(), label=_("aimed at"))
    lead = forms.ModelChoiceField(Department.objects.active(), label=_("lead department"))

    class Meta:
        model = Candidate
        fields: ClassVar[list[str]] = [
            "echelon",
            "enterprise",
            "department",
            "product",
            "kind",
            "lead",
            "planned_year",
            "note",
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {"note": forms.Textarea(attrs={"rows": 3})}


class MoveForm(CleanTextMixin, forms.Form):
    """One move of a candidate: the stage pressed, the version seen, a remark where there is one."""

    stage = forms.ChoiceField(choices=Stage.choices)
    version = forms.IntegerField(min_value=1)
    remark = forms.CharField(required=False, max_length=200)
    board = forms.BooleanField(required=False)


class NotAwardedForm(CheckedByAction):
    """Says why a candidate was not awarded."""

    reason = forms.CharField(label=_("reason why not awarded"), max_length=200)

    class Meta:
        model = Candidate
        fields: ClassVar[list[str]] = ["reason"]


class AwardForm(CredentialForm):
    """Enters the credential a candidate was awarded: filled in from the candidate, whose holder stays."""

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        holder = {
            "enterprise": candidate.enterprise,
            "department": candidate.department,
            "township": candidate.township,
        }
        initial = {"kind": candidate.kind_id, "product": candidate.product, "sector": sector_of(candidate)}
        super().__init__(*args, instance=Credential(**holder), initial=initial, **kwargs)
        self.initial["version"] = candidate.version
        del self.fields["enterprise"], self.fields["department"]


def sector_of(candidate: Candidate) -> str:
    """Return the sector to propose: the kind's own, else that of the enterprise."""
    if candidate.kind.sector:
        return candidate.kind.sector
    return candidate.enterprise.industry if candidate.enterprise else Industry.AGRICULTURE
