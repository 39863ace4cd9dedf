"""Pages of the plan's targets."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from departments.access import Permission, PortalRequest, require
from departments.models import User
from quality_portal.lib import clock
from targets import actions
from targets.changes import changes_of
from targets.charts import course_chart, draw
from targets.contributions import by_township, formula_of
from targets.forms import (
    BenchmarkForm,
    GoalForm,
    ReadingCheckForm,
    ReadingForm,
    TargetListForm,
)
from targets.headline import arrange, by_sector, headline, select
from targets.models import Benchmark, Goal, Reading, Region, Target
from targets.moments import row_or_404
from targets.moments import target_or_404 as _target
from targets.outlook import ahead_of, freshness, losses
from targets.progress import progress
from targets.response_forms import CommentForm
from targets.tables import goal_lines
from targets.tasks import attached_tasks


@require(Permission.VIEW_TARGETS)
def target_list(request: PortalRequest) -> HttpResponse:
    """Show every target of a year's plan, part by part."""
    form = TargetListForm(request.GET, today=clock.today())
    rows = progress(form.chosen_year, form.chosen_day)
    sort = form.value("sort") or ""
    shown = arrange(select(rows, **form.choice), sort)
    fresh = freshness(rows)
    context = {
        "form": form,
        "listing": {"sort": sort},
        "headline": headline(rows),
        "losses": losses(rows),
        "sectors": [(sector, draw(found, fresh)) for sector, found in by_sector(shown)],
        "year": form.chosen_year,
        "on": form.chosen_day,
        "may_confirm": request.user.may(Permission.EDIT_PLAN),
    }
    return render(request, "targets/list.html", context)


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
        "may_report": is_reporter and user.may(Permission.ENTER_READINGS) and actions.takes_readings(target),
    }


def _form_page(request: PortalRequest, form: Any, target: Target, **words: Any) -> HttpResponse:
    return render(request, "targets/form.html", {"form": form, "target": target, **words})


@require(Permission.EDIT_PLAN)
def goal_edit(request: PortalRequest, code: str, year: int) -> HttpResponse:
    """Set or change the goal of a year."""
    target = _target(request, code, year)
    goal = target.goals.filter(year=year).first() or Goal(target=target, year=year)
    form = GoalForm(request.POST or None, instance=goal)
    if request.method == "POST" and form.is_valid():
        actions.set_goal(
            target=target, year=year, by=request.user, version=form.seen_version, **form.values()
        )
        messages.success(request, _("The goal for %(year)d has been saved.") % {"year": year})
        return redirect("targets:detail", code)
    title = _("Goal for %(year)d") % {"year": year}
    return _form_page(request, form, target, title=title, submit=_("Save"), goal=goal)


@require(Permission.EDIT_PLAN)
def goal_confirm(request: PortalRequest, code: str, year: int) -> HttpResponse:
    """Confirm, corrected where needed, a figure that is doubtful in the founding document."""
    target = _target(request, code, year)
    goal = get_object_or_404(target.goals.awaiting_confirmation(), year=year)
    form = GoalForm(request.POST or None, instance=goal)
    if request.method == "POST" and form.is_valid():
        actions.confirm_goal(
            goal=goal, by=request.user, now=clock.now(), version=form.read_version, **form.values()
        )
        messages.success(request, _("The goal for %(year)d has been confirmed.") % {"year": year})
        return redirect("targets:detail", code)
    title = _("Confirm the goal for %(year)d") % {"year": year}
    return _form_page(request, form, target, title=title, submit=_("Confirm"), goal=goal)


@require(Permission.ENTER_READINGS)
def reading_new(request: PortalRequest, code: str) -> HttpResponse:
    """Enter a reading; the office checks it before it counts."""
    today = clock.today()
    own = Target.objects.reported_by(request.user).active().select_related("plan", "lead")
    target = own.filter(code=code).order_by("-plan__start_year").first()
    if target is None:
        raise Http404
    form = ReadingForm(request.POST or None, initial={"as_of": today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_reading(
                target=target, by=request.user, now=clock.now(), today=today, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The reading has been entered; the office will check it."))
            return redirect("targets:detail", code)
    return _form_page(request, form, target, title=_("Enter a reading"), submit=_("Enter"))


@require(Permission.CHECK_READINGS)
def reading_check(request: PortalRequest, code: str, pk: int) -> HttpResponse:
    """Accept a reading or return it with a remark."""
    readings = Reading.objects.visible_to(request.user).select_related("target__plan", "entered_by")
    reading = get_object_or_404(readings, pk=pk, target__code=code)
    form = ReadingCheckForm(request.POST or None, initial={"version": reading.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_reading(reading=reading, by=request.user, now=clock.now(), **form.decided())
        except ValidationError as error:
            form.add_error(None, error)
        else:
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
    if request.method == "POST" and form.is_valid():
        actions.set_benchmark(
            target=target,
            region=region,
            year=year,
            by=request.user,
            version=form.seen_version,
            **form.values(),
        )
        messages.success(request, _("The average has been saved."))
        return redirect("targets:detail", code)
    title = _("%(region)s average in %(year)d") % {"region": Region(region).label, "year": year}
    return _form_page(request, form, target, title=title, submit=_("Save"))
