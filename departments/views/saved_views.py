"""Views of lists that a person keeps: listed above each list, saved and removed there."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from departments.access import Permission, PortalRequest, require
from departments.actions.saved_views import remove_view, save_view
from departments.backoffice import CleanTextMixin
from departments.models import SavedView


def state_of(query: str) -> str:
    """Return a list's state without what is empty, and without the page that happened to be open."""
    given = QueryDict(query)
    kept = QueryDict(mutable=True)
    for name, values in given.lists():
        if name != "page" and any(values):
            kept.setlist(name, [value for value in values if value])
    return kept.urlencode()


class SaveViewForm(CleanTextMixin, forms.Form):
    """Keeps the list's state under a name."""

    page = forms.CharField(max_length=80)
    name = forms.CharField(label=gettext_lazy("name of the view"), max_length=40)
    query = forms.CharField(required=False, max_length=2000)

    def clean_page(self) -> str:
        """Take nothing but a page of the portal that needs no more than its name."""
        page = str(self.cleaned_data["page"])
        try:
            reverse(page)
        except NoReverseMatch:
            raise ValidationError(_("There is no such list.")) from None
        return page

    def clean_query(self) -> str:
        """Keep the state as it is compared."""
        return state_of(self.cleaned_data["query"])


@require(Permission.SIGN_IN)
@require_POST
def view_save(request: PortalRequest) -> HttpResponse:
    """Keep the list as it is shown under a name, and show it again."""
    form = SaveViewForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, errors[0])
        return redirect(form.cleaned_data.get("page") or "home")
    try:
        view = save_view(by=request.user, **form.cleaned_data)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The view “%(name)s” has been saved.") % {"name": view})
    return redirect(address(form.cleaned_data["page"], form.cleaned_data["query"]))


@require(Permission.SIGN_IN)
@require_POST
def view_remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Remove a view of the person's own."""
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    remove_view(view, by=request.user)
    messages.success(request, _("The view “%(name)s” has been removed.") % {"name": view})
    return redirect(view.page)


def address(page: str, query: str) -> str:
    """Return the address of a list in a state."""
    return f"{reverse(page)}?{query}" if query else reverse(page)


def saved_views(request: HttpRequest) -> dict[str, Any]:
    """Offer every page the person's views of it; nothing is asked unless the page shows them."""
    match, user = request.resolver_match, getattr(request, "user", None)
    if match is None or match.kwargs or user is None or not user.is_authenticated:
        return {}
    return {"list_page": match.view_name, "saved_views": SimpleLazyObject(lambda: _views(request))}


def _views(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the person's views of this page, each with its address and whether it is the one shown."""
    page, shown = request.resolver_match.view_name, state_of(request.META.get("QUERY_STRING", ""))
    return [
        {"view": view, "url": address(page, view.query), "current": view.query == shown}
        for view in SavedView.objects.visible_to(request.user).filter(page=page)
    ]
