"""Views of lists that a person keeps, as the lists show them: which there are, and which opens the list."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import NoReverseMatch, resolve, reverse

from departments.access import PortalRequest
from departments.models import SavedView

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What stands above a list: the person's views of it, and the state it is shown in now."""

    page: str
    views: list[SavedView]
    state: str

    @property
    def plain(self) -> str:
        """The address of the list without any view."""
        return address(self.page, "")

    @property
    def kept(self) -> list[tuple[SavedView, str, bool]]:
        """Each view with its address, and whether it is the one shown."""
        return [(view, address(self.page, view.query), view.query == self.state) for view in self.views]


def state_of(query: str) -> str:
    """Return a list's state without what is empty, and without the page that happened to be open."""
    given, kept = QueryDict(query), QueryDict(mutable=True)
    for name, values in given.lists():
        if name != "page" and any(values):
            kept.setlist(name, [value for value in values if value])
    return kept.urlencode()


def address(page: str, query: str) -> str:
    """Return the address of a list in a state.

    The state of the whole list is its first page: without any, the list opens with the person's own view.
    """
    return f"{reverse(page)}?{query or 'page=1'}"


def list_page(view: View) -> View:
    """Mark a list whose views can be kept; an address without a state opens the person's own view."""

    @wraps(view)
    def shown(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        page = request.resolver_match.view_name if request.resolver_match else ""
        views = list(SavedView.objects.visible_to(request.user).of_page(page))
        if not request.GET and request.method != "POST":
            for kept in views:
                if kept.is_default and kept.query:
                    return redirect(address(page, kept.query))
        state = state_of(request.META.get("QUERY_STRING", ""))
        request.shelf = Shelf(page, views, state)  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    shown.is_list = True  # type: ignore[attr-defined]
    return shown


def is_list(page: str) -> bool:
    """Tell whether the name is that of a list whose views can be kept."""
    try:
        return bool(getattr(resolve(reverse(page)).func, "is_list", False))
    except NoReverseMatch:
        return False


def shelf(request: HttpRequest) -> dict[str, Any]:
    """Offer the pages of lists the person's views of them."""
    return {"shelf": getattr(request, "shelf", None)}
