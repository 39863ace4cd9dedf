"""Forms of activities: the list's filter and the edit form."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from departments.access import SEES_EVERYTHING
from departments.activities.actions import Picture
from departments.forms import CheckedByAction
from departments.models import Activity, ActivityKind, Department, User
from departments.models.activity import MOST_PEOPLE, ActivityQuerySet
from quality_portal.lib.fields import ANY, DayField, PicturesField
from quality_portal.lib.lists import Column, ListForm

THUMBNAIL = 480
"""Pixels of a thumbnail's longer side: sharp on a page's tile and on a phone."""


class ActivityListForm(ListForm[ActivityQuerySet]):
    """Finds activities by words, period, kind and department."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "held": ("held_on",),
        "title": ("title",),
        "unit": ("department__kind", "department__order", "held_on"),
        "people": ("people",),
    }
    DEFAULT_SORT = "-held"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("title", _("Title"), exported=("活动名称",)),
        Column(
            "held",
            _("Held on"),
            exported=(
                "日期",
                "结束日期",
            ),
        ),
        Column("unit", _("Department or township"), exported=("单位",)),
        Column("place", _("Place"), exported=("地点",)),
        Column("people", _("People taking part"), num=True, exported=("参加人数",)),
    )

    q = forms.CharField(label=_("Title, place or words"), required=False, max_length=60)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *ActivityKind.choices])
    department = forms.ModelChoiceField(
        Department.objects.all(), label=_("Department or township"), required=False
    )
    first = DayField(required=False, widget=forms.HiddenInput)
    last = DayField(required=False, widget=forms.HiddenInput)

    def filtered(self, rows: ActivityQuerySet) -> ActivityQuerySet:
        """Narrow the activities."""
        if words := self.value("q"):
            rows = rows.matching(words)
        paths = {"year": "held_on__year", "first": "held_on__gte", "last": "held_on__lte"}
        for name in ("year", "kind", "department", "first", "last"):
            if value := self.value(name):
                rows = rows.filter(Q((paths.get(name, name), value)))
        return rows


class ActivityForm(CheckedByAction):
    """Enters or corrects an activity; a liaison's is always the own unit's."""

    held_on = DayField(label=_("held on"))
    ended_on = DayField(
        label=_("last day of the activity"),
        required=False,
        help_text=_("Only where it lasted longer than a day."),
    )
    people = forms.IntegerField(
        label=_("people taking part"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    department = forms.ModelChoiceField(Department.objects.active(), label=_("department"))
    photographs = PicturesField(
        label=_("add photographs"),
        required=False,
        thumbnail_size=THUMBNAIL,
        help_text=_("jpg or png, at most 20 MB each; several at once."),
    )

    class Meta:
        model = Activity
        fields: ClassVar[list[str]] = [
            "kind",
            "title",
            "held_on",
            "ended_on",
            "place",
            "people",
            "department",
            "text",
            "link",
        ]
        help_texts: ClassVar[dict[str, Any]] = {
            "kind": _("Exemplary practice can be read by every department and township."),
            "link": _("Name, day and address of what a newspaper, station or website published."),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {"text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user.role not in SEES_EVERYTHING and not user.is_superuser:
            del self.fields["department"]

    def values(self) -> dict[str, Any]:
        """Return the checked values; the photographs as the action takes them."""
        values = super().values()
        values["photographs"] = [Picture(file, small) for file, small in values["photographs"]]
        if "department" not in self.fields and self.instance.pk is None:
            values["department"] = self.user.department
        return values
