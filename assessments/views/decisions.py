"""Pages on which people decide: force and lift a grade, object and answer, correct, plan and judge a plan."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessments import actions
from assessments.actions.objections import may_answer, may_object
from assessments.corrections import corrected
from assessments.forms import aftermath as forms
from assessments.models import Objection, Rectification, Ruling, Scheme
from departments.access import Permission, PortalRequest, require
from departments.models import Department, User
from quality_portal.lib import clock


def _scheme(user: User, year: int, group: str) -> Scheme:
    """Fetch a scheme the person may see."""
    return get_object_or_404(
        Scheme.objects.visible_to(user).begun(clock.today()).prefetch_related("criteria", "bands"),
        year=year,
        group=group,
    )


def _form(request: PortalRequest, form: Any, title: str, **more: object) -> HttpResponse:
    return render(request, "assessments/decide.html", {"form": form, "title": title, **more})


@require(Permission.RUN_ASSESSMENT)
def ruling_new(request: PortalRequest, year: int, group: str) -> HttpResponse:
    """Force a grade; regional and systemic incidents of the period are shown as a hint."""
    scheme = _scheme(request.user, year, group)
    hints = forms.period_incidents(scheme)
    form = forms.RulingForm(scheme, hints, request.POST or None)
    made = form.attempt(
        lambda: actions.record_ruling(scheme=scheme, by=request.user, today=clock.today(), **form.values())
    )
    if made is not None:
        messages.success(request, _("The forced grade is recorded."))
        return redirect("assessments:ruling", made.pk)
    return _form(request, form, _("Force a grade"), scheme=scheme, hints=hints)


@require(Permission.VIEW_ASSESSMENT)
def ruling(request: PortalRequest, pk: int) -> HttpResponse:
    """Show a forced grade; the office may lift it before publication."""
    found = get_object_or_404(Ruling.objects.visible_to(request.user).with_names(), pk=pk)
    is_open = found.lifted_on is None and not found.scheme.is_published
    if not (is_open and request.user.may(Permission.RUN_ASSESSMENT)):
        return render(request, "assessments/ruling.html", {"ruling": found})
    form = forms.LiftForm(request.POST or None, instance=found)
    values = {"by": request.user, "today": clock.today()}
    done = form.attempt(
        lambda: actions.lift_ruling(
            found, version=form.read_version, reason=form.cleaned_data["lifted_because"], **values
        )
    )
    if done is not None:
        messages.success(request, _("The forced grade is lifted."))
        return redirect("assessments:ruling", pk)
    return render(request, "assessments/ruling.html", {"ruling": found, "form": form})


@require(Permission.ASSESS_SELF)
def object_to(request: PortalRequest, year: int, group: str, code: str, criterion: str) -> HttpResponse:
    """Object to the own unit's points for a criterion."""
    scheme = _scheme(request.user, year, group)
    unit = get_object_or_404(Department.objects.filter(pk=request.user.department_id), code=code)
    if not may_object(scheme, unit, request.user, clock.today()):
        raise Http404
    found = get_object_or_404(scheme.criteria, code=criterion)
    form = forms.ObjectForm(request.POST or None)
    values = {"criterion": found, "unit": unit, "by": request.user}
    made = form.attempt(lambda: actions.raise_objection(text=form.cleaned_data["text"], **values))
    if made is not None:
        messages.success(request, _("The objection is handed in."))
        return redirect("assessments:objection", made.pk)
    return _form(request, form, _("Object to the points: %(name)s") % {"name": found}, scheme=scheme)


@require(Permission.VIEW_ASSESSMENT)
def objection(request: PortalRequest, pk: int) -> HttpResponse:
    """Show an objection; who may answer it finds the form below."""
    found = get_object_or_404(Objection.objects.visible_to(request.user).with_names(), pk=pk)
    if not may_answer(found, request.user):
        return render(request, "assessments/objection.html", {"objection": found})
    form = forms.AnswerForm(request.POST or None, instance=found)
    done = form.attempt(
        lambda: actions.answer_objection(found, by=request.user, version=form.read_version, **form.values())
    )
    if done is not None:
        messages.success(request, _("The objection is answered."))
        return redirect("assessments:objection", pk)
    return render(request, "assessments/objection.html", {"objection": found, "form": form})


@require(Permission.RUN_ASSESSMENT)
def correct(request: PortalRequest, year: int, group: str, code: str, criterion: str) -> HttpResponse:
    """Correct a unit's points for a criterion after publication."""
    scheme = _scheme(request.user, year, group)
    if not scheme.is_published:
        raise Http404
    total = next((each for each in corrected(scheme) if each.unit.code == code), None)
    line = total.line(criterion) if total else None
    if total is None or line is None or line.is_heading:
        raise Http404
    form = forms.CorrectionForm(request.POST or None)
    values = {"scheme": scheme, "unit": total.unit, "code": line.code, "by": request.user}
    made = form.attempt(lambda: actions.correct(**values, **form.cleaned_data))
    if made is not None:
        messages.success(request, _("Correction no. %(number)d is made.") % {"number": made.number})
        return redirect("assessments:unit", year, group, code)
    return _form(request, form, _("Correct: %(name)s") % {"name": f"{total.name} {line.name}"}, scheme=scheme)


@require(Permission.VIEW_ASSESSMENT)
def rectification(request: PortalRequest, pk: int) -> HttpResponse:
    """Show a rectification with its plan, and the form of who is to act."""
    found = get_object_or_404(Rectification.objects.visible_to(request.user).with_names(), pk=pk)
    form, change = _step(request, found)
    if form is not None and form.attempt(change) is not None:
        messages.success(request, _("The rectification is saved."))
        return redirect("assessments:rectification", pk)
    context = {"row": found, "form": form, "is_late": found.is_overdue(clock.today())}
    is_judging = form is not None and not isinstance(form, forms.PlanForm)
    returning = forms.ReturnForm(instance=found) if is_judging else None
    return render(request, "assessments/rectification.html", {**context, "returning": returning})


def _step(request: PortalRequest, row: Rectification) -> tuple[Any, Any]:
    """Return the form that is due now and what it does; nothing where the person only reads."""
    data, user = request.POST or None, request.user
    if row.task is not None:
        return None, None
    if row.handed_in_at is None:
        if user.department_id != row.unit_id or not user.may(Permission.ASSESS_SELF):
            return None, None
        form: Any = forms.PlanForm(data, instance=row)
        change = actions.write_plan
    elif not user.may(Permission.RUN_ASSESSMENT):
        return None, None
    elif "remark" in request.POST:
        form, change = forms.ReturnForm(data, instance=row), actions.return_plan
    else:
        form = forms.AcceptForm(data, instance=row)
        return form, lambda: actions.accept_plan(
            row, by=user, version=form.read_version, today=clock.today(), **form.values()
        )
    return form, lambda: change(row, by=user, version=form.read_version, **form.values())  # type: ignore[operator]
