"""Pages of instruments and their verifications."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from departments.access import Permission, PortalRequest, require
from departments.saved_views import list_page
from enterprises.actions import instruments as actions
from enterprises.exports import instrument_table
from enterprises.forms.instruments import InstrumentForm, InstrumentListForm, VerificationForm
from enterprises.instrument_lines import lines
from enterprises.models import Enterprise, Instrument, Verification
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response


@require(Permission.VIEW_ENTERPRISES)
@list_page
def instrument_list(request: PortalRequest) -> HttpResponse:
    """List instruments with their state on a day."""
    form = InstrumentListForm(request.GET, today=clock.today())
    rows = Instrument.objects.visible_to(request.user)
    listing = form.listing(rows.select_related("enterprise__township"))
    context = {"listing": listing, "lines": lines(listing.page, form.day), "day": form.day}
    if form.value("compare"):
        context["counted"] = form.filtered(rows).allowed(form.day).count()
    return render(request, "enterprises/instruments.html", context)


@require(Permission.VIEW_ENTERPRISES)
def export(request: PortalRequest) -> HttpResponse:
    """Give the list as it is filtered, as a workbook or CSV."""
    form = InstrumentListForm(request.GET, today=clock.today())
    rows = form.ordered(form.filtered(Instrument.objects.visible_to(request.user)))
    return table_response(
        form.seen(instrument_table(rows, form.day)), FormatForm(request.GET), on=clock.today()
    )


@require(Permission.EDIT_ENTERPRISES)
def new(request: PortalRequest, credit_code: str) -> HttpResponse:
    """Add an instrument."""
    rows = Enterprise.objects.standing().visible_to(request.user)
    enterprise = get_object_or_404(rows, credit_code=credit_code)
    form = InstrumentForm(request.POST or None, instance=Instrument(enterprise=enterprise))
    if request.method == "POST" and form.is_valid():
        actions.create_instrument(enterprise, by=request.user, **form.values())
        return redirect("enterprises:detail", credit_code=credit_code)
    return render(request, "enterprises/instrument_edit.html", {"form": form, "enterprise": enterprise})


@require(Permission.EDIT_ENTERPRISES)
def edit(request: PortalRequest, credit_code: str, pk: int) -> HttpResponse:
    """Change an instrument, for example when it is withdrawn from use."""
    instrument = _instrument(request, credit_code, pk)
    form = InstrumentForm(request.POST or None, instance=instrument)
    if request.method == "POST" and form.is_valid():
        actions.change_instrument(instrument, by=request.user, version=form.read_version, **form.values())
        return redirect("enterprises:detail", credit_code=credit_code)
    context = {"form": form, "enterprise": instrument.enterprise, "instrument": instrument}
    return render(request, "enterprises/instrument_edit.html", context)


@require(Permission.EDIT_ENTERPRISES)
def verification_new(request: PortalRequest, credit_code: str, pk: int) -> HttpResponse:
    """Enter a verification of an instrument."""
    instrument = _instrument(request, credit_code, pk)
    form = VerificationForm(request.POST or None, instance=Verification(instrument=instrument))
    if request.method == "POST" and form.is_valid():
        actions.create_verification(instrument, by=request.user, **form.values())
        return redirect("enterprises:detail", credit_code=credit_code)
    context = {"form": form, "enterprise": instrument.enterprise, "instrument": instrument}
    return render(request, "enterprises/verification_edit.html", context)


@require(Permission.EDIT_ENTERPRISES)
def verification_edit(
    request: PortalRequest, credit_code: str, pk: int, verification_pk: int
) -> HttpResponse:
    """Correct what is noted of a verification."""
    instrument = _instrument(request, credit_code, pk)
    verification = get_object_or_404(instrument.verifications, pk=verification_pk)
    form = VerificationForm(request.POST or None, instance=verification)
    if request.method == "POST" and form.is_valid():
        actions.change_verification(verification, by=request.user, version=form.read_version, **form.values())
        return redirect("enterprises:detail", credit_code=credit_code)
    context = {"form": form, "enterprise": instrument.enterprise, "instrument": instrument}
    return render(request, "enterprises/verification_edit.html", context)


def _instrument(request: PortalRequest, credit_code: str, pk: int) -> Instrument:
    """Return the enterprise's instrument if the person may see it, else 404."""
    rows = Instrument.objects.visible_to(request.user).select_related("enterprise")
    return get_object_or_404(rows, pk=pk, enterprise__credit_code=credit_code, enterprise__merged_into=None)
