"""Pages of the audit trail: read, never written."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from departments.access import Permission, PortalRequest, require
from departments.audit.exports import audit_table
from departments.audit.forms import AuditListForm
from departments.audit.words import differences, kind_name
from departments.models import AuditEntry
from departments.saved_views import list_page
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response


@require(Permission.VIEW_AUDIT)
@list_page
def audit_list(request: PortalRequest) -> HttpResponse:
    """Find entries."""
    listing = AuditListForm(request.GET).listing(AuditEntry.objects.all())
    lines = [(entry, kind_name(entry.object_type)) for entry in listing.page]
    return render(request, "departments/audit/list.html", {"listing": listing, "lines": lines})


@require(Permission.VIEW_AUDIT)
def audit_export(request: PortalRequest) -> HttpResponse:
    """Give the entries as they are filtered, as a workbook or CSV."""
    form = AuditListForm(request.GET)
    rows = form.ordered(form.filtered(AuditEntry.objects.all()))
    return table_response(form.seen(audit_table(rows)), FormatForm(request.GET), on=clock.today())


@require(Permission.VIEW_AUDIT)
def audit_entry(request: PortalRequest, pk: int) -> HttpResponse:
    """Show an entry whole: before and after, and its place in the chain."""
    entry = get_object_or_404(AuditEntry, pk=pk)
    context = {
        "entry": entry,
        "kind": kind_name(entry.object_type),
        "differences": list(differences(entry)),
    }
    return render(request, "departments/audit/detail.html", context)
