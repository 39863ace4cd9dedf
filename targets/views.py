"""Pages of the plan's targets."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from departments.access import Permission, PortalRequest, require
from departments.models import User
from departments.saved_views import list_page
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response
from quality_portal.lib.uploads import attachment
from targets import actions
from targets.changes import changes_of
from targets.charts import course_chart, draw
from targets.contributions import by_township, formula_of
from targets.forms import (
    BenchmarkForm,
    GoalForm,
    OverrideForm,
    ReadingCheckForm,
    ReadingForm,
    TargetListForm,
)
from targets.goal_history import goal_changes
from targets.headline import arrange, by_sector, headline, select
from targets.models import Benchmark, Goal, Reading, Region, Target
from targets.moments import row_or_404
from targets.moments import target_or_404 as _target
from targets.outlook import ahead_of, freshness, losses
from targets.progress import plan_for, progress
from targets.progress_exports import progress_table
from targets.proposals import closed_years
from targets.response_forms import CommentForm
from targets.tables import goal_lines
from targets.tasks import attached_tasks


@require(Permission.VIEW_TARGETS)
@list_page
def target_list(request: PortalRequest) -> HttpResponse:
    """Show every target of a year's plan, part by part."""
    form = TargetListForm(request.GET, today=clock.today())
    rows = progress(form.chosen_year, form.chosen_day)
    sort = form.value("sort") or ""
    shown = arrange(select(rows, **form.choice), sort)
    fresh = freshness(rows)
    context = {
        "form": form,
        "listing": {"sort": sort, "form": form},
        "headline": headline(rows),
        "losses": losses(rows),
        "sectors": [(sector, draw(found, fresh)) for sector, found in by_sector(shown)],
        "year": form.chosen_year,
        "on": form.chosen_day,
        "may_confirm": request.user.may(Permission.EDIT_PLAN),
        "plan": rows[0].target.plan if rows else plan_for(form.chosen_year),
    }
    return render(request, "targets/list.html", context)


@require(Permission.VIEW_TARGETS)
def export(request: PortalRequest) -> HttpResponse:
    """Give the targets as they are filtered, as a workbook or CSV."""
    form = TargetListForm(request.GET, today=clock.today())
    rows = select(progress(form.chosen_year, form.chosen_day), **form.choice)
    table = progress_table(arrange(rows, form.value("sort") or ""), form.chosen_day)
    return table_response(form.seen(table), FormatForm(request.GET), on=form.chosen_day)


@require(Permission.VIEW_TARGETS)
def detail(request: PortalRequest, code: str) -> HttpResponse:
    """Show a target: where it stands and why, its course, its goals, who contributes, what is said of it."""
    form, row = row_or_404(request, code)
    target = row.target
    readings = target.readings.visible_to(request.user)
    context = {
        "form": form,
        "row": row,
        "target": target,
        "formula": formula_of(target),
        "chart": course_chart(row),
        "contributed": by_township(row),
        "lines": goal_lines(row),
        "readings": readings.select_related("entered_by", "checked_by"),
        "tasks": attached_tasks(target, request.user),
        "changes": changes_of(target),
        "goal_changes": goal_changes(target),
        "closed_years": closed_years(target.plan),
        "ahead": ahead_of(row),
        "own": target.own_judgements.filter(year=row.year).first(),
        "comments": target.comments.select_related("written_by"),
        "comment_form": CommentForm(),
    }
    return render(request, "targets/detail.html", context | _rights(request.user, target))


def _rights(user: User, target: Target) -> dict[str, bool]:
    """What the person may do on the target's page."""
    is_reporter = Target.objects.reported_by(user).filter(pk=target.pk).exists()
    return {
        "may_edit": user.may(Permission.EDIT_PLAN),
        "may_check": user.may(Permission.CHECK_READINGS),
        "may_override": user.may(Permission.CHECK_READINGS) and bool(target.measure),
        "may_report": is_reporter and user.may(Permission.ENTER_READINGS) and actions.takes_readings(target),
    }


def _form_page(request: PortalRequest, form: Any, target: Target, **words: Any) -> HttpResponse:
    return render(request, "targets/form.html", {"form": form, "target": target, **words})


def _done(form: Any, action: Callable[[], object]) -> bool:
    """Whether the form was right and the action did it; what it refused stands in the form."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        action()
    except ValidationError as error:
        named = getattr(error, "error_dict", None)
        known = named if named and set(named) <= set(form.fields) else None
        form.add_error(None, error if known else ValidationError(error.messages))
        return False
    return True


@require(Permission.EDIT_PLAN)
def goal_edit(request: PortalRequest, code: str, year: int) -> HttpResponse:
    """Set or change the goal of a year."""
    target = _target(request, code, year)
    goal = target.goals.filter(year=year).first() or Goal(target=target, year=year)
    form = GoalForm(request.POST or None, instance=goal)
    if _done(
        form,
        lambda: actions.set_goal(
            target=target, year=year, by=request.user, version=form.seen_version, **form.values()
        ),
    ):
        messages.success(request, _("The goal for %(year)d has been saved.") % {"year": year})
        return redirect("targets:detail", code)
    title = _("Goal for %(year)d") % {"year": year}
    return _form_page(request, form, target, title=title, submit=_("Save"), goal=goal)


@require(Permission.EDIT_PLAN)
def goal_confirm(request: PortalRequest, code: str, year: int) -> HttpResponse:
    """Confirm, corrected where needed, a figure that is doubtful in the founding document."""
    target = _target(request, code, year)
    goal = get_object_or_404(target.goals.select_related("confirmed_by"), year=year)
    if not goal.is_doubtful:
        messages.info(request, _confirmed_words(goal))
        return redirect("targets:detail", code)
    form = GoalForm(request.POST or None, instance=goal)
    if _done(
        form,
        lambda: actions.confirm_goal(
            goal=goal, by=request.user, now=clock.now(), version=form.read_version, **form.values()
        ),
    ):
        messages.success(request, _("The goal for %(year)d has been confirmed.") % {"year": year})
        return redirect("targets:detail", code)
    title = _("Confirm the goal for %(year)d") % {"year": year}
    return _form_page(request, form, target, title=title, submit=_("Confirm"), goal=goal)


def _confirmed_words(goal: Goal) -> str:
    if goal.confirmed_at is None:
        return _("The goal for %(year)d does not wait for confirmation.") % {"year": goal.year}
    return _("The goal for %(year)d was already confirmed by %(person)s.") % {
        "year": goal.year,
        "person": goal.confirmed_by,
    }


@require(Permission.ENTER_READINGS)
def reading_new(request: PortalRequest, code: str) -> HttpResponse:
    """Enter a reading; the office checks it before it counts."""
    today = clock.today()
    target = _reported(request, code)
    if not actions.takes_readings(target):
        if request.user.may(Permission.CHECK_READINGS):
            return redirect("targets:reading_override", code)
        messages.error(request, _("This figure is computed from records; only the office can override it."))
        return redirect("targets:detail", code)
    form = ReadingForm(request.POST or None, request.FILES or None, initial={"as_of": today})
    if _done(
        form,
        lambda: actions.add_reading(
            target=target, by=request.user, now=clock.now(), today=today, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The reading has been entered; the office will check it."))
        return redirect("targets:detail", code)
    return _form_page(request, form, target, title=_("Enter a reading"), submit=_("Enter"))


def _reported(request: PortalRequest, code: str) -> Target:
    """Return the target the person enters readings for, else 404."""
    own = Target.objects.reported_by(request.user).active().select_related("plan", "lead")
    target = own.filter(code=code).order_by("-plan__start_year").first()
    if target is None:
        raise Http404
    return target


@require(Permission.CHECK_READINGS)
def reading_override(request: PortalRequest, code: str) -> HttpResponse:
    """Set a value in place of the one computed from records, with the reason."""
    today = clock.today()
    target = _reported(request, code)
    if not target.measure:
        return redirect("targets:reading_new", code)
    form = OverrideForm(request.POST or None, request.FILES or None, initial={"as_of": today})
    if _done(
        form,
        lambda: actions.override_figure(
            target=target, by=request.user, now=clock.now(), today=today, **form.values()
        ),
    ):
        messages.success(request, _("The value counts from now on; the computed one stays beside it."))
        return redirect("targets:detail", code)
    row = progress(today.year, today, target.plan, only=code)[:1]
    words = {"title": _("Override the computed figure"), "submit": _("Override"), "computed": row}
    return _form_page(request, form, target, **words)


@require(Permission.VIEW_TARGETS)
def evidence(request: PortalRequest, code: str, pk: int) -> FileResponse:
    """Give the evidence of a reading as a file to save, to those who may see the reading."""
    readings = Reading.objects.visible_to(request.user).exclude(evidence="")
    reading = get_object_or_404(readings, pk=pk, target__code=code)
    try:
        return attachment(str(reading.evidence.name), reading.evidence_name)
    except FileNotFoundError as error:
        raise Http404(_("The file is missing on the disk. Tell the administrator.")) from error


@require(Permission.CHECK_READINGS)
def reading_check(request: PortalRequest, code: str, pk: int) -> HttpResponse:
    """Accept a reading or return it with a remark."""
    readings = Reading.objects.visible_to(request.user).select_related("target__plan", "entered_by")
    reading = get_object_or_404(readings, pk=pk, target__code=code)
    form = ReadingCheckForm(request.POST or None, initial={"version": reading.version})
    if _done(
        form,
        lambda: actions.check_reading(reading=reading, by=request.user, now=clock.now(), **form.decided()),
    ):
        messages.success(request, _("The reading has been checked."))
        return redirect("targets:detail", code)
    title, submit = _("Check a reading"), _("Save")
    return _form_page(request, form, reading.target, title=title, submit=submit, reading=reading)


@require(Permission.EDIT_PLAN)
def benchmark_edit(request: PortalRequest, code: str, region: str, year: int) -> HttpResponse:
    """Enter or correct the average of a larger region."""
    if region not in Region.values:
        raise Http404
    target = _target(request, code, year)
    known = target.benchmarks.filter(region=region, year=year).first()
    form = BenchmarkForm(
        request.POST or None, instance=known or Benchmark(target=target, region=region, year=year)
    )
    place: dict[str, Any] = {"target": target, "region": region, "year": year}
    if _done(
        form,
        lambda: actions.set_benchmark(**place, by=request.user, version=form.seen_version, **form.values()),
    ):
        messages.success(request, _("The average has been saved."))
        return redirect("targets:detail", code)
    title = _("%(region)s average in %(year)d") % {"region": Region(region).label, "year": year}
    return _form_page(request, form, target, title=title, submit=_("Save"))
