"""The statistics of spot checks, and their tables to take away."""

from django.http import HttpResponse
from django.shortcuts import render

from departments.access import Permission, PortalRequest, require
from departments.saved_views import list_page
from inspections.charts import RANKED, comparison_chart, items_chart, sections
from inspections.exports.statistics import statistics_table
from inspections.forms.statistics import StatisticsForm, TableForm
from inspections.queries.statistics import statistics
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response


@require(Permission.VIEW_INSPECTIONS)
@list_page
def page(request: PortalRequest) -> HttpResponse:
    """Show the pass rates of a period in every breakdown, beside the published ones of larger regions."""
    form = StatisticsForm(request.GET, user=request.user, today=clock.today())
    found = statistics(form.scope)
    context = {
        "form": form,
        "scope": form.scope,
        "found": found,
        "sections": sections(found),
        "comparison": comparison_chart(found),
        "items": found.failed_items[:RANKED],
        "items_chart": items_chart(found.failed_items),
    }
    return render(request, "inspections/statistics/page.html", context)


@require(Permission.VIEW_INSPECTIONS)
def export(request: PortalRequest) -> HttpResponse:
    """Give one table as a workbook or CSV."""
    form = StatisticsForm(request.GET, user=request.user, today=clock.today())
    table = statistics_table(statistics(form.scope), form.scope, TableForm(request.GET).chosen)
    return table_response(table, FormatForm(request.GET), on=clock.today())
