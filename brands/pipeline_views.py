"""Pages of the cultivation pipeline: board, list, candidate and its moves."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from brands.models import Candidate, Subsidy
from brands.pipeline_actions import award_candidate, change_candidate, list_candidate, move_candidate
from brands.pipeline_exports import candidate_table
from brands.pipeline_forms import AwardForm, CandidateForm, CandidateListForm, MoveForm, NotAwardedForm
from brands.pipeline_queries import board as board_of
from brands.pipeline_queries import steps_of
from brands.pipeline_rules import Stage, refusal
from departments.access import Permission, PortalRequest, require
from departments.changes import record_changes
from departments.saved_views import list_page
from quality_portal.lib import clock
from quality_portal.lib.downloads import FormatForm, table_response


@require(Permission.VIEW_CREDENTIALS)
@list_page
def candidates(request: PortalRequest) -> HttpResponse:
    """List the candidates."""
    form = CandidateListForm(request.GET)
    listing = form.listing(Candidate.objects.visible_to(request.user).with_units())
    context = {"listing": listing, "may_edit": request.user.may(Permission.EDIT_CREDENTIALS)}
    return render(request, "brands/pipeline/list.html", context)


@require(Permission.VIEW_CREDENTIALS)
@list_page
def board(request: PortalRequest) -> HttpResponse:
    """Show the candidates by stage, each with the moves the person may make."""
    form = CandidateListForm(request.GET)
    rows = form.filtered(Candidate.objects.visible_to(request.user))
    context = {
        "form": form,
        "lanes": board_of(rows, request.user),
        "may_edit": request.user.may(Permission.EDIT_CREDENTIALS),
    }
    return render(request, "brands/pipeline/board.html", context)


@require(Permission.VIEW_CREDENTIALS)
def export(request: PortalRequest) -> HttpResponse:
    """Give the candidates as they are filtered, as a workbook or CSV."""
    form = CandidateListForm(request.GET)
    rows = form.ordered(form.filtered(Candidate.objects.visible_to(request.user)))
    return table_response(form.seen(candidate_table(rows)), FormatForm(request.GET), on=clock.today())


@require(Permission.VIEW_CREDENTIALS)
def candidate(request: PortalRequest, pk: int) -> HttpResponse:
    """Show a candidate with its moves, what was paid, and the moves the person may make."""
    found = _candidate(request, pk)
    paid = Subsidy.objects.visible_to(request.user).filter(candidate=found)
    context = {
        "candidate": found,
        "steps": steps_of(found, request.user),
        "moves": found.moves.all(),
        "subsidies": paid.with_owners(),
        "changes": record_changes(found),
        "may_edit": request.user.may(Permission.EDIT_CREDENTIALS),
    }
    return render(request, "brands/pipeline/detail.html", context)


@require(Permission.EDIT_CREDENTIALS)
def new(request: PortalRequest) -> HttpResponse:
    """Put a candidate on the list."""
    form = CandidateForm(request.POST or None, initial={"planned_year": clock.today().year})
    listed = form.attempt(lambda: list_candidate(by=request.user, **form.values()))
    if listed is not None:
        messages.success(request, _("%(candidate)s has been listed.") % {"candidate": listed})
        return redirect("brands:candidate", pk=listed.pk)
    return render(request, "brands/pipeline/edit.html", {"form": form})


@require(Permission.EDIT_CREDENTIALS)
def edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Correct what is known of a candidate; its stage stays."""
    found = _candidate(request, pk)
    form = CandidateForm(request.POST or None, instance=found)
    changed = form.attempt(
        lambda: change_candidate(found, by=request.user, version=form.read_version, **form.values())
    )
    if changed is not None:
        messages.success(request, _("%(candidate)s has been saved.") % {"candidate": changed})
        return redirect("brands:candidate", pk=pk)
    return render(request, "brands/pipeline/edit.html", {"form": form, "candidate": found})


@require(Permission.VIEW_CREDENTIALS)
def move(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a candidate one step on; the page itself is the candidate's."""
    found = _candidate(request, pk)
    form = MoveForm(request.POST or None)
    if not form.is_valid():
        return redirect("brands:candidate", pk=pk)
    pressed = form.cleaned_data
    stage = Stage(pressed["stage"])
    try:
        move_candidate(
            found, by=request.user, version=pressed["version"], stage=stage, remark=pressed["remark"]
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        words = _("%(candidate)s is now “%(stage)s”.")
        messages.success(request, words % {"candidate": found, "stage": stage.label})
    return redirect("brands:board") if pressed["board"] else redirect("brands:candidate", pk=pk)


@require(Permission.EDIT_CREDENTIALS)
def refuse(request: PortalRequest, pk: int) -> HttpResponse:
    """Note that a candidate was not awarded, and why."""
    found = _candidate(request, pk)
    if request.method != "POST" and (reason := refusal(found.stage, Stage.NOT_AWARDED)):
        messages.error(request, str(reason))
        return redirect("brands:candidate", pk=pk)
    form = NotAwardedForm(request.POST or None, instance=found)
    moved = form.attempt(
        lambda: move_candidate(
            found, by=request.user, version=form.read_version, stage=Stage.NOT_AWARDED, **form.values()
        )
    )
    if moved is not None:
        return redirect("brands:candidate", pk=pk)
    return render(request, "brands/pipeline/refuse.html", {"form": form, "candidate": found})


@require(Permission.EDIT_CREDENTIALS)
def award(request: PortalRequest, pk: int) -> HttpResponse:
    """Enter the credential a candidate was awarded."""
    found = _candidate(request, pk)
    if request.method != "POST" and (reason := refusal(found.stage, Stage.AWARDED)):
        messages.error(request, str(reason))
        return redirect("brands:candidate", pk=pk)
    form = AwardForm(request.POST or None, candidate=found)
    if request.method == "POST" and form.is_valid():
        try:
            credential = award_candidate(found, by=request.user, version=form.read_version, **form.values())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("%(credential)s has been entered.") % {"credential": credential})
            return redirect("brands:detail", pk=credential.pk)
    return render(request, "brands/pipeline/award.html", {"form": form, "candidate": found})


def _candidate(request: PortalRequest, pk: int) -> Candidate:
    """Return the candidate if the person may see it, else 404."""
    rows = Candidate.objects.visible_to(request.user).with_units().select_related("credential__kind")
    return get_object_or_404(rows, pk=pk)
