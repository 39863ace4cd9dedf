"""Forms of demonstration zones."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from brands.models import Level, Zone
from brands.models.credential import CredentialQuerySet
from brands.models.zone import in_stage
from brands.pipeline_rules import ZoneStage
from departments.forms import CheckedByAction
from enterprises.forms import townships
from quality_portal.lib.fields import ANY, DayField
from quality_portal.lib.lists import Column, ListForm


class ZoneListForm(ListForm[CredentialQuerySet]):
    """Narrows the zones as they stand on a day."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "kind": ("kind__order", "kind__code"),
        "crop": ("zone__crop",),
        "township": ("township__order",),
        "area": ("area_mu",),
        "accepted": ("zone__accepted_on",),
        "until": ("valid_until",),
    }
    DEFAULT_SORT = "kind"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column(
            "kind",
            _("Zone"),
            exported=(
                "示范区",
                "级别",
            ),
        ),
        Column("crop", _("Crop"), exported=("作物",)),
        Column("township", _("Township"), exported=("乡镇",)),
        Column("area", _("Area (mu)"), num=True, exported=("面积",)),
        Column(
            "built",
            _("Build period"),
            exported=(
                "建设起始日期",
                "建设截止日期",
            ),
        ),
        Column(
            "accepted",
            _("Accepted on"),
            exported=(
                "验收日期",
                "验收文号",
            ),
        ),
        Column("until", _("Valid until"), exported=("有效期止",)),
        Column("progress", _("Progress of the zone"), exported=("进展",)),
    )

    crop = forms.ChoiceField(label=_("Crop"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[ANY, *Level.choices])
    township = forms.ModelChoiceField(townships(), label=_("Township"), required=False)
    stage = forms.ChoiceField(
        label=_("Progress of the zone"), required=False, choices=[ANY, *ZoneStage.choices]
    )
    on = DayField(label=_("On the day"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        """Offer the crops there are before a choice is checked."""
        crops = [(crop, crop) for crop in Zone.objects.crops()]
        self.fields["crop"].choices = [ANY, *crops]  # type: ignore[attr-defined]
        super().full_clean()

    @property
    def day(self) -> date:
        """The day whose stages are shown."""
        return self.value("on") or self.today

    def filtered(self, rows: CredentialQuerySet) -> CredentialQuerySet:
        """Narrow the zones."""
        if crop := self.value("crop"):
            rows = rows.filter(zone__crop=crop)
        if level := self.value("level"):
            rows = rows.filter(kind__level=level)
        if township := self.value("township"):
            rows = rows.filter(township=township)
        if stage := self.value("stage"):
            rows = rows.filter(in_stage(stage, self.day))
        return rows


class ZoneForm(CheckedByAction):
    """Enters or changes the build of a zone; area and term are changed with its credential."""

    built_from = DayField(label=_("built from"), required=False)
    built_until = DayField(label=_("built until"), required=False)
    accepted_on = DayField(label=_("accepted on"), required=False)

    class Meta:
        model = Zone
        fields: ClassVar[list[str]] = [
            "crop",
            "built_from",
            "built_until",
            "accepted_on",
            "acceptance_document",
        ]
