"""The criteria of a scheme as files: the official table as a workbook or CSV."""

from django.http import HttpResponse

from assessments.scheme_exports import criteria_table, criteria_workbook
from assessments.views.schemes import outline_of, visible_scheme
from departments.access import Permission, PortalRequest, require
from quality_portal.lib import clock
from quality_portal.lib.downloads import CSV, FormatForm, table_response


@require(Permission.VIEW_ASSESSMENT)
def export(request: PortalRequest, pk: int) -> HttpResponse:
    """Give the criteria as counties print them, with merged heads, or as CSV."""
    scheme = visible_scheme(request, pk)
    form = FormatForm(request.GET)
    if form.chosen == CSV:
        return table_response(criteria_table(scheme, outline_of(scheme)), form, on=clock.today())
    return criteria_workbook(scheme, outline_of(scheme))
