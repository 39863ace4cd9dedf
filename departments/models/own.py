"""What belongs to one person alone: saved views of lists, hints put away, forms that were sent."""

from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from departments.models.user import User

Own = TypeVar("Own", bound=models.Model)


class OwnQuerySet(models.QuerySet[Own]):
    """Questions about what belongs to one person."""

    def visible_to(self, user: "User") -> "OwnQuerySet[Own]":
        """Return the person's own; nobody else's, whatever the role."""
        return self.filter(models.Q(owner=user))


def owner(related_name: str) -> Any:
    """Return the field that names the person; what is theirs goes with the account."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name=related_name,
        verbose_name=_("person"),
    )


class SavedView(models.Model):
    """A list as a person likes to see it (常用视图): its filters, order and columns, under a name.

    ``page`` is the name of the list's address, ``query`` what stands after it.
    """

    owner = owner("saved_views")
    page = models.CharField(_("page"), max_length=80)
    name = models.CharField(_("name of the view"), max_length=40)
    query = models.CharField(_("state of the list"), max_length=2000, blank=True)

    objects = OwnQuerySet["SavedView"].as_manager()

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
        ]

    def __str__(self) -> str:
        return self.name


class HintPutAway(models.Model):
    """A hint for first use (使用提示) that a person has read and put away."""

    owner = owner("hints_put_away")
    hint = models.CharField(_("hint"), max_length=40)

    objects = OwnQuerySet["HintPutAway"].as_manager()

    class Meta:
        verbose_name = _("hint put away")
        verbose_name_plural = _("hints put away")
        constraints = [models.UniqueConstraint(name="hint_put_away_once", fields=["owner", "hint"])]

    def __str__(self) -> str:
        return self.hint


class Submission(models.Model):
    """A form that a person sent (表单提交), so that sending it twice does its work once.

    ``key`` stands for the person, the page as it was drawn and everything typed; ``location`` is where
    the first sending led, empty while it is still at work.
    """

    key = models.CharField(_("key"), max_length=64, unique=True)
    claimed_at = models.DateTimeField(_("sent at"), db_index=True)
    location = models.CharField(_("page"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("form sent")
        verbose_name_plural = _("forms sent")

    def __str__(self) -> str:
        return self.key
