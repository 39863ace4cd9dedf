"""Urging notices: the register, one notice, issuing, answering, closing, escalating, printing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST

from departments.access import Permission, PortalRequest, require
from departments.actions.notices import answer_notice, close_notice, escalate_notices, issue_notice
from departments.changes import record_changes
from departments.models import UrgingNotice
from departments.notice_exports import notice_table
from departments.notice_forms import AnswerForm, CloseForm, NoticeForm, NoticeListForm
from departments.saved_views import list_page
from departments.supervision import Lights, units_in_red
from departments.task_forms import YearForm
from departments.task_papers import notice_number, notice_paper
from departments.views.tasks import task_of
from quality_portal.lib import clock
from quality_portal.lib.documents.errors import PaperError
from quality_portal.lib.downloads import FormatForm, table_response

FORM_PAGE = "departments/notices/edit.html"


@require(Permission.VIEW_TASKS)
@list_page
def notice_list(request: PortalRequest) -> HttpResponse:
    """Find urging notices."""
    today = clock.today()
    rows = UrgingNotice.objects.visible_to(request.user)
    context = {
        "listing": NoticeListForm(request.GET, today=today).listing(rows.with_units()),
        "today": today,
        "may_edit": request.user.may(Permission.EDIT_TASKS),
        "expired": rows.expired(today).count(),
        "may_see_red": request.user.may(Permission.VIEW_DASHBOARD),
    }
    return render(request, "departments/notices/list.html", context)


@require(Permission.VIEW_TASKS)
def notice_export(request: PortalRequest) -> HttpResponse:
    """Give the notices as they are filtered, as a workbook or CSV."""
    today = clock.today()
    form = NoticeListForm(request.GET, today=today)
    rows = form.ordered(form.filtered(UrgingNotice.objects.visible_to(request.user)))
    return table_response(form.seen(notice_table(rows)), FormatForm(request.GET), on=today)


@require(Permission.VIEW_DASHBOARD)
def red_units(request: PortalRequest) -> HttpResponse:
    """List the units with so many red notices in a year that the leader is to know."""
    today = clock.today()
    form = YearForm(request.GET)
    year, lights = form.chosen(today), Lights.in_force(today)
    units = units_in_red(year, lights.reds_listed)
    context = {"units": units, "year": year, "threshold": lights.reds_listed, "form": form}
    return render(request, "departments/notices/red_units.html", context)


@require(Permission.VIEW_TASKS)
def notice(request: PortalRequest, pk: int) -> HttpResponse:
    """Show a notice with its answer and history."""
    found = _notice(request, pk)
    context = {
        "notice": found,
        "number": notice_number(found),
        "expired": found.is_expired(clock.today()),
        "changes": record_changes(found),
        "may_edit": request.user.may(Permission.EDIT_TASKS),
        "may_answer": request.user.may(Permission.REPORT_TASKS) and found.closed_on is None,
        "following": UrgingNotice.objects.visible_to(request.user).filter(escalated_from=found).first(),
    }
    return render(request, "departments/notices/detail.html", context)


@require(Permission.EDIT_TASKS)
def notice_new(request: PortalRequest, code: str) -> HttpResponse:
    """Issue a notice for a task."""
    task = task_of(request, code)
    form = NoticeForm(request.POST or None, task=task, lights=Lights.in_force(clock.today()))
    found = form.attempt(lambda: issue_notice(task, by=request.user, **form.values()))
    if found is not None:
        messages.success(request, _("Notice %(number)s has been issued.") % {"number": notice_number(found)})
        return redirect("tasks:notice", pk=found.pk)
    context = {
        "form": form,
        "task": task,
        "title": _("Issue an urging notice"),
        "submit": pgettext("notice", "Issue"),
    }
    return render(request, FORM_PAGE, context)


@require(Permission.REPORT_TASKS)
def notice_answer(request: PortalRequest, pk: int) -> HttpResponse:
    """Answer a notice."""
    found = _notice(request, pk)
    form = AnswerForm(request.POST or None, instance=found, initial={"answered_on": clock.today()})
    changed = form.attempt(
        lambda: answer_notice(found, by=request.user, version=form.read_version, **form.values())
    )
    if changed is not None:
        messages.success(request, _("The answer has been recorded."))
        return redirect("tasks:notice", pk=pk)
    context = {"form": form, "notice": found, "task": found.task, "title": _("Answer the urging notice")}
    return render(request, FORM_PAGE, {**context, "submit": _("Send the answer")})


@require(Permission.EDIT_TASKS)
def notice_close(request: PortalRequest, pk: int) -> HttpResponse:
    """Close a notice."""
    found = _notice(request, pk)
    form = CloseForm(request.POST or None, instance=found, initial={"closed_on": clock.today()})
    changed = form.attempt(
        lambda: close_notice(found, by=request.user, version=form.read_version, **form.values())
    )
    if changed is not None:
        messages.success(request, _("The notice has been closed."))
        return redirect("tasks:notice", pk=pk)
    context = {"form": form, "notice": found, "task": found.task, "title": _("Close the urging notice")}
    return render(request, FORM_PAGE, {**context, "submit": _("Close the notice")})


@require(Permission.EDIT_TASKS)
@require_POST
def escalate(request: PortalRequest) -> HttpResponse:
    """Let a graver notice follow each one that was not answered by its day."""
    followed = len(escalate_notices(by=request.user, today=clock.today()))
    words = ngettext(
        "%(n)d graver notice has been issued.", "%(n)d graver notices have been issued.", followed
    )
    messages.success(request, words % {"n": followed})
    return redirect("tasks:notices")


@require(Permission.VIEW_TASKS)
def notice_print(request: PortalRequest, pk: int) -> HttpResponse:
    """Print a notice as a letter."""
    found = _notice(request, pk)
    try:
        content = notice_paper(found)
    except PaperError as error:
        raise Http404(str(error)) from error
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="notice-{found.number}.pdf"'
    return response


def _notice(request: PortalRequest, pk: int) -> UrgingNotice:
    """Return the notice if the person may see it, else 404."""
    rows = UrgingNotice.objects.visible_to(request.user).with_units()
    return get_object_or_404(rows.select_related("task__lead"), pk=pk)
