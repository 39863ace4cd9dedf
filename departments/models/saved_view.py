"""Views of lists that a person keeps."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from departments.models.user import User


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Questions about the views people keep."""

    def visible_to(self, user: "User") -> "SavedViewQuerySet":
        """Return the person's own; nobody else's, whatever the role."""
        return self.filter(owner=user)

    def of_page(self, page: str) -> "SavedViewQuerySet":
        """Return the views of one list."""
        return self.filter(page=page)


class SavedView(models.Model):
    """A list as a person likes to see it (常用视图): its filters, order and columns, under a name.

    ``page`` is the name of the list's address, ``query`` what stands after it.
    """

    # What a person keeps for themselves goes with the account; no record hangs on it.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="saved_views",
        verbose_name=_("person"),
    )
    page = models.CharField(_("page"), max_length=80)
    name = models.CharField(_("name of the view"), max_length=40)
    query = models.CharField(_("state of the list"), max_length=2000, blank=True)
    is_default = models.BooleanField(_("the list opens with it"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="saved_view_once",
                fields=["owner", "page", "name"],
                violation_error_message=_("A view of this name is there already."),
            ),
            models.UniqueConstraint(
                name="saved_view_one_default",
                fields=["owner", "page"],
                condition=Q(is_default=True),
                violation_error_message=_("A list opens with one view only."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
