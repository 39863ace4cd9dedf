"""The list of half-yearly reports."""

from django.http import HttpResponse
from django.shortcuts import render

from departments.access import Permission, PortalRequest, require
from departments.saved_views import list_page
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response
from reports.exports import report_table
from reports.forms import ReportListForm
from reports.models import Report, ReportPeriod
from reports.overview import completeness

SHOWN = 4
"""Half-years whose completeness stands above the list."""


@require(Permission.VIEW_REPORTS)
@list_page
def report_list(request: PortalRequest) -> HttpResponse:
    """Find reports; the office sees above them how complete each half-year is."""
    reviews = request.user.may(Permission.REVIEW_REPORTS)
    rows = Report.objects.visible_to(request.user).with_units().with_filing()
    context = {
        "listing": ReportListForm(request.GET).listing(rows),
        "periods": completeness(ReportPeriod.objects.all()[:SHOWN]) if reviews else [],
        "reviews": reviews,
        "today": clock.today(),
    }
    return render(request, "reports/list.html", context)


@require(Permission.VIEW_REPORTS)
def export(request: PortalRequest) -> HttpResponse:
    """Give the reports as they are filtered, as a workbook or CSV."""
    form = ReportListForm(request.GET)
    rows = form.ordered(form.filtered(Report.objects.visible_to(request.user).with_filing()))
    return table_response(form.seen(report_table(rows)), FormatForm(request.GET), on=clock.today())
