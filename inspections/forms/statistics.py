"""What the statistics are asked for: a year or a period, a township, and which table to take away."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from departments.access import Role
from departments.models import Department, User
from inspections.queries.statistics import TITLES, Scope
from quality_portal.lib.fields import DayField
from quality_portal.lib.lists import ListForm

LONGEST = timedelta(days=3660)
FAILED_ITEMS = "items"


class StatisticsForm(ListForm[Any]):
    """Chooses a year, or a period of at most ten years, and a township."""

    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)
    township = forms.ModelChoiceField(Department.objects.townships(), label=_("Township"), required=False)

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        self.user, self.today = user, today
        super().__init__(*args, **kwargs)
        if self.own_township is not None:
            del self.fields["township"]

    @property
    def own_township(self) -> int | None:
        """The township whose liaison is asking, who sees nothing else."""
        department = self.user.department
        if self.user.role == Role.LIAISON and department and department.is_township:
            return department.pk
        return None

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins or is too long to be told by quarters."""
        first, last = self._period()
        if last < first:
            raise ValidationError({"last": _("The period ends before it begins.")})
        if last - first > LONGEST:
            raise ValidationError({"last": _("Choose a period of at most ten years.")})
        return self.cleaned_data

    def _period(self) -> tuple[date, date]:
        """Return the period asked for; an end that is not given is that of the year."""
        first, last = self.value("first"), self.value("last")
        year = self.value("year") or (first or last or self.today).year
        return first or date(year, 1, 1), last or date(max(year, first.year if first else year), 12, 31)

    @property
    def scope(self) -> Scope:
        """What to count; the current year where the question did not fit."""
        own = self.own_township
        chosen = self.value("township") if own is None else None
        township = chosen.pk if chosen else own
        if self.errors:
            return Scope(date(self.today.year, 1, 1), date(self.today.year, 12, 31), township)
        return Scope(*self._period(), township)


class TableForm(forms.Form):
    """Names one of the tables; the first where none fitting was named."""

    table = forms.ChoiceField(
        choices=[*TITLES.items(), (FAILED_ITEMS, _("Items that failed"))], required=False
    )

    @property
    def chosen(self) -> str:
        """The table asked for."""
        return self.cleaned_data["table"] or "quarter" if self.is_valid() else "quarter"
