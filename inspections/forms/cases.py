"""Forms of the enforcement cases: the list's filters, a step's entries, a withdrawal."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from departments.backoffice import CleanTextMixin
from enterprises.forms import townships
from inspections.actions.cases import Taken
from inspections.measures.cases import CLOSED_IN_TIME, YELLOW_CARDS, carded_by, closed_by, counted
from inspections.models import Ladder, Step
from inspections.models.case import CaseQuerySet
from inspections.models.sample import SampleQuerySet
from inspections.rules.ladder import Proceedings
from inspections.rules.terms import OUTCOMES, Authority, Stage
from quality_portal.lib.documents.wording import normal_document_number
from quality_portal.lib.fields import ANY, CheckedFileField, DayField
from quality_portal.lib.lists import Column, ListForm

OPEN = "open"
STATES = [ANY, (OPEN, pgettext_lazy("case", "open")), *Stage.choices]
OVERDUE = "overdue"
DUE_DAYS = (7, 14, 30)


def ladders() -> Any:
    """Return the ladders to choose from."""
    return Ladder.objects.all()


def due_choices() -> list[tuple[str, Any]]:
    """Return the spans of days to choose from, worded for the person who asks."""
    spans = [(str(days), _("within %(days)d days") % {"days": days}) for days in DUE_DAYS]
    return [ANY, (OVERDUE, _("overdue")), *spans]


class CaseListForm(ListForm[CaseQuerySet]):
    """Finds cases by words, state, due day, township, year and ladder."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "number": ("opened_on", "serial"),
        "party": ("party_key",),
        "township": ("township__order", "party_key"),
        "due": ("due_rank", "-opened_on"),
    }
    DEFAULT_SORT = "due"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("number", _("Case"), exported=("案件编号",)),
        Column("party", _("Party"), exported=("当事人",)),
        Column("township", _("Township"), exported=("乡镇",)),
        Column("state", _("State"), exported=("当前状态",)),
        Column(
            "due",
            _("Next last day"),
            exported=(
                "下一步骤",
                "办理期限",
                "是否逾期",
            ),
        ),
    )

    q = forms.CharField(label=_("Number, party or product"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[ANY, ("open", pgettext_lazy("case", "open")), *Stage.choices],
    )
    due = forms.ChoiceField(label=_("Due"), required=False, choices=due_choices)
    township = forms.ModelChoiceField(townships(), label=_("Township"), required=False)
    year = forms.IntegerField(label=_("Year opened"), required=False, min_value=2000, max_value=2100)
    ladder = forms.ModelChoiceField(ladders(), label=_("Ladder"), required=False)
    measure = forms.ChoiceField(
        required=False,
        choices=[ANY, (CLOSED_IN_TIME, ""), (YELLOW_CARDS, "")],
        widget=forms.HiddenInput,
    )
    on = DayField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def filtered(self, rows: CaseQuerySet) -> CaseQuerySet:
        """Narrow the cases."""
        if words := self.value("q"):
            rows = rows.matching(words)
        if state := self.value("state"):
            rows = rows.open() if state == OPEN else rows.in_stage(state)
        if due := self.value("due"):
            rows = rows.overdue(self.today) if due == OVERDUE else rows.due_within(self.today, int(due))
        if year := self.value("year"):
            rows = rows.filter(opened_on__year=year)
        for name in ("township", "ladder"):
            if value := self.value(name):
                rows = rows.filter(**{name: value})
        return self._measured(rows)

    def _measured(self, rows: CaseQuerySet) -> CaseQuerySet:
        """Narrow to the cases behind a figure of the plan."""
        on = self.value("on") or self.today
        conditions = {CLOSED_IN_TIME: closed_by(on), YELLOW_CARDS: carded_by(on)}
        condition = conditions.get(self.value("measure"))
        return counted(rows).filter(condition) if condition else rows


class StepForm(CleanTextMixin, forms.Form):
    """What is entered about one step; fields a step cannot have are left out."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    taken_on = DayField(label=_("taken on"))
    outcome = forms.ChoiceField(label=_("outcome"))
    authority = forms.ChoiceField(label=_("authority"), choices=Authority.choices)
    document_number = forms.CharField(label=_("document number"), max_length=60, required=False)
    officer = forms.CharField(label=_("officer"), max_length=60, required=False)
    deadline_on = DayField(label=_("deadline set in the document"), required=False)
    hearing_told_on = DayField(label=_("told of the right to a hearing on"), required=False)
    evidence = CheckedFileField(
        label=_("evidence"), required=False, help_text=_("pdf, docx, xlsx, jpg, png or txt, at most 20 MB")
    )
    note = forms.CharField(
        label=_("note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_caution_confirmed = forms.BooleanField(label=_("I have read the caution"), required=False)

    def __init__(
        self, *args: Any, step: Step, proceedings: Proceedings, version: int, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"auto_id": f"{step.code}_%s", **kwargs})
        self.step = step
        outcomes = OUTCOMES[step.outcomes]
        self.fields["outcome"].choices = [(each.value, each.label) for each in outcomes]  # type: ignore[attr-defined]
        for name, value in (("version", version), ("taken_on", today), ("authority", step.authority)):
            self.fields[name].initial = value
        for name in ("document_number", "officer", "evidence"):
            self.fields[name].required = getattr(step, f"needs_{name.removeprefix('document_')}")
        sets_deadline, _limit = proceedings.deadline_limit(proceedings.by_code[step.code], today)
        left_out = {
            "outcome": len(outcomes) == 1,
            "deadline_on": not sets_deadline,
            "hearing_told_on": step.hearing_days is None,
            "is_caution_confirmed": not step.caution,
        }
        for name in (name for name, is_out in left_out.items() if is_out):
            del self.fields[name]
        if step.caution:
            self.fields["is_caution_confirmed"].help_text = step.caution_text

    def clean_document_number(self) -> str:
        """Return the number in its official form."""
        return normal_document_number(self.cleaned_data["document_number"])

    def taken(self) -> Taken:
        """Return what was entered."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Taken(**{"outcome": OUTCOMES[self.step.outcomes][0].value, **values})

    def refuse(self, error: ValidationError) -> None:
        """Show why the step was refused, beside the fields where there are such."""
        for name, messages in error.message_dict.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


class WithdrawForm(CleanTextMixin, forms.Form):
    """Takes back the step entered last."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("reason of the withdrawal"), max_length=300)


class SparedForm(ListForm[SampleQuerySet]):
    """Finds products that are not to be sampled again."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {"day": ("judged_on",), "product": ("product",)}
    DEFAULT_SORT = "-day"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("product", _("Product"), exported=("产品名称",)),
        Column("producer", _("Producer"), exported=("标称生产单位",)),
        Column(
            "campaign",
            _("Passed in"),
            exported=(
                "抽查任务",
                "抽查级别",
            ),
        ),
        Column("day", _("Passed on"), exported=("计入日期",)),
    )

    q = forms.CharField(label=_("Product or enterprise"), required=False, max_length=60)

    def filtered(self, rows: SampleQuerySet) -> SampleQuerySet:
        """Narrow the checks."""
        words = self.value("q")
        return rows.naming(words) if words else rows
