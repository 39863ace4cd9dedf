"""Pages of activities."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from departments.access import Permission, PortalRequest, require
from departments.activities.actions import change_activity, record_activity, remove_photograph
from departments.activities.exports import activity_table
from departments.activities.forms import ActivityForm, ActivityListForm
from departments.audit.middleware import shown_in_page
from departments.changes import record_changes
from departments.models import Activity, Photograph
from departments.saved_views import list_page
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response
from quality_portal.lib.uploads import attachment


@require(Permission.VIEW_ACTIVITIES)
@list_page
def activity_list(request: PortalRequest) -> HttpResponse:
    """Find activities."""
    rows = Activity.objects.visible_to(request.user).select_related("department")
    context = {
        "listing": ActivityListForm(request.GET).listing(rows),
        "may_enter": request.user.may(Permission.ENTER_ACTIVITIES),
    }
    return render(request, "departments/activities/list.html", context)


@require(Permission.VIEW_ACTIVITIES)
def activity_export(request: PortalRequest) -> HttpResponse:
    """Give the activities as they are filtered, as a workbook or CSV."""
    form = ActivityListForm(request.GET)
    rows = form.ordered(form.filtered(Activity.objects.visible_to(request.user)))
    return table_response(form.seen(activity_table(rows)), FormatForm(request.GET), on=clock.today())


@require(Permission.VIEW_ACTIVITIES)
def activity(request: PortalRequest, pk: int) -> HttpResponse:
    """Show an activity with its photographs and its history."""
    rows = Activity.objects.visible_to(request.user).select_related("department")
    found = get_object_or_404(rows, pk=pk)
    may_edit = (
        request.user.may(Permission.ENTER_ACTIVITIES)
        and Activity.objects.editable_by(request.user).filter(pk=pk).exists()
    )
    context = {
        "activity": found,
        "photographs": found.photographs.shown(),
        "changes": record_changes(found) if may_edit else [],
        "may_edit": may_edit,
    }
    return render(request, "departments/activities/detail.html", context)


@require(Permission.ENTER_ACTIVITIES)
def activity_new(request: PortalRequest) -> HttpResponse:
    """Enter an activity."""
    form = ActivityForm(request.POST or None, request.FILES or None, user=request.user)
    found = form.attempt(lambda: record_activity(by=request.user, today=clock.today(), **form.values()))
    if found is not None:
        messages.success(request, _("“%(title)s” has been entered.") % {"title": found})
        return redirect("activities:detail", pk=found.pk)
    return render(request, "departments/activities/edit.html", {"form": form})


@require(Permission.ENTER_ACTIVITIES)
def activity_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Correct an activity and add photographs."""
    found = get_object_or_404(Activity.objects.editable_by(request.user), pk=pk)
    form = ActivityForm(request.POST or None, request.FILES or None, instance=found, user=request.user)
    changed = form.attempt(
        lambda: change_activity(
            found, by=request.user, version=form.read_version, today=clock.today(), **form.values()
        )
    )
    if changed is not None:
        messages.success(request, _("“%(title)s” has been saved.") % {"title": changed})
        return redirect("activities:detail", pk=pk)
    return render(request, "departments/activities/edit.html", {"form": form, "activity": found})


@require(Permission.VIEW_ACTIVITIES)
def photograph(request: PortalRequest, pk: int) -> FileResponse:
    """Give a photograph as a file to save."""
    found = _photograph(request, pk)
    return _file(str(found.file.name), found.name)


@require(Permission.VIEW_ACTIVITIES)
@shown_in_page
def thumbnail(request: PortalRequest, pk: int) -> FileResponse:
    """Give a photograph's thumbnail, which the page of its activity shows."""
    found = _photograph(request, pk)
    return _file(str(found.small.name), found.name)


@require(Permission.ENTER_ACTIVITIES)
@require_POST
def photograph_remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a photograph back."""
    own = Photograph.objects.shown().filter(activity__in=Activity.objects.editable_by(request.user))
    found = get_object_or_404(own, pk=pk)
    remove_photograph(found, by=request.user)
    messages.success(request, _("“%(name)s” is no longer shown.") % {"name": found.name})
    return redirect("activities:detail", pk=found.activity_id)


def _photograph(request: PortalRequest, pk: int) -> Photograph:
    return get_object_or_404(Photograph.objects.visible_to(request.user).shown(), pk=pk)


def _file(stored: str, name: str) -> FileResponse:
    try:
        return attachment(stored, name)
    except FileNotFoundError as error:
        raise Http404(_("The file is missing on the disk. Tell the administrator.")) from error
