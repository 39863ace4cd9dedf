"""The kinds of credentials with their rules."""

from django.http import HttpResponse
from django.shortcuts import render

from brands.exports import kind_table
from brands.kind_forms import KindListForm
from brands.models import CredentialKind
from departments.access import Permission, PortalRequest, require
from departments.saved_views import list_page
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response


@require(Permission.VIEW_CREDENTIALS)
@list_page
def kinds(request: PortalRequest) -> HttpResponse:
    """List the kinds and what each demands."""
    listing = KindListForm(request.GET).listing(CredentialKind.objects.all())
    may_change = request.user.may(Permission.USE_BACK_OFFICE) and request.user.may(Permission.EDIT_REFERENCE)
    return render(request, "brands/kinds.html", {"listing": listing, "may_change": may_change})


@require(Permission.VIEW_CREDENTIALS)
def export(request: PortalRequest) -> HttpResponse:
    """Give the kinds as they are filtered, as a workbook or CSV."""
    form = KindListForm(request.GET)
    rows = form.ordered(form.filtered(CredentialKind.objects.all()))
    return table_response(form.seen(kind_table(rows)), FormatForm(request.GET), on=clock.today())
