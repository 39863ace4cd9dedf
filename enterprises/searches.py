"""What can be searched for among the quality files."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from departments.access import Permission
from departments.search import Find, Search
from enterprises.models import Enterprise, Instrument, Product


def _enterprise(found: Enterprise) -> Find:
    note = f"{found.credit_code} · {found.township.short_name}"
    return Find(found.name, note, reverse("enterprises:detail", args=[found.credit_code]))


def _product(found: Product) -> Find:
    page = reverse("enterprises:detail", args=[found.enterprise.credit_code])
    return Find(found.name, found.enterprise.name, f"{page}#products")


def _instrument(found: Instrument) -> Find:
    page = reverse("enterprises:detail", args=[found.enterprise.credit_code])
    return Find(str(found), found.enterprise.name, f"{page}#instruments")


SEARCHES = (
    Search(
        "enterprises.enterprises",
        _("Enterprise files"),
        Permission.VIEW_ENTERPRISES,
        lambda user, words: (
            Enterprise.objects.standing()
            .visible_to(user)
            .matching(words)
            .select_related("township")
            .order_by("rank", "name_key", "pk")  # type: ignore[misc]
        ),
        _enterprise,
        "enterprises:list",
        ("credit_code",),
    ),
    Search(
        "enterprises.products",
        _("Products and standards"),
        Permission.VIEW_ENTERPRISES,
        lambda user, words: Product.objects.visible_to(user).naming(words).select_related("enterprise"),
        _product,
        "enterprises:products",
    ),
    Search(
        "enterprises.instruments",
        _("Measuring instruments"),
        Permission.VIEW_ENTERPRISES,
        lambda user, words: Instrument.objects.visible_to(user).matching(words).select_related("enterprise"),
        _instrument,
        "enterprises:instruments",
        ("number",),
    ),
)
