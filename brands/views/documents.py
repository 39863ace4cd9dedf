"""The papers behind a credential: attach one, give it back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from brands import actions
from brands.models import CredentialDocument
from brands.suspension_forms import DocumentForm
from brands.views.register import shown_credential
from departments.access import Permission, PortalRequest, require
from quality_portal.lib.uploads import attachment


@require(Permission.EDIT_CREDENTIALS)
def attach(request: PortalRequest, pk: int) -> HttpResponse:
    """Attach a paper to a credential."""
    credential = shown_credential(request, pk)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        entered = form.cleaned_data
        try:
            actions.attach_document(credential, entered["file"], by=request.user, title=entered["title"])
        except ValidationError as error:
            form.add_error("file", error.messages[0])
        else:
            messages.success(request, _("“%(title)s” has been attached.") % {"title": entered["title"]})
            return redirect("brands:detail", pk=pk)
    return render(request, "brands/document.html", {"form": form, "pk": pk, "name": str(credential)})


@require(Permission.VIEW_CREDENTIALS)
def document(request: PortalRequest, pk: int, document_pk: int) -> FileResponse:
    """Give a paper as a file to save."""
    credential = shown_credential(request, pk)
    found: CredentialDocument = get_object_or_404(credential.documents, pk=document_pk)
    try:
        return attachment(str(found.file.name), found.file_name)
    except FileNotFoundError as error:
        raise Http404(_("The file is missing on the disk. Tell the administrator.")) from error
