"""Keeping, renaming and removing views of lists; each leads back to the list as it was shown."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from departments.access import Permission, PortalRequest, require
from departments.actions.saved_views import open_with_view, remove_view, rename_view, save_view
from departments.backoffice import CleanTextMixin
from departments.models import SavedView
from departments.saved_views import address, is_list, state_of


class ViewNameForm(CleanTextMixin, forms.Form):
    """Names a view."""

    name = forms.CharField(label=gettext_lazy("name of the view"), max_length=40)


class SaveViewForm(ViewNameForm):
    """Keeps the list's state under a name."""

    page = forms.CharField(max_length=80)
    query = forms.CharField(required=False, max_length=2000)

    def clean_page(self) -> str:
        """Take nothing but one of the lists."""
        page = str(self.cleaned_data["page"])
        if not is_list(page):
            raise ValidationError(_("There is no such list."))
        return page

    def clean_query(self) -> str:
        """Keep the state as it is compared."""
        return state_of(self.cleaned_data["query"])


def tell_errors(request: PortalRequest, form: forms.Form) -> None:
    """Say in a message what is wrong with the form, which has no page of its own."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else None
        messages.error(request, f"{label}: {errors[0]}" if label else str(errors[0]))


def back(request: PortalRequest, page: str) -> HttpResponse:
    """Lead back to the list in the state it was shown in."""
    return redirect(address(page, state_of(request.POST.get("query", "")[:2000])))


def own_view(request: PortalRequest, pk: int) -> SavedView:
    """Return a view of the person's own, else 404."""
    return get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)


@require(Permission.SIGN_IN)
@require_POST
def view_save(request: PortalRequest) -> HttpResponse:
    """Keep the list as it is shown under a name, and show it again."""
    form = SaveViewForm(request.POST)
    if not form.is_valid():
        tell_errors(request, form)
        page = form.cleaned_data.get("page")
        return back(request, page) if page else redirect("home")
    try:
        view = save_view(by=request.user, **form.cleaned_data)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The view “%(name)s” has been saved.") % {"name": view})
    return back(request, form.cleaned_data["page"])


@require(Permission.SIGN_IN)
@require_POST
def view_rename(request: PortalRequest, pk: int) -> HttpResponse:
    """Call a view of the person's own otherwise."""
    view, form = own_view(request, pk), ViewNameForm(request.POST)
    if not form.is_valid():
        tell_errors(request, form)
        return back(request, view.page)
    name = form.cleaned_data["name"]
    try:
        rename_view(view, by=request.user, name=name)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The view is now called “%(name)s”.") % {"name": name})
    return back(request, view.page)


@require(Permission.SIGN_IN)
@require_POST
def view_open_with(request: PortalRequest, pk: int) -> HttpResponse:
    """Let the list open with a view of the person's own, or with it no longer."""
    view = own_view(request, pk)
    open_with_view(view, by=request.user, on=not view.is_default)
    words = (
        _("The list no longer opens with the view “%(name)s”.")
        if view.is_default
        else _("The list now opens with the view “%(name)s”.")
    )
    messages.success(request, words % {"name": view})
    return back(request, view.page)


@require(Permission.SIGN_IN)
@require_POST
def view_remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Remove a view of the person's own."""
    view = own_view(request, pk)
    remove_view(view, by=request.user)
    messages.success(request, _("The view “%(name)s” has been removed.") % {"name": view})
    return back(request, view.page)
