"""Pages of demonstration zones."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from brands.models import Credential, Zone
from brands.pipeline_exports import zone_table
from brands.zone_actions import describe_zone
from brands.zone_forms import ZoneForm, ZoneListForm
from brands.zone_queries import zone_credentials, zone_lines, zone_totals
from departments.access import Permission, PortalRequest, require
from departments.saved_views import list_page
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response


@require(Permission.VIEW_CREDENTIALS)
@list_page
def zones(request: PortalRequest) -> HttpResponse:
    """List the zones on a day, with their totals by level, crop and township."""
    form = ZoneListForm(request.GET, today=clock.today())
    rows = zone_credentials(Credential.objects.visible_to(request.user))
    listing = form.listing(rows.with_holders().select_related("zone"))
    context = {
        "listing": listing,
        "lines": zone_lines(listing.page, form.day),
        "day": form.day,
        "totals": zone_totals(form.filtered(rows)),
        "may_edit": request.user.may(Permission.EDIT_CREDENTIALS),
    }
    return render(request, "brands/zones/list.html", context)


@require(Permission.VIEW_CREDENTIALS)
def export(request: PortalRequest) -> HttpResponse:
    """Give the zones as they are filtered, as a workbook or CSV."""
    form = ZoneListForm(request.GET, today=clock.today())
    rows = zone_credentials(Credential.objects.visible_to(request.user)).with_holders()
    table = form.seen(zone_table(form.ordered(form.filtered(rows.select_related("zone"))), form.day))
    return table_response(table, FormatForm(request.GET), on=form.day)


@require(Permission.EDIT_CREDENTIALS)
def edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Enter or change crop, build period and acceptance of a zone."""
    rows = zone_credentials(Credential.objects.visible_to(request.user)).with_holders()
    credential = get_object_or_404(rows.select_related("zone"), pk=pk)
    zone = getattr(credential, "zone", None)
    form = ZoneForm(request.POST or None, instance=zone or Zone(credential=credential))
    described = form.attempt(
        lambda: describe_zone(
            credential,
            zone,
            by=request.user,
            version=form.read_version,
            today=clock.today(),
            **form.values(),
        )
    )
    if described is not None:
        messages.success(request, _("The build of the zone has been saved."))
        return redirect("brands:detail", pk=pk)
    return render(request, "brands/zones/edit.html", {"form": form, "credential": credential})
