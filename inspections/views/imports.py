"""Importing a table: upload, preview with questions, confirmation, progress, result."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from departments.access import Permission, PortalRequest, require
from departments.jobs.views import shown
from inspections.actions import imports as actions
from inspections.actions.undoing import foresee, obstacles, told, undo_import
from inspections.forms.spot_checks import ConfirmForm, DecideForm, UploadForm
from inspections.imports.report import in_words
from inspections.imports.work import launch
from inspections.models import ImportBatch
from quality_portal.lib.downloads import marked_response
from quality_portal.lib.spreadsheets.annotate import Mark
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.uploads import attachment

RECENT = 10


@require(Permission.IMPORT_SPOT_CHECKS)
def receive(request: PortalRequest) -> HttpResponse:
    """Take a table; nothing is written before it is confirmed."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            upload = actions.receive(by=request.user, **form.cleaned_data)
        except SpreadsheetError as error:
            form.add_error("file", str(error))
        else:
            return redirect("inspections:import_detail", pk=upload.pk)
    recent = ImportBatch.objects.visible_to(request.user).select_related("uploaded_by")[:RECENT]
    return render(request, "inspections/import.html", {"form": form, "recent": recent})


@require(Permission.IMPORT_SPOT_CHECKS)
def detail(request: PortalRequest, pk: int) -> HttpResponse:
    """Show what an upload would do, is doing, or has done; take the answers to its questions."""
    upload = _upload(request, pk)
    cut_off = actions.is_cut_off(upload)
    own = upload.uploaded_by_id == request.user.pk and (upload.is_open or cut_off)
    form = DecideForm(request.POST or None, upload=upload) if own else None
    if form and request.method == "POST" and form.is_valid():
        answers: dict[str, Any] = {name: form.cleaned_data.get(name) for name in form.ASKED}
        try:
            actions.decide(
                upload, by=request.user, columns=form.chosen_columns, files=form.chosen_files, **answers
            )
        except SpreadsheetError as error:
            form.add_error(None, str(error))
        else:
            return redirect("inspections:import_detail", pk=pk)
    context = {"upload": upload, "report": upload.report, "form": form, "cut_off": cut_off}
    context["mapping"] = in_words(upload.report.get("mapping", []))
    if own:
        context["confirm"] = ConfirmForm(upload=upload)
    job = upload.jobs.select_related("asked_by").unfinished().first() if upload.is_running else None
    return render(request, "inspections/import_detail.html", context | shown(job, request.user))


@require_POST
@require(Permission.IMPORT_SPOT_CHECKS)
def confirm(request: PortalRequest, pk: int) -> HttpResponse:
    """Begin to write what was shown; only who uploaded it may, and a second click changes nothing."""
    upload = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk, uploaded_by=request.user)
    form = ConfirmForm(request.POST, upload=upload)
    if not form.is_valid():
        for error in form.non_field_errors():
            messages.error(request, str(error))
    else:
        launch(upload, by=request.user, skips_cases=form.cleaned_data.get("skip_cases", False))
    return redirect("inspections:import_detail", pk=pk)


@require_GET
@require(Permission.IMPORT_SPOT_CHECKS)
def marked(request: PortalRequest, pk: int) -> HttpResponse:
    """Give the table back with the wrong cells marked red and the reason beside them."""
    upload = _upload(request, pk)
    marks = [Mark(*each) for each in upload.report.get("marks", [])]
    try:
        return marked_response(actions.stored_file(upload), marks, name=upload.file_name)
    except SpreadsheetError as error:
        messages.error(request, str(error))
        return redirect("inspections:import_detail", pk=pk)


@require_GET
@require(Permission.IMPORT_SPOT_CHECKS)
def raw(request: PortalRequest, pk: int) -> HttpResponseBase:
    """Give the table back as it was uploaded."""
    upload = _upload(request, pk)
    try:
        actions.stored_file(upload)
    except SpreadsheetError as error:
        messages.error(request, str(error))
        return redirect("inspections:import_detail", pk=pk)
    return attachment(str(upload.file.name), upload.file_name)


@require(Permission.IMPORT_SPOT_CHECKS)
def undo(request: PortalRequest, pk: int) -> HttpResponse:
    """Show what undoing an import would do, or why it cannot be done; undo it when confirmed."""
    upload = _upload(request, pk)
    if request.method == "POST":
        try:
            undone = undo_import(upload, by=request.user)
        except ValidationError:
            # The page names the reasons, which may have come up since it was opened.
            return redirect("inspections:import_undo", pk=pk)
        messages.success(request, told(undone))
        return redirect("inspections:import_detail", pk=pk)
    reasons = obstacles(upload)
    context = {"upload": upload, "reasons": reasons, "planned": None if reasons else foresee(upload)}
    return render(request, "inspections/import_undo.html", context)


def _upload(request: PortalRequest, pk: int) -> ImportBatch:
    rows = ImportBatch.objects.visible_to(request.user).select_related("campaign", "uploaded_by", "undone_by")
    return get_object_or_404(rows, pk=pk)
