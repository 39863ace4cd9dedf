"""The assessment over the years."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import year_exports
from assessments.models import Group
from assessments.over_years import OverYears
from assessments.over_years import over_years as figures
from departments.access import Permission, PortalRequest, require
from departments.saved_views import list_page
from quality_portal.lib import clock
from quality_portal.lib.charts.bars import Bar, bar_chart
from quality_portal.lib.charts.columns import Stack, columns
from quality_portal.lib.charts.tones import Tone
from quality_portal.lib.downloads import FormatForm, tables_response

TONES = (Tone.GOOD, Tone.PLAIN, Tone.WARN, Tone.BAD)


class GroupForm(forms.Form):
    """Which group's years are shown."""

    group = forms.ChoiceField(label=gettext_lazy("Group"), choices=Group.choices, required=False)


def _asked(request: PortalRequest) -> tuple[str, OverYears]:
    """Return the group asked for, else the person's own, with its years."""
    form = GroupForm(request.GET)
    own = request.user.department
    usual = Group.TOWNSHIPS if own is not None and own.is_township else Group.DEPARTMENTS
    group = (form.cleaned_data["group"] if form.is_valid() else "") or usual
    return group, figures(request.user, group)


@require(Permission.VIEW_ASSESSMENT)
@list_page
def over_years(request: PortalRequest) -> HttpResponse:
    """Show totals, grades and ranks over the years, and where points are lost."""
    group, found = _asked(request)
    labels = [str(year) for year in found.years]
    stacks = [
        Stack(letter or "—", counts, TONES[min(place, 3)])
        for place, (letter, counts) in enumerate(found.grades)
    ]
    latest = [loss for loss in found.losses if loss.year == max(found.years, default=0)]
    bars = [Bar(f"{loss.code} {loss.name}", loss.share) for loss in latest[:10]]
    context = {
        "form": GroupForm({"group": group}),
        "found": found,
        "everybodys": [loss for loss in latest if loss.is_everybodys and loss.units > 1],
        "spread": columns(_("Units by grade"), labels, stacks, key="spread") if stacks else None,
        "lost": bar_chart(_("Share of points lost"), bars, key="lost", unit="%", decimals=2)
        if bars
        else None,
        "group": group,
    }
    return render(request, "assessments/years.html", context)


@require(Permission.VIEW_ASSESSMENT)
def over_years_export(request: PortalRequest) -> HttpResponse:
    """Give everything the page shows as a workbook; as CSV the units' results alone."""
    _group, found = _asked(request)
    form = FormatForm(request.GET)
    return tables_response(year_exports.tables(found), form, on=clock.today())
