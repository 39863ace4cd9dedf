"""Pages of the schemes: the list, a scheme with its criteria, its settings, copies and adoption."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessments.actions import criteria as criteria_actions
from assessments.actions import editions as actions
from assessments.actions.carrying import carried
from assessments.forms.schemes import (
    AdoptForm,
    BandsForm,
    CopyForm,
    NewSchemeForm,
    SchemeListForm,
    SettingsForm,
)
from assessments.models import Scheme
from assessments.outline import Outline
from assessments.scheme_exports import scheme_table
from assessments.views.results import carried_out
from departments.access import Permission, PortalRequest, require
from departments.changes import record_changes
from departments.saved_views import list_page
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response


def visible_scheme(request: PortalRequest, pk: int) -> Scheme:
    """Return the scheme if the person may see it, else 404."""
    rows = Scheme.objects.visible_to(request.user).select_related("adopted_by", "copied_from")
    return get_object_or_404(rows, pk=pk)


def outline_of(scheme: Scheme) -> Outline:
    """Return the tree of a scheme's criteria with who scores them: one query."""
    return Outline(list(scheme.criteria.select_related("scored_by")))


@require(Permission.VIEW_ASSESSMENT)
@list_page
def scheme_list(request: PortalRequest) -> HttpResponse:
    """Find schemes of all years, groups and editions."""
    rows = Scheme.objects.visible_to(request.user).with_counts()
    context = {
        "listing": SchemeListForm(request.GET).listing(rows),
        "may_run": request.user.may(Permission.RUN_ASSESSMENT),
    }
    return render(request, "assessments/schemes/list.html", context)


@require(Permission.VIEW_ASSESSMENT)
def scheme_export(request: PortalRequest) -> HttpResponse:
    """Give the schemes as they are filtered, as a workbook or CSV."""
    form = SchemeListForm(request.GET)
    rows = form.ordered(form.filtered(Scheme.objects.visible_to(request.user).with_counts()))
    return table_response(form.seen(scheme_table(rows)), FormatForm(request.GET), on=clock.today())


@require(Permission.VIEW_ASSESSMENT)
def scheme(request: PortalRequest, pk: int) -> HttpResponse:
    """Show a scheme: its settings, criteria, grades and what does not add up."""
    found = visible_scheme(request, pk)
    context = {
        "scheme": found,
        "outline": outline_of(found),
        "bands": found.bands.all(),
        "changes": record_changes(found),
        "may_run": request.user.may(Permission.RUN_ASSESSMENT),
        "may_edit": request.user.may(Permission.RUN_ASSESSMENT) and found.is_open,
    }
    return render(request, "assessments/schemes/detail.html", context)


@require(Permission.RUN_ASSESSMENT)
def scheme_new(request: PortalRequest) -> HttpResponse:
    """Begin a scheme."""
    form = NewSchemeForm(request.POST or None)
    found = form.attempt(lambda: actions.create_scheme(by=request.user, **form.values()))
    if found is not None:
        messages.success(request, _("“%(title)s” has been entered.") % {"title": found})
        return redirect("assessments:scheme", pk=found.pk)
    return render(request, "assessments/schemes/edit.html", {"form": form, "title": _("New scheme")})


@require(Permission.RUN_ASSESSMENT)
def scheme_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Change a scheme's settings."""
    found = visible_scheme(request, pk)
    form = SettingsForm(request.POST or None, instance=found)
    changed = form.attempt(
        lambda: actions.change_scheme(found, by=request.user, version=form.read_version, **form.values())
    )
    if changed is not None:
        messages.success(request, _("“%(title)s” has been saved.") % {"title": changed})
        return redirect("assessments:scheme", pk=pk)
    context = {"form": form, "scheme": found, "title": _("Settings of the scheme")}
    return render(request, "assessments/schemes/edit.html", context)


@require(Permission.RUN_ASSESSMENT)
def scheme_copy(request: PortalRequest, pk: int) -> HttpResponse:
    """Copy a scheme into another year, or as a new edition of its own."""
    found = visible_scheme(request, pk)
    form = CopyForm(request.POST or None, initial={"year": found.year + 1})
    made: list[Scheme] = []
    if request.method == "POST" and form.is_valid():
        year = form.cleaned_data["year"]
        if carried_out(
            form, lambda: made.append(actions.copy_scheme(source=found, year=year, by=request.user))
        ):
            messages.success(request, _("The copy can be edited now."))
            return redirect("assessments:scheme", pk=made[0].pk)
    context = {"form": form, "scheme": found, "title": _("Copy the scheme")}
    return render(request, "assessments/schemes/edit.html", context)


@require(Permission.RUN_ASSESSMENT)
def scheme_adopt(request: PortalRequest, pk: int) -> HttpResponse:
    """Tell what becomes of the scores given so far, then bring the edition into force."""
    found = visible_scheme(request, pk)
    plan = carried(found)
    initial = {"version": found.version, "drops": len(plan.dropped)}
    form = AdoptForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if carried_out(form, lambda: actions.adopt(scheme=found, by=request.user, **values)):
            messages.success(request, _("The edition is adopted and in force."))
            return redirect("assessments:scheme", pk=pk)
    context = {"form": form, "scheme": found, "plan": plan, "warnings": outline_of(found).warnings}
    return render(request, "assessments/schemes/adopt.html", context)


@require(Permission.RUN_ASSESSMENT)
def scheme_bands(request: PortalRequest, pk: int) -> HttpResponse:
    """Edit a scheme's grades."""
    found = visible_scheme(request, pk)
    form = BandsForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        bands = form.bands
        if carried_out(form, lambda: criteria_actions.set_bands(scheme=found, bands=bands, by=request.user)):
            messages.success(request, _("The grades have been saved."))
            return redirect("assessments:scheme", pk=pk)
    return render(request, "assessments/schemes/bands.html", {"form": form, "scheme": found})
