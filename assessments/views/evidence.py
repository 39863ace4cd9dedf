"""Evidence for points: attached, given back as attachments, removed while the self-assessment is open."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.actions import evidence as actions
from assessments.models import ScoreEvidence
from assessments.views.fetching import acts_for, assessee_of, scheme_of
from departments.access import Permission, PortalRequest, require
from quality_portal.lib import clock
from quality_portal.lib.uploads import attachment
from reports.forms import EvidenceForm


@require(Permission.ASSESS_SELF)
@require_POST
def add(request: PortalRequest, year: int, group: str, code: str, criterion: int) -> HttpResponse:
    """Attach files to a criterion; what is refused is told in a sentence."""
    scheme = scheme_of(request, year, group)
    assessee = assessee_of(request, scheme, code)
    if not acts_for(request.user, assessee):
        raise Http404
    found = get_object_or_404(scheme.criteria.all(), pk=criterion)
    form = EvidenceForm(request.POST, request.FILES)
    files, refused = form.cleaned_data["attached"] if form.is_valid() else ([], [_("Choose a file.")])
    for file in files:
        try:
            actions.add_evidence(
                assessee=assessee, criterion=found, file=file, by=request.user, now=clock.now()
            )
        except ValidationError as error:
            refused += error.messages
    for sentence in refused:
        messages.error(request, sentence)
    return redirect("assessments:self", year, group, code)


@require(Permission.ASSESS_SELF)
@require_POST
def remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Remove a file while the self-assessment is open."""
    rows = ScoreEvidence.objects.kept().visible_to(request.user).select_related("assessee__scheme")
    found = get_object_or_404(rows.select_related("assessee__unit"), pk=pk)
    if not acts_for(request.user, found.assessee):
        raise Http404
    try:
        actions.remove_evidence(evidence=found, by=request.user, now=clock.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    scheme = found.assessee.scheme
    return redirect("assessments:self", scheme.year, scheme.group, found.assessee.unit.code)


@require(Permission.VIEW_ASSESSMENT)
def download(request: PortalRequest, pk: int) -> FileResponse:
    """Give a file to save: to its unit, to the department that scores the criterion, to the office."""
    found = get_object_or_404(ScoreEvidence.objects.kept().visible_to(request.user), pk=pk)
    try:
        return attachment(found.stored_as, found.name)
    except FileNotFoundError as error:
        raise Http404(_("The file is missing on the disk. Tell the administrator.")) from error
