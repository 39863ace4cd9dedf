"""What can be searched for in the register of brands and in the cultivation pipeline."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from brands.models import Candidate, Credential, Subsidy
from departments.access import Permission
from departments.search import Find, Search


def _credential(found: Credential) -> Find:
    return Find(str(found), str(found.holder), reverse("brands:detail", args=[found.pk]))


def _candidate(found: Candidate) -> Find:
    note = f"{found.kind} · {found.get_stage_display()}"
    return Find(str(found.holder), note, reverse("brands:candidate", args=[found.pk]))


def _subsidy(found: Subsidy) -> Find:
    note = f"{found.document_number} · {found.payer}"
    return Find(str(found), note, reverse("brands:subsidy", args=[found.pk]))


SEARCHES = (
    Search(
        "brands.credentials",
        _("Brands and certification"),
        Permission.VIEW_CREDENTIALS,
        lambda user, words: (
            Credential.objects.visible_to(user)
            .matching(words)
            .select_related("kind", "enterprise", "department")
        ),
        _credential,
        "brands:list",
        ("number",),
    ),
    Search(
        "brands.candidates",
        _("Cultivation pipeline"),
        Permission.VIEW_CREDENTIALS,
        lambda user, words: Candidate.objects.visible_to(user).matching(words).with_units(),
        _candidate,
        "brands:candidates",
    ),
    Search(
        "brands.subsidies",
        _("Awards and subsidies"),
        Permission.VIEW_CREDENTIALS,
        lambda user, words: Subsidy.objects.visible_to(user).matching(words).with_owners(),
        _subsidy,
        "brands:subsidies",
        ("document_number",),
    ),
)
