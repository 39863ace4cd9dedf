"""Pages on which a person decides whether two files belong to one enterprise."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from departments.access import Permission, PortalRequest, require
from enterprises.actions.merging import keep_apart, merge_enterprises
from enterprises.duplicates import Couple, couples, pairs, side
from enterprises.forms.merging import ApartForm, DuplicateListForm, MergeForm
from enterprises.models import Enterprise


@require(Permission.EDIT_ENTERPRISES)
def duplicates(request: PortalRequest) -> HttpResponse:
    """List the pairs of files with near names that nobody has decided about."""
    listing = DuplicateListForm(request.GET).listing(pairs(request.user))
    context = {"listing": listing, "couples": couples(listing.page.object_list)}
    return render(request, "enterprises/duplicates.html", context)


@require(Permission.EDIT_ENTERPRISES)
def merge(request: PortalRequest, first: str, second: str) -> HttpResponse:
    """Show both files side by side, and make them one."""
    couple = _couple(request, first, second)
    form = MergeForm(request.POST or None, couple=couple)
    if request.method == "POST" and form.is_valid():
        kept = merge_enterprises(
            form.kept,
            form.gone,
            by=request.user,
            versions=form.versions,
            reason=form.cleaned_data["reason"],
        )
        words = _("%(gone)s has been merged into this file.") % {"gone": form.gone}
        messages.success(request, words)
        return redirect("enterprises:detail", credit_code=kept.credit_code)
    context = {"couple": couple, "sides": [side(each) for each in couple], "form": form, "apart": ApartForm()}
    return render(request, "enterprises/merge.html", context)


@require(Permission.EDIT_ENTERPRISES)
@require_POST
def apart(request: PortalRequest, first: str, second: str) -> HttpResponse:
    """Note that the two are different enterprises."""
    couple = _couple(request, first, second)
    form = ApartForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why they are two enterprises."))
        return redirect("enterprises:merge", first=first, second=second)
    try:
        keep_apart(*couple, by=request.user, reason=form.cleaned_data["apart_reason"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The two files stay apart and are not proposed again."))
    return redirect("enterprises:duplicates")


def _couple(request: PortalRequest, first: str, second: str) -> Couple:
    """Return both files if the person may see them and they are two, else 404."""
    if first == second:
        raise Http404(_("A file cannot be merged into itself. Choose two files."))
    rows = Enterprise.objects.standing().visible_to(request.user).with_products()
    return get_object_or_404(rows, credit_code=first), get_object_or_404(rows, credit_code=second)
