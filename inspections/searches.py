"""What can be searched for among spot checks, cases and registers."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from departments.access import Permission
from departments.search import Find, Search
from inspections.models import Campaign, Case, Incident, InfringementCase, Sample


def _sample(found: Sample) -> Find:
    note = f"{found.producer_name} · {date_format(found.judged_on, 'Y-m-d')} · {found.get_result_display()}"
    return Find(str(found), note, reverse("inspections:sample", args=[found.pk]))


def _campaign(found: Campaign) -> Find:
    note = found.document_number or found.code
    return Find(found.name, note, f"{reverse('inspections:list')}?campaign={found.pk}")


def _case(found: Case) -> Find:
    return Find(found.number, found.party, reverse("cases:detail", args=[found.number]))


def _infringement(found: InfringementCase) -> Find:
    note = f"{found.party} · {found.get_state_display()}"
    return Find(found.number, note, reverse("registers:infringement", args=[found.pk]))


def _incident(found: Incident) -> Find:
    note = f"{found.get_kind_display()} · {date_format(found.occurred_on, 'Y-m-d')}"
    return Find(found.title, note, reverse("registers:incident", args=[found.pk]))


SEARCHES = (
    Search(
        "inspections.samples",
        _("Spot checks"),
        Permission.VIEW_INSPECTIONS,
        lambda user, words: Sample.objects.visible_to(user).naming(words),
        _sample,
        "inspections:list",
        ("batch",),
    ),
    Search(
        "inspections.campaigns",
        _("Campaigns"),
        Permission.VIEW_INSPECTIONS,
        lambda user, words: Campaign.objects.visible_to(user).matching(words),
        _campaign,
        "inspections:campaigns",
        ("code", "document_number"),
    ),
    Search(
        "inspections.cases",
        _("Enforcement cases"),
        Permission.VIEW_INSPECTIONS,
        lambda user, words: Case.objects.visible_to(user).matching(words),
        _case,
        "cases:list",
        ("number",),
    ),
    Search(
        "inspections.infringements",
        _("Infringement cases"),
        Permission.VIEW_INSPECTIONS,
        lambda user, words: InfringementCase.objects.visible_to(user).matching(words),
        _infringement,
        "registers:infringements",
        ("number",),
    ),
    Search(
        "inspections.incidents",
        _("Quality incidents"),
        Permission.VIEW_INSPECTIONS,
        lambda user, words: Incident.objects.visible_to(user).matching(words),
        _incident,
        "registers:incidents",
    ),
)
