"""Why a target is as it is, and what people answer to it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from departments.access import Permission, PortalRequest, require
from departments.models import User
from quality_portal.lib import clock
from targets import response_actions as actions
from targets.contributions import formula_of
from targets.models import OwnJudgement, Target
from targets.moments import row_or_404, row_today, target_or_404
from targets.outlook import ahead_of, takes
from targets.progress import TargetProgress
from targets.response_forms import CommentForm, NoticeForm, OwnJudgementForm
from targets.since import light_since


def judges_for(user: User, target: Target) -> bool:
    """Tell whether the person speaks for the responsible department."""
    return user.may(Permission.ENTER_READINGS) and user.department_id == target.lead_id


@require(Permission.VIEW_TARGETS)
def why(request: PortalRequest, code: str) -> HttpResponse:
    """Show why a target has its light: rule, inputs, since when, who was told, what would change it."""
    form, row = row_or_404(request, code)
    target = row.target
    own = target.own_judgements.filter(year=row.year).select_related("judged_by").first()
    context = {
        "form": form,
        "row": row,
        "target": target,
        "formula": formula_of(target),
        "since": light_since(row),
        "ahead": ahead_of(row),
        "notices": target.notices.filter(year=row.year).select_related("department", "told_by"),
        "own": own,
        "may_tell": request.user.may(Permission.EDIT_PLAN),
        "may_judge": judges_for(request.user, target),
    }
    return render(request, "targets/why.html", context)


@require(Permission.EDIT_PLAN)
def tell(request: PortalRequest, code: str, year: int) -> HttpResponse:
    """Tell the responsible department how its target stands."""
    target = target_or_404(request, code, year)
    form = NoticeForm(request.POST or None, initial={"sentence": _said(row_today(target, year))})
    if request.method == "POST" and form.is_valid():
        actions.tell_department(
            target=target, year=year, by=request.user, now=clock.now(), **form.cleaned_data
        )
        told = _("%(department)s has been told.") % {"department": target.lead.label}
        messages.success(request, told)
        return redirect(_why_url(code, year))
    title = _("Tell %(department)s") % {"department": target.lead.label}
    context = {"form": form, "target": target, "title": title, "submit": _("Tell")}
    return render(request, "targets/form.html", context)


@require(Permission.ENTER_READINGS)
def own_judgement(request: PortalRequest, code: str, year: int) -> HttpResponse:
    """Enter the responsible department's own judgement of a year."""
    target = target_or_404(request, code, year)
    if not judges_for(request.user, target):
        raise Http404
    row = row_today(target, year)
    known = target.own_judgements.filter(year=year).first()
    form = OwnJudgementForm(request.POST or None, instance=known or OwnJudgement(target=target, year=year))
    if request.method == "POST" and form.is_valid():
        try:
            actions.judge_own(
                target=target,
                year=year,
                computed=row.light.value,
                by=request.user,
                now=clock.now(),
                version=form.seen_version,
                **form.values(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your judgement has been saved."))
            return redirect(_why_url(code, year))
    title = _("Own judgement for %(year)d") % {"year": year}
    context = {"form": form, "target": target, "title": title, "submit": _("Save"), "row": row}
    return render(request, "targets/form.html", context)


@require(Permission.EDIT_PLAN)
def comment_new(request: PortalRequest, code: str, year: int) -> HttpResponse:
    """Write a comment of the office on a target."""
    target = target_or_404(request, code, year)
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_comment(target=target, by=request.user, now=clock.now(), **form.cleaned_data)
        messages.success(request, _("The comment has been added."))
        return redirect(f"{reverse('targets:detail', args=[code])}?year={year}")
    context = {"form": form, "target": target, "title": _("Comment"), "submit": _("Add")}
    return render(request, "targets/form.html", context)


def _why_url(code: str, year: int) -> str:
    return f"{reverse('targets:why', args=[code])}?year={year}"


def _said(row: TargetProgress) -> str:
    """What a notice says unless the office words it otherwise: the reason, and what is missing."""
    return f"{row.reason} {takes(row)}".strip()
