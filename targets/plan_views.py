"""Pages over all targets of a year: who contributes what, and what would be if."""

from django.http import HttpResponse
from django.shortcuts import render

from departments.access import Permission, PortalRequest, require
from departments.models import Department
from departments.saved_views import list_page
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response
from targets.contribution_tables import ContributionForm, contribution_table, matrix
from targets.contributions import Contributed, contributions, supporters
from targets.forms import MomentForm
from targets.progress import progress
from targets.what_if import what_if as suppose_all
from targets.what_if_forms import WhatIfForm


@require(Permission.EDIT_PLAN)
def what_if(request: PortalRequest) -> HttpResponse:
    """Try other goals and figures and see lights and forecasts move; nothing is saved."""
    moment = MomentForm(request.GET, today=clock.today())
    rows = progress(moment.chosen_year, moment.chosen_day)
    form = WhatIfForm(request.GET, rows=rows)
    outlook = suppose_all(rows, form.supposed)
    lines = [(scenario, form.fields_of(scenario.before)) for scenario in outlook.scenarios]
    context = {
        "moment": moment,
        "form": form,
        "outlook": outlook,
        "lines": lines,
        "year": moment.chosen_year,
        "on": moment.chosen_day,
    }
    return render(request, "targets/what_if.html", context)


@require(Permission.VIEW_TARGETS)
@list_page
def contribution_list(request: PortalRequest) -> HttpResponse:
    """Show what each township and department gives to each target."""
    form = ContributionForm(request.GET, today=clock.today())
    found = _contributed(form)
    context = {
        "form": form,
        "matrix": matrix(found, form.narrowed(Department.objects.active())),
        "targets": found,
        "has_rest": any(each.unassigned for each in found),
        "year": form.chosen_year,
        "on": form.chosen_day,
    }
    return render(request, "targets/contributions.html", context)


@require(Permission.VIEW_TARGETS)
def contribution_export(request: PortalRequest) -> HttpResponse:
    """Give the contributions as they are filtered, as a workbook or CSV."""
    form = ContributionForm(request.GET, today=clock.today())
    units = form.narrowed(Department.objects.active())
    table = contribution_table(_contributed(form), units, form.chosen_day, form.chosen_year)
    return table_response(table, FormatForm(request.GET), on=form.chosen_day)


def _contributed(form: ContributionForm) -> list[Contributed]:
    """Return the contributions to the targets asked for; units are narrowed only when they are shown."""
    rows = [
        row
        for row in progress(form.chosen_year, form.chosen_day)
        if form.value("sector") in (None, "", row.target.sector)
    ]
    return contributions(rows, list(Department.objects.active()), supporters())
