"""Forms of schemes: finding them, their settings, copies, adoption, grades and criteria."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.criteria import bands_error
from assessments.forms.points import PointsField
from assessments.forms.rule_fields import entered, rule_fields
from assessments.models import Criterion, Group, Rule, Scheme
from assessments.models.scheme import SchemeQuerySet
from assessments.outline import Outline
from assessments.rules import PARAMS, params_error
from departments.backoffice.forms import CleanTextMixin
from departments.forms import CheckedByAction
from departments.models import Department
from quality_portal.lib.fields import ANY, DayField
from quality_portal.lib.lists import Column, ListForm

ADOPTED, DRAFTS = "adopted", "drafts"
BANDS = 6
MOST = Decimal(1000)


class SchemeListForm(ListForm[SchemeQuerySet]):
    """Finds schemes by words, year, group and state."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "year": ("year", "group", "edition"),
        "name": ("name", "edition"),
        "group": ("group", "year", "edition"),
    }
    DEFAULT_SORT = "-year"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("name", gettext_lazy("Name"), exported=("方案名称",)),
        Column("year", gettext_lazy("Year"), exported=("年度", "考核期起", "考核期止")),
        Column("group", gettext_lazy("Group"), exported=("考核对象",)),
        Column("edition", gettext_lazy("Edition"), num=True, exported=("版次",)),
        Column("criteria", gettext_lazy("Criteria scored"), num=True, exported=("计分指标数",)),
        Column("state", gettext_lazy("State"), exported=("是否现行", "通过日期", "公布日期")),
    )

    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=60)
    year = forms.IntegerField(label=gettext_lazy("Year"), required=False, min_value=2000, max_value=2100)
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False, choices=[ANY, *Group.choices])
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[ANY, (ADOPTED, gettext_lazy("adopted")), (DRAFTS, gettext_lazy("not yet adopted"))],
    )

    def filtered(self, rows: SchemeQuerySet) -> SchemeQuerySet:
        """Narrow the schemes."""
        if words := self.value("q"):
            rows = rows.matching(words)
        if year := self.value("year"):
            rows = rows.filter(year=year)
        if group := self.value("group"):
            rows = rows.filter(group=group)
        if state := self.value("state"):
            rows = rows.filter(adopted_at__isnull=state == DRAFTS)
        return rows


class SettingsForm(CheckedByAction):
    """Changes a scheme's settings."""

    period_start = DayField(label=gettext_lazy("period begins"))
    period_end = DayField(label=gettext_lazy("period ends"))

    class Meta:
        model = Scheme
        fields: ClassVar[list[str]] = [
            *("name", "period_start", "period_end", "period_label", "banding_places", "bonus_cap"),
            *("objection_days", "rectify_days", "rectify_bottom", "onsite_share"),
        ]


class NewSchemeForm(SettingsForm):
    """Begins a scheme without criteria."""

    year = forms.IntegerField(label=gettext_lazy("year"), min_value=2000, max_value=2100)

    class Meta(SettingsForm.Meta):
        fields: ClassVar[list[str]] = ["year", "group", *SettingsForm.Meta.fields]


class CopyForm(forms.Form):
    """Chooses the year a copy is for; the same year gives a new edition."""

    year = forms.IntegerField(label=gettext_lazy("year of the copy"), min_value=2000, max_value=2100)


class AdoptForm(forms.Form):
    """Confirms an adoption and how many scores it drops."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    drops = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class BandsForm(CleanTextMixin, forms.Form):
    """A scheme's grades, the best first; lines left empty are none."""

    def __init__(self, scheme: Scheme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bands = list(scheme.bands.all())
        for place in range(BANDS):
            band = bands[place] if place < len(bands) else None
            number = {"number": place + 1}
            self.fields[f"letter-{place}"] = forms.CharField(
                label=_("Grade %(number)d: letter") % number,
                max_length=4,
                required=False,
                initial=band.letter if band else "",
            )
            self.fields[f"name-{place}"] = forms.CharField(
                label=_("Grade %(number)d: name") % number,
                max_length=40,
                required=False,
                initial=band.name if band else "",
            )
            self.fields[f"from-{place}"] = PointsField(
                full=MOST,
                label=_("Grade %(number)d: from points") % number,
                initial=f"{band.from_points:f}" if band else "",
            )

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields grade by grade."""
        return [[self[f"{name}-{place}"] for name in ("letter", "name", "from")] for place in range(BANDS)]

    def clean(self) -> dict[str, Any]:
        """Check the grades together."""
        super().clean()
        if not self.errors and (error := bands_error(self.bands)):
            raise ValidationError(str(error))
        return self.cleaned_data

    @property
    def bands(self) -> list[tuple[str, str, Decimal]]:
        """The grades that were entered."""
        found = []
        for place in range(BANDS):
            letter, begins = self.cleaned_data.get(f"letter-{place}"), self.cleaned_data.get(f"from-{place}")
            if letter and begins is not None:
                found.append((letter, self.cleaned_data.get(f"name-{place}") or letter, begins))
        return found


class CriterionForm(CheckedByAction):
    """Adds or changes a criterion; the fields of every rule are there, those of the chosen one count."""

    class Meta:
        model = Criterion
        fields: ClassVar[list[str]] = [
            *("parent", "code", "name", "name_en", "kind", "is_key", "points", "standard"),
            *("evidence", "clause", "scored_by", "rule"),
        ]

    def __init__(self, scheme: Scheme, outline: Outline, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = outline.below(self.instance.pk) if self.instance.pk else set()
        rest = [node for node in outline.nodes if node.criterion.pk not in own]
        self.fields["parent"].queryset = scheme.criteria.exclude(pk__in=own)  # type: ignore[attr-defined]
        self.fields["parent"].choices = [  # type: ignore[attr-defined]
            ("", _("at the top")),
            *((node.criterion.pk, "　" * node.depth + str(node.criterion)) for node in rest),
        ]
        self.fields["scored_by"].queryset = Department.objects.active()  # type: ignore[attr-defined]
        for rule in Rule.values:
            params = self.instance.params if rule == self.instance.rule else {}
            self.fields |= rule_fields(rule, params)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields of the criterion itself."""
        return [field for field in self.visible_fields() if "__" not in field.name]

    @property
    def rules(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """The rules that have parameters, each with its fields."""
        return [
            (rule, str(label), [self[name] for name in rule_fields(rule, {})])
            for rule, label in Rule.choices
            if PARAMS.get(rule)
        ]

    def clean(self) -> dict[str, Any]:
        """Check the parameters of the chosen rule; those of the others do not matter."""
        super().clean()
        rule = self.cleaned_data.get("rule", "")
        for name in [name for name in self.errors if "__" in name and not name.startswith(f"{rule}__")]:
            del self.errors[name]
        params = entered(rule, self.cleaned_data)
        error = params_error(rule, params)
        if error and not any("__" in name for name in self.errors):
            self.add_error("rule", str(error))
        self.cleaned_data["params"] = params
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """Return the values of the criterion's own fields, its parameters among them."""
        return {name: value for name, value in super().values().items() if "__" not in name}
