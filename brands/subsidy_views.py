"""Pages of awards and subsidies paid, and of the usual amounts."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from brands.models import Subsidy, UsualAmount
from brands.pipeline_exports import subsidy_table, usual_amount_table
from brands.subsidy_actions import change_usual_amount, correct_payment, pay, set_usual_amount
from brands.subsidy_forms import OwnerForm, SubsidyForm, SubsidyListForm, UsualAmountForm, UsualAmountListForm
from brands.subsidy_queries import subsidy_totals
from departments.access import Permission, PortalRequest, require
from departments.changes import record_changes
from departments.saved_views import list_page
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response


@require(Permission.VIEW_CREDENTIALS)
@list_page
def subsidies(request: PortalRequest) -> HttpResponse:
    """List what was paid; above it the totals per year and kind."""
    form = SubsidyListForm(request.GET)
    rows = Subsidy.objects.visible_to(request.user)
    context = {"listing": form.listing(rows.with_owners()), "totals": subsidy_totals(form.filtered(rows))}
    return render(request, "brands/subsidies/list.html", context)


@require(Permission.VIEW_CREDENTIALS)
def export(request: PortalRequest) -> HttpResponse:
    """Give the payments as they are filtered, as a workbook or CSV."""
    form = SubsidyListForm(request.GET)
    rows = form.ordered(form.filtered(Subsidy.objects.visible_to(request.user)))
    return table_response(form.seen(subsidy_table(rows)), FormatForm(request.GET), on=clock.today())


@require(Permission.EDIT_CREDENTIALS)
def new(request: PortalRequest) -> HttpResponse:
    """Enter what was paid for a credential or a candidate; the usual amount is proposed."""
    owner = OwnerForm(request.GET, user=request.user).owner
    if owner is None:
        raise Http404
    today = clock.today()
    usual = UsualAmount.objects.in_force(today).filter(kind=owner.kind).first()
    form = SubsidyForm(request.POST or None, usual=usual)
    paid = form.attempt(lambda: pay(owner=owner, by=request.user, today=today, **form.values()))
    if paid is not None:
        messages.success(request, _("The payment has been entered."))
        return redirect("brands:subsidy", pk=paid.pk)
    return render(request, "brands/subsidies/edit.html", {"form": form, "owner": owner})


@require(Permission.VIEW_CREDENTIALS)
def subsidy(request: PortalRequest, pk: int) -> HttpResponse:
    """Show a payment with its history."""
    found = _subsidy(request, pk)
    context = {
        "subsidy": found,
        "changes": record_changes(found),
        "may_edit": request.user.may(Permission.EDIT_CREDENTIALS),
    }
    return render(request, "brands/subsidies/detail.html", context)


@require(Permission.EDIT_CREDENTIALS)
def edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Correct a payment."""
    found = _subsidy(request, pk)
    form = SubsidyForm(request.POST or None, instance=found)
    changed = form.attempt(
        lambda: correct_payment(
            found, by=request.user, version=form.read_version, today=clock.today(), **form.values()
        )
    )
    if changed is not None:
        messages.success(request, _("The payment has been saved."))
        return redirect("brands:subsidy", pk=pk)
    return render(
        request, "brands/subsidies/edit.html", {"form": form, "owner": found.owner, "subsidy": found}
    )


@require(Permission.VIEW_CREDENTIALS)
@list_page
def amounts(request: PortalRequest) -> HttpResponse:
    """List what is usually paid, by which policy."""
    listing = UsualAmountListForm(request.GET).listing(UsualAmount.objects.select_related("kind"))
    context = {"listing": listing, "may_edit": request.user.may(Permission.EDIT_CREDENTIALS)}
    return render(request, "brands/subsidies/amounts.html", context)


@require(Permission.VIEW_CREDENTIALS)
def amounts_export(request: PortalRequest) -> HttpResponse:
    """Give the usual amounts as they are filtered, as a workbook or CSV."""
    form = UsualAmountListForm(request.GET)
    rows = form.ordered(form.filtered(UsualAmount.objects.select_related("kind")))
    return table_response(form.seen(usual_amount_table(rows)), FormatForm(request.GET), on=clock.today())


@require(Permission.EDIT_CREDENTIALS)
def amount_new(request: PortalRequest) -> HttpResponse:
    """Enter what is usually paid for a kind."""
    form = UsualAmountForm(request.POST or None)
    if form.attempt(lambda: set_usual_amount(by=request.user, **form.values())) is not None:
        messages.success(request, _("The usual amount has been saved."))
        return redirect("brands:amounts")
    return render(request, "brands/subsidies/amount_edit.html", {"form": form})


@require(Permission.EDIT_CREDENTIALS)
def amount_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Change what is usually paid for a kind."""
    found = get_object_or_404(UsualAmount.objects.select_related("kind"), pk=pk)
    form = UsualAmountForm(request.POST or None, instance=found)
    changed = form.attempt(
        lambda: change_usual_amount(found, by=request.user, version=form.read_version, **form.values())
    )
    if changed is not None:
        messages.success(request, _("The usual amount has been saved."))
        return redirect("brands:amounts")
    context = {"form": form, "amount": found, "changes": record_changes(found)}
    return render(request, "brands/subsidies/amount_edit.html", context)


def _subsidy(request: PortalRequest, pk: int) -> Subsidy:
    """Return the payment if the person may see it, else 404."""
    return get_object_or_404(Subsidy.objects.visible_to(request.user).with_owners(), pk=pk)
