"""Importing a criteria table: upload, preview with what does not add up, confirmation."""

from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessments.actions.criteria_imports import import_criteria
from assessments.criteria_imports import Criteria, planned, read_criteria, refuse_twice
from assessments.forms.criteria_imports import CriteriaConfirmForm, CriteriaFileForm
from assessments.models import Scheme
from assessments.outline import Outline
from assessments.views.schemes import visible_scheme
from departments.access import Permission, PortalRequest, require
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.uploads import UploadError, check_upload, on_disk

SALT: Final = "assessments.criteria-import"
LASTS: Final = 3600
"""Seconds a preview may be confirmed for."""


@require(Permission.RUN_ASSESSMENT)
def receive(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a table and show what it would make of the draft; write it once that is confirmed."""
    scheme = visible_scheme(request, pk)
    if not scheme.is_open:
        messages.error(request, _("This edition is adopted. Make a new edition to change it."))
        return redirect("assessments:scheme", pk=pk)
    if "token" in request.POST:
        return _confirm(request, scheme)
    form = CriteriaFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"scheme": scheme, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            context |= _preview(request, scheme, form)
        except (SpreadsheetError, UploadError) as error:
            form.add_error("file", str(error))
        except ValidationError as error:
            form.add_error("file", error)
    return render(request, "assessments/schemes/import.html", context)
