"""Importing a criteria table: upload, preview with what does not add up, confirmation."""

import tempfile
from pathlib import Path, PurePath
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.actions.criteria_imports import import_criteria
from assessments.criteria_imports import Answers, CriteriaDraft, read_criteria
from assessments.criteria_plan import plan_of, state_of
from assessments.forms.criteria_imports import (
    CHECK,
    MARKED,
    SUFFIXES,
    WRITE,
    AnswersForm,
    ConfirmForm,
    CriteriaFileForm,
    digest,
)
from assessments.models import Scheme
from assessments.views.schemes import visible_scheme
from departments.access import Permission, PortalRequest, require
from departments.backoffice import uploads
from quality_portal.lib.downloads import marked_response
from quality_portal.lib.spreadsheets.annotate import Mark
from quality_portal.lib.spreadsheets.errors import SpreadsheetError


@require(Permission.RUN_ASSESSMENT)
def receive(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a table and show what it would make of the draft; nothing is written yet."""
    scheme = visible_scheme(request, pk)
    if not scheme.is_open:
        messages.error(request, _("This edition is adopted. Make a new edition to change it."))
        return redirect("assessments:scheme", pk=pk)
    if "token" in request.POST:
        return _answered(request, scheme)
    form = CriteriaFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"scheme": scheme, "form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = b"".join(file.chunks())
        suffix = PurePath(file.name).suffix.lower()
        try:
            draft = _drafted(content, suffix, scheme, Answers())
        except SpreadsheetError as error:
            form.add_error("file", str(error))
        else:
            number = SUFFIXES.index(suffix)
            kept = uploads.keep(content, user=int(request.user.pk), model=_model(scheme), file_format=number)
            context |= _preview(scheme, draft, Answers(), kept.token)
    return render(request, "assessments/schemes/import.html", context)


def _answered(request: PortalRequest, scheme: Scheme) -> HttpResponse:
    """Do with an upload what the person asks: look again, take it back marked, or write it."""
    form = ConfirmForm(request.POST)
    token = form.cleaned_data["token"] if form.is_valid() else ""
    try:
        upload, content = uploads.find(token, user=int(request.user.pk), model=_model(scheme))
    except uploads.UploadError as error:
        messages.error(request, str(error))
        return redirect("assessments:criteria_import", pk=scheme.pk)
    answers = AnswersForm.sent(request.POST).answers
    suffix = SUFFIXES[upload.format]
    try:
        draft = _drafted(content, suffix, scheme, answers)
    except SpreadsheetError as error:
        messages.error(request, str(error))
        draft, answers = _drafted(content, suffix, scheme, Answers()), Answers()
        form.cleaned_data["do"] = CHECK
    if form.cleaned_data["do"] == MARKED:
        return _marked(content, suffix, scheme, draft)
    if form.cleaned_data["do"] == WRITE and _written(request, scheme, draft, answers, form):
        uploads.forget(upload)
        return redirect("assessments:scheme", pk=scheme.pk)
    context = {"scheme": scheme, "form": CriteriaFileForm()} | _preview(scheme, draft, answers, token)
    return render(request, "assessments/schemes/import.html", context)


def _written(
    request: PortalRequest, scheme: Scheme, draft: CriteriaDraft, answers: Answers, form: ConfirmForm
) -> bool:
    """Write what was shown; False, with the reason told, where it is not what was shown or is refused."""
    state, _mark, shown = form.cleaned_data["seen"].partition("-")
    if draft.table.refused or shown != digest(answers):
        messages.error(request, _("Nothing was written. Look at the preview with these answers first."))
        return False
    try:
        written = import_criteria(scheme=scheme, items=draft.items, by=request.user, seen=state)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    words = ngettext(
        "%(n)d criterion has been written or removed.",
        "%(n)d criteria have been written or removed.",
        written,
    )
    messages.success(request, words % {"n": written})
    return True


def _preview(scheme: Scheme, draft: CriteriaDraft, answers: Answers, token: str) -> dict[str, Any]:
    plan = plan_of(scheme, draft.items)
    units = {name: answers.units.get(name) for name in draft.asked}
    settled = Answers({index: name for index, name in draft.table.columns.items() if name}, units)
    return {
        "draft": draft,
        "shared": {item.criterion.pk for item in draft.items if item.line.shared},
        "report": {"rejected": draft.table.refused, "refused": len(draft.table.refused)},
        "plan": plan,
        "outline": plan.outline,
        "answers": AnswersForm.of(draft, answers),
        "token": token,
        "seen": f"{state_of(scheme)}-{digest(settled)}",
        "may_write": not draft.table.refused and plan.changes > 0,
    }


def _marked(content: bytes, suffix: str, scheme: Scheme, draft: CriteriaDraft) -> HttpResponse:
    """Give the table back with the cells that cannot be read marked red and the reason beside them."""
    marks = [Mark(each.sheet, each.row - 1, each.index, each.message) for each in draft.table.refused]
    with tempfile.NamedTemporaryFile(suffix=suffix) as copy:
        copy.write(content)
        copy.flush()
        return marked_response(Path(copy.name), marks, name=f"{scheme.name}{suffix}")


def _model(scheme: Scheme) -> str:
    """Return what an upload is kept for: it is confirmed for the same scheme only."""
    return f"assessments.scheme:{scheme.pk}"


def _drafted(content: bytes, suffix: str, scheme: Scheme, answers: Answers) -> CriteriaDraft:
    with tempfile.NamedTemporaryFile(suffix=suffix) as copy:
        copy.write(content)
        copy.flush()
        return read_criteria(Path(copy.name), name=f"criteria{suffix}", scheme=scheme, answers=answers)
