"""Campaigns: their list and their form."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from departments.access import Permission, PortalRequest, require
from departments.saved_views import list_page
from inspections.actions.campaigns import change_campaign, create_campaign
from inspections.exports.spot_checks import campaign_table
from inspections.forms.spot_checks import CampaignForm, CampaignListForm
from inspections.models import Campaign
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response


@require(Permission.VIEW_INSPECTIONS)
@list_page
def campaign_list(request: PortalRequest) -> HttpResponse:
    """Find campaigns with the number of batches tested and failed."""
    rows = Campaign.objects.visible_to(request.user).with_counts()
    context = {
        "listing": CampaignListForm(request.GET).listing(rows),
        "may_edit": request.user.may(Permission.EDIT_INSPECTIONS),
    }
    return render(request, "inspections/campaigns.html", context)


@require(Permission.VIEW_INSPECTIONS)
def export(request: PortalRequest) -> HttpResponse:
    """Give the list as it is filtered, as a workbook or CSV."""
    form = CampaignListForm(request.GET)
    rows = form.ordered(form.filtered(Campaign.objects.visible_to(request.user).with_counts()))
    return table_response(form.seen(campaign_table(rows)), FormatForm(request.GET), on=clock.today())


@require(Permission.EDIT_INSPECTIONS)
def new(request: PortalRequest) -> HttpResponse:
    """Open a campaign."""
    form = CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        campaign = create_campaign(by=request.user, **form.values())
        messages.success(request, _("The campaign “%(name)s” has been opened.") % {"name": campaign})
        return redirect("inspections:campaigns")
    return render(request, "inspections/campaign_edit.html", {"form": form})


@require(Permission.EDIT_INSPECTIONS)
def edit(request: PortalRequest, code: str) -> HttpResponse:
    """Change a campaign, for example enter the number of batches tested."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), code=code)
    form = CampaignForm(request.POST or None, instance=campaign)
    if request.method == "POST" and form.is_valid():
        changed = change_campaign(campaign, by=request.user, version=form.read_version, **form.values())
        messages.success(request, _("The campaign “%(name)s” has been saved.") % {"name": changed})
        return redirect("inspections:campaigns")
    return render(request, "inspections/campaign_edit.html", {"form": form, "campaign": campaign})
