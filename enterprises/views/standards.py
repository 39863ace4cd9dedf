"""Pages of the standards that main products run on."""

from django.http import HttpResponse
from django.shortcuts import render

from departments.access import Permission, PortalRequest, require
from departments.saved_views import list_page
from enterprises.forms.files import StandardsForm
from enterprises.models import Product
from enterprises.standard_exports import standards_table
from enterprises.standards import standard_shares
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response


@require(Permission.VIEW_ENTERPRISES)
@list_page
def standards(request: PortalRequest) -> HttpResponse:
    """Show by sector how many main products run on each kind of standard, on a day."""
    form = StandardsForm(request.GET, today=clock.today())
    rows = form.filtered(Product.objects.visible_to(request.user))
    context = {
        "form": form,
        "day": form.day,
        "township": form.value("township"),
        "sectors": standard_shares(rows, form.day),
    }
    return render(request, "enterprises/standards.html", context)


@require(Permission.VIEW_ENTERPRISES)
def export(request: PortalRequest) -> HttpResponse:
    """Give the shares as they are shown, as a workbook or CSV."""
    form = StandardsForm(request.GET, today=clock.today())
    sectors = standard_shares(form.filtered(Product.objects.visible_to(request.user)), form.day)
    return table_response(standards_table(sectors, form.day), FormatForm(request.GET), on=form.day)
