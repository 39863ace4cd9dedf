"""The back office's pages of enterprises, products and instruments."""

from django.contrib import admin

from departments.backoffice import ComputedAdmin, ReadOnlyAdmin, RecordAdmin, RecordInline
from enterprises.models import (
    DistinctPair,
    Enterprise,
    Instrument,
    Product,
    ProductStandard,
    RiskFigure,
    TableImport,
    Verification,
)


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


class VerificationInline(RecordInline):
    """The verifications of an instrument."""

    model = Verification
    fields = (
        "verified_on",
        "result",
        "valid_until",
        "certificate_number",
        "institution",
        "opened_version",
    )


@admin.register(Instrument)
class InstrumentAdmin(RecordAdmin):
    """Measuring instruments."""

    list_display = ("name", "number", "enterprise", "is_mandatory", "in_use_since", "withdrawn_on")
    list_filter = ("is_mandatory",)
    search_fields = ("name", "number", "enterprise__name", "enterprise__credit_code")
    list_select_related = ("enterprise",)
    autocomplete_fields = ("enterprise",)
    inlines = (VerificationInline,)
    columns = ("enterprise", "name", "number", "is_mandatory", "in_use_since", "withdrawn_on")
    key = ("enterprise", "name", "number")


@admin.register(RiskFigure)
class RiskFigureAdmin(RecordAdmin):
    """Points, limits and the period of the risk mark; without a row the usual figure holds."""

    list_display = ("code", "value")
    columns = ("code", "value")
    key = ("code",)


@admin.register(DistinctPair)
class DistinctPairAdmin(ReadOnlyAdmin):
    """Decisions that two files with near names stay apart."""

    list_display = ("first", "second", "reason")
    list_select_related = ("first", "second")
    search_fields = ("first__name", "second__name")
    columns = ("first", "second", "reason")
    key = ("first", "second")


@admin.register(TableImport)
class TableImportAdmin(ComputedAdmin):
    """Imports of records; tables are imported on the lists' own pages."""

    list_display = (
        *("file_name", "subject", "state", "created", "updated", "unchanged", "refused"),
        *("uploaded_by", "uploaded_at"),
    )
    list_filter = ("subject", "state")
    list_select_related = ("uploaded_by",)
    search_fields = ("file_name",)
    exclude = ("file",)
    columns = ("subject", "file_name", "sha256", "state", "created", "updated", "unchanged", "refused")
    key = ("sha256",)
