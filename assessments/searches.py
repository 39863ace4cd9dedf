"""What can be searched for in the yearly assessment: schemes, papers, objections and forced grades."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from assessments.models import IssuedPaper, Objection, Ruling, Scheme
from departments.access import Permission
from departments.search import Find, Search


def _scheme(found: Scheme) -> Find:
    return Find(str(found), str(found.get_group_display()), reverse("assessments:scheme", args=[found.pk]))


def _paper(found: IssuedPaper) -> Find:
    note = f"{found.number} · {date_format(localtime(found.issued_at), 'Y-m-d')}"
    return Find(found.title, note, f"{reverse('assessments:paper_list')}?{urlencode({'q': found.number})}")


def _objection(found: Objection) -> Find:
    note = f"{found.unit.short_name} · {found.criterion.code} {found.criterion.name}"
    return Find(found.text, note, reverse("assessments:objection", args=[found.pk]))


def _ruling(found: Ruling) -> Find:
    note = f"{found.unit.short_name} · {found.scheme.year} · {found.letter}"
    return Find(found.reason, note, reverse("assessments:ruling", args=[found.pk]))


SEARCHES = (
    Search(
        "assessments.schemes",
        _("Assessment schemes"),
        Permission.VIEW_ASSESSMENT,
        lambda user, words: Scheme.objects.visible_to(user).matching(words),
        _scheme,
        "assessments:schemes",
    ),
    Search(
        "assessments.papers",
        _("Papers of the assessment"),
        Permission.VIEW_ASSESSMENT,
        lambda user, words: IssuedPaper.objects.visible_to(user).matching(words),
        _paper,
        "assessments:paper_list",
        ("number", "code"),
    ),
    Search(
        "assessments.objections",
        _("Objections"),
        Permission.VIEW_ASSESSMENT,
        lambda user, words: Objection.objects.visible_to(user).matching(words).with_names(),
        _objection,
    ),
    Search(
        "assessments.rulings",
        _("Forced grades"),
        Permission.VIEW_ASSESSMENT,
        lambda user, words: Ruling.objects.visible_to(user).matching(words).with_names(),
        _ruling,
    ),
)
