"""The back office's pages of enterprises and products."""

from django.contrib import admin

from departments.backoffice import RecordAdmin, RecordInline
from enterprises.models import Enterprise, Product, ProductStandard


@admin.register(Enterprise)
class EnterpriseAdmin(RecordAdmin):
    """Enterprises."""

    list_display = ("name", "credit_code", "township", "industry", "scale", "closed_on")
    list_filter = ("industry", "scale", ("township", admin.RelatedOnlyFieldListFilter))
    search_fields = ("name", "credit_code")
    list_select_related = ("township",)
    columns = (
        "credit_code",
        "name",
        "township",
        "industry",
        "scale",
        "address",
        "legal_representative",
        "phone",
        "founded_on",
        "closed_on",
        "note",
    )
    key = ("credit_code",)


class StandardInline(RecordInline):
    """The standards of a product."""

    model = ProductStandard
    fields = ("kind", "number", "effective_on", "ended_on", "opened_version")


@admin.register(Product)
class ProductAdmin(RecordAdmin):
    """Products."""

    list_display = ("name", "enterprise", "sector", "is_main", "listed_on", "delisted_on")
    list_filter = ("sector", "is_main")
    search_fields = ("name", "enterprise__name", "enterprise__credit_code")
    list_select_related = ("enterprise",)
    autocomplete_fields = ("enterprise",)
    inlines = (StandardInline,)
    columns = ("enterprise", "name", "sector", "is_main", "listed_on", "delisted_on")
    key = ("enterprise", "name")
