"""Pages that edit the criteria of a scheme."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.actions import criteria as actions
from assessments.forms.schemes import CriterionForm
from assessments.models import Criterion, Scheme
from assessments.views.schemes import outline_of, visible_scheme
from departments.access import Permission, PortalRequest, require


def _criterion(scheme: Scheme, pk: int) -> Criterion:
    return get_object_or_404(scheme.criteria.select_related("scheme", "parent"), pk=pk)


@require(Permission.RUN_ASSESSMENT)
def criterion_new(request: PortalRequest, pk: int) -> HttpResponse:
    """Add a criterion."""
    scheme = visible_scheme(request, pk)
    form = CriterionForm(scheme, outline_of(scheme), request.POST or None)
    found = form.attempt(lambda: actions.add_criterion(scheme=scheme, by=request.user, **form.values()))
    return _answer(request, form, scheme, found, _("Add a criterion"))


@require(Permission.RUN_ASSESSMENT)
def criterion_edit(request: PortalRequest, pk: int, criterion: int) -> HttpResponse:
    """Change a criterion."""
    scheme = visible_scheme(request, pk)
    found = _criterion(scheme, criterion)
    form = CriterionForm(scheme, outline_of(scheme), request.POST or None, instance=found)
    changed = form.attempt(
        lambda: actions.change_criterion(found, by=request.user, version=form.read_version, **form.values())
    )
    return _answer(request, form, scheme, changed, _("Change the criterion"))


def _answer(
    request: PortalRequest, form: CriterionForm, scheme: Scheme, done: Criterion | None, title: str
) -> HttpResponse:
    if done is not None:
        messages.success(request, _("“%(title)s” has been saved.") % {"title": done})
        return redirect("assessments:scheme", pk=scheme.pk)
    context = {"form": form, "scheme": scheme, "title": title}
    return render(request, "assessments/schemes/criterion.html", context)


@require_POST
@require(Permission.RUN_ASSESSMENT)
def criterion_move(request: PortalRequest, pk: int, criterion: int) -> HttpResponse:
    """Move a criterion before or after its neighbour."""
    found = _criterion(visible_scheme(request, pk), criterion)
    to = actions.DOWN if request.POST.get("to") == actions.DOWN else actions.UP
    try:
        actions.move_criterion(found, by=request.user, to=to)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("assessments:scheme", pk=pk)


@require_POST
@require(Permission.RUN_ASSESSMENT)
def criterion_remove(request: PortalRequest, pk: int, criterion: int) -> HttpResponse:
    """Take a criterion out of a scheme."""
    found = _criterion(visible_scheme(request, pk), criterion)
    try:
        actions.remove_criterion(found, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("“%(title)s” has been removed.") % {"title": found})
    return redirect("assessments:scheme", pk=pk)
