"""Targets of the plan can be searched for by code and name."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from departments.access import Permission
from departments.search import Find, Search
from targets.models import Target

SEARCHES = (
    Search(
        "targets.targets",
        _("Targets"),
        Permission.VIEW_TARGETS,
        lambda user, words: Target.objects.visible_to(user).matching(words).select_related("lead"),
        lambda target: Find(
            target.label,
            f"{target.code} · {target.lead.short_name}",
            reverse("targets:detail", args=[target.code]),
        ),
        codes=("code",),
    ),
)
