"""Forms of what follows the scores: forced grades, objections, corrections, rectification."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models import (
    CriterionKind,
    Group,
    Objection,
    Rectification,
    RectificationState,
    Ruling,
    Scheme,
)
from departments.backoffice.forms import CleanTextMixin
from departments.forms import Attempted, CheckedByAction
from departments.models import Department
from inspections.models import Incident
from quality_portal.lib.fields import ANY, DayField
from quality_portal.lib.lists import Column, ListForm

UNIT = Column("unit", _("Unit"), exported=("单位",))
YEAR = Column("year", _("Year"), exported=("年度",))

PATHS: dict[str, str] = {"year": "scheme__year", "group": "scheme__group", "unit": "unit"}
"""What the filters of every list narrow."""


class FollowUpListForm(ListForm[Any]):
    """Finds rows of an assessment by year, group and unit; SCHEME leads to the rows' scheme."""

    SCHEME: ClassVar[str] = ""
    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "year": ("scheme__year",),
        "unit": ("unit__order", "unit__code"),
    }
    DEFAULT_SORT = "-year"

    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)
    group = forms.ChoiceField(label=_("Group"), required=False, choices=[ANY, *Group.choices])
    unit = forms.ModelChoiceField(Department.objects.all(), label=_("Unit"), required=False)

    def filtered(self, rows: Any) -> Any:
        """Narrow the rows."""
        for name, path in PATHS.items():
            value = self.value(name)
            if value is not None:
                rows = rows.filter(Q((path if name == "unit" else f"{self.SCHEME}{path}", value)))
        return rows


class RulingListForm(FollowUpListForm):
    """Finds forced grades."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        UNIT,
        YEAR,
        Column("grade", _("Grade"), exported=("强制等级",)),
        Column("reason", _("Reason"), exported=("理由", "依据文件", "决定日期", "否决项", "质量事件")),
        Column("state", _("State"), exported=("解除日期", "解除理由")),
    )


class CorrectionListForm(FollowUpListForm):
    """Finds corrections."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        UNIT,
        YEAR,
        Column("number", pgettext_lazy("correction", "Number"), exported=("更正号", "更正日期")),
        Column("criterion", _("Criterion"), exported=("考核指标",)),
        Column("points", _("Points"), exported=("公布得分", "更正后得分")),
        Column("reason", _("Reason"), exported=("理由",)),
    )


class ObjectionListForm(FollowUpListForm):
    """Finds objections, also by whether they are answered."""

    SCHEME = "criterion__"
    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "year": ("raised_at",),
        "unit": ("unit__order", "unit__code"),
    }
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        UNIT,
        YEAR,
        Column("criterion", _("Criterion"), exported=("考核指标", "申诉内容", "提出日期")),
        Column("points", _("Points"), exported=("原得分", "调整后得分")),
        Column("answer", _("Answer"), exported=("处理结果", "答复", "答复日期")),
    )

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ANY, ("open", _("waiting for an answer"))]
    )

    def filtered(self, rows: Any) -> Any:
        """Narrow the rows."""
        rows = super().filtered(rows)
        return rows.open() if self.value("state") else rows


class RectificationListForm(FollowUpListForm):
    """Finds rectification, also by where it stands."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        UNIT,
        YEAR,
        Column("reason", _("Reason"), exported=("整改原因",)),
        Column("due", _("Plan due"), exported=("方案时限",)),
        Column("state", _("State"), exported=("状态", "整改方案", "任务编号", "完成时限", "销号日期")),
    )

    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *RectificationState.choices])

    def filtered(self, rows: Any) -> Any:
        """Narrow the rows."""
        rows = super().filtered(rows)
        state = self.value("state")
        return rows.in_state(state) if state else rows


class RulingForm(CheckedByAction):
    """Forces a grade on a unit."""

    decided_on = DayField(label=_("decided on"))
    letter = forms.ChoiceField(label=_("grade"))

    class Meta:
        model = Ruling
        fields: ClassVar[list[str]] = [
            *("unit", "letter", "reason", "document", "decided_on", "criterion", "incident")
        ]

    def __init__(self, scheme: Scheme, incidents: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bands = [(band.letter, f"{band.letter} {band.name}") for band in scheme.bands.all()]
        self.fields["letter"].choices = bands[::-1]  # type: ignore[attr-defined]
        units = Department.objects.active().filter(kind__in=scheme.kinds)
        vetoes = scheme.criteria.filter(kind=CriterionKind.VETO)
        for name, rows in {"unit": units, "criterion": vetoes, "incident": incidents}.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


class LiftForm(CheckedByAction):
    """Lifts a forced grade."""

    lifted_because = forms.CharField(label=_("reason for lifting"), max_length=500, widget=forms.Textarea)

    class Meta:
        model = Ruling
        fields: ClassVar[list[str]] = ["lifted_because"]


class ObjectForm(CheckedByAction):
    """Objects to points."""

    text = forms.CharField(label=_("objection"), max_length=1000, widget=forms.Textarea)

    class Meta:
        model = Objection
        fields: ClassVar[list[str]] = ["text"]


class AnswerForm(CheckedByAction):
    """Answers an objection."""

    is_upheld = forms.TypedChoiceField(
        label=_("decision"),
        choices=[("no", _("not upheld")), ("yes", _("upheld"))],
        coerce=lambda value: value == "yes",
    )
    points = forms.DecimalField(
        label=_("points after the answer"),
        required=False,
        max_digits=6,
        decimal_places=2,
        help_text=_("Only where the objection is upheld."),
    )
    answer = forms.CharField(label=_("answer"), max_length=1000, widget=forms.Textarea)

    class Meta:
        model = Objection
        fields: ClassVar[list[str]] = ["answer"]


class CorrectionForm(CleanTextMixin, Attempted, forms.Form):
    """Corrects a unit's points for a criterion of published results."""

    points = forms.DecimalField(label=_("points after"), max_digits=6, decimal_places=2)
    reason = forms.CharField(label=_("reason"), max_length=500, widget=forms.Textarea)


class PlanForm(CheckedByAction):
    """Writes a unit's plan of rectification."""

    plan = forms.CharField(label=_("rectification plan"), max_length=10_000, widget=forms.Textarea)
    hand_in = forms.BooleanField(label=_("hand the plan in to the office"), required=False)

    class Meta:
        model = Rectification
        fields: ClassVar[list[str]] = ["plan"]


class ReturnForm(CheckedByAction):
    """Returns a plan with a remark."""

    remark = forms.CharField(label=_("what is to be changed"), max_length=500, widget=forms.Textarea)

    class Meta:
        model = Rectification
        fields: ClassVar[list[str]] = []


class AcceptForm(CheckedByAction):
    """Accepts a plan: the task that is issued from it."""

    title = forms.CharField(label=_("task"), max_length=200)
    deliverable = forms.CharField(label=_("deliverable"), max_length=300)
    due_on = DayField(label=_("due on"))

    class Meta:
        model = Rectification
        fields: ClassVar[list[str]] = []


def period_incidents(scheme: Scheme) -> Any:
    """Return the incidents of the scheme's period that people declared regional or systemic: a hint only."""
    rows = Incident.objects.for_period(scheme.period_start, scheme.period_end)
    return rows.filter(is_regional_or_systemic=True).with_units()
