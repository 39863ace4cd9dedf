"""Keeping, renaming and removing the views of lists that belong to one person."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from departments.models import SavedView

if TYPE_CHECKING:
    from departments.models import User

MOST_VIEWS = 12
"""Views of one list that one person may keep: more cannot be overlooked above a list."""


@transaction.atomic
def save_view(*, by: "User", page: str, name: str, query: str) -> SavedView:
    """Keep a list's state under a name; the same name again takes the new state.

    Raises ValidationError when the person keeps too many views of the list already.
    """
    own = SavedView.objects.visible_to(by).of_page(page)
    if own.count() >= MOST_VIEWS and not own.filter(name=name).exists():
        raise ValidationError(_("At most %(most)d views of a list can be kept.") % {"most": MOST_VIEWS})
    view, _made = SavedView.objects.update_or_create(
        owner=by, page=page, name=name, defaults={"query": query}
    )
    return view


@transaction.atomic
def rename_view(view: SavedView, *, by: "User", name: str) -> None:
    """Call a view otherwise.

    Raises ValidationError when the person has another view of that name on the list.
    """
    own = SavedView.objects.visible_to(by)
    if own.of_page(view.page).filter(name=name).exclude(pk=view.pk).exists():
        raise ValidationError(_("A view of this name is there already."))
    own.filter(pk=view.pk).update(name=name)


@transaction.atomic
def open_with_view(view: SavedView, *, by: "User", on: bool) -> None:
    """Let the list open with this view instead of any other, or with none."""
    own = SavedView.objects.visible_to(by)
    own.of_page(view.page).filter(is_default=True).update(is_default=False)
    if on:
        own.filter(pk=view.pk).update(is_default=True)


def remove_view(view: SavedView, *, by: "User") -> None:
    """Remove a view of the person's own; nobody else's can be reached."""
    SavedView.objects.visible_to(by).filter(pk=view.pk).delete()
