"""Pages of meetings and decisions that everybody invited may read."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from departments.access import SEES_EVERYTHING, Permission, PortalRequest, require
from departments.changes import record_changes
from departments.meetings import papers
from departments.meetings.exports import decision_table, meeting_table
from departments.meetings.forms import DecisionListForm, MatterForm, MeetingListForm, VersionForm
from departments.meetings.queries import decision_lines
from departments.meetings.views.fetching import meeting_of, pdf_response
from departments.models import AgendaItem, Decision, Meeting
from departments.models.meeting import FOLLOWING
from departments.saved_views import list_page
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response


@require(Permission.VIEW_MEETINGS)
@list_page
def meeting_list(request: PortalRequest) -> HttpResponse:
    """Find meetings."""
    context = {
        "listing": MeetingListForm(request.GET).listing(Meeting.objects.visible_to(request.user)),
        "may_edit": request.user.may(Permission.EDIT_MEETINGS),
    }
    return render(request, "departments/meetings/list.html", context)


@require(Permission.VIEW_MEETINGS)
def meeting_export(request: PortalRequest) -> HttpResponse:
    """Give the meetings as they are filtered, as a workbook or CSV."""
    form = MeetingListForm(request.GET)
    rows = form.ordered(form.filtered(Meeting.objects.visible_to(request.user)))
    return table_response(form.seen(meeting_table(rows)), FormatForm(request.GET), on=clock.today())


@require(Permission.VIEW_MEETINGS)
@list_page
def decision_list(request: PortalRequest) -> HttpResponse:
    """Find decisions and see how far each is."""
    rows = Decision.objects.visible_to(request.user).in_force().with_state()
    listing = DecisionListForm(request.GET).listing(rows)
    context = {"listing": listing, "lines": decision_lines(listing.page, clock.today())}
    return render(request, "departments/meetings/decisions.html", context)


@require(Permission.VIEW_MEETINGS)
def decision_export(request: PortalRequest) -> HttpResponse:
    """Give the decisions as they are filtered, as a workbook or CSV."""
    form, today = DecisionListForm(request.GET), clock.today()
    rows = form.ordered(form.filtered(Decision.objects.visible_to(request.user).in_force()))
    return table_response(form.seen(decision_table(rows, today)), FormatForm(request.GET), on=today)


@require(Permission.VIEW_MEETINGS)
def meeting(request: PortalRequest, pk: int) -> HttpResponse:
    """Show a meeting: agenda, who came, what was decided, the papers."""
    found, user = meeting_of(request, pk), request.user
    items = AgendaItem.objects.visible_to(user).filter(meeting=found)
    may_edit = user.may(Permission.EDIT_MEETINGS)
    shows_record = found.minutes_number is not None or user.is_superuser or user.role in SEES_EVERYTHING
    decisions = found.decisions.with_state() if shows_record else Decision.objects.none()
    context = {
        "meeting": found,
        "items": items.taken().select_related("presenter", "raised_by"),
        "waiting": items.waiting().select_related("raised_by"),
        "attendance": found.attendance.select_related("department") if shows_record else [],
        "decisions": decision_lines(decisions, clock.today()),
        "then": FOLLOWING.get(found.state),
        "may_edit": may_edit,
        "may_raise": found.is_ahead and user.may(Permission.RAISE_MATTERS) and user.department_id,
        "matter_form": MatterForm(),
        "version_form": VersionForm(initial={"version": found.version}),
        "changes": record_changes(found) if may_edit else [],
    }
    return render(request, "departments/meetings/detail.html", context)


@require(Permission.VIEW_MEETINGS)
def minutes_paper(request: PortalRequest, pk: int) -> HttpResponse:
    """Print the minutes; before they are issued the office alone sees the draft."""
    found = meeting_of(request, pk)
    if not found.minutes_number and not request.user.may(Permission.EDIT_MEETINGS):
        raise Http404(_("The minutes have not been issued yet."))
    return pdf_response(request, lambda: papers.minutes_pdf(found), f"minutes-{found.pk}", pk)
