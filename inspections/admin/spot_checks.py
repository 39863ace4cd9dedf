"""The back office's pages of spot checks. Samples come in through the importer's own page."""

from typing import Any

from django.contrib import admin

from departments.backoffice import ExportOnlyAdmin, RecordAdmin, ReferenceAdmin, RowInline
from departments.backoffice.tables import TableAdmin
from inspections.models import Campaign, FailedItem, HeaderAlias, ImportBatch, ProductClass, Sample


@admin.register(Campaign)
class CampaignAdmin(RecordAdmin):
    """Campaigns."""

    list_display = ("name", "code", "level", "field", "ends_on", "failures_only", "tested")
    list_filter = ("level", "field", "failures_only")
    search_fields = ("name", "code", "document_number", "organiser")
    date_hierarchy = "ends_on"
    columns = (
        "code",
        "name",
        "level",
        "field",
        "organiser",
        "document_number",
        "starts_on",
        "ends_on",
        "planned",
        "tested",
        "failures_only",
    )
    key = ("code",)


class FailedItemInline(RowInline):
    """The failed items of a sample, to look at."""

    model = FailedItem
    fields = ("name", "measured", "limit")

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        """Items come with the published table."""
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """Items come with the published table."""
        return False


@admin.register(Sample)
class SampleAdmin(ExportOnlyAdmin):
    """Samples: what a person may correct is whose they are and what they count as."""

    list_display = ("product", "producer_name", "township", "judged_on", "result", "is_counterfeit")
    list_filter = ("result", "is_counterfeit", "product_class", "township")
    search_fields = ("product", "producer_name", "seller_name", "batch")
    date_hierarchy = "judged_on"
    list_select_related = ("township",)
    autocomplete_fields = ("producer", "seller")
    inlines = (FailedItemInline,)
    fields = (
        "campaign",
        "product",
        "product_class",
        "spec",
        "producer_name",
        "producer",
        "seller_name",
        "seller",
        "township",
        "produced_raw",
        "judged_on",
        "result",
        "is_counterfeit",
        "remark",
    )
    readonly_fields = (
        "campaign",
        "product",
        "spec",
        "producer_name",
        "seller_name",
        "produced_raw",
        "result",
    )
    columns = (
        "campaign",
        "product",
        "product_class",
        "spec",
        "trademark",
        "produced_raw",
        "produced_on",
        "batch",
        "producer_name",
        "producer_region",
        "seller_name",
        "township",
        "side",
        "judged_on",
        "result",
        "laboratory",
        "is_counterfeit",
        "remark",
    )

    def has_add_permission(self, request: Any) -> bool:
        """Samples come in through the importer."""
        return False


@admin.register(ProductClass)
class ProductClassAdmin(ReferenceAdmin):
    """Product classes."""

    list_display = ("name", "code", "order")
    search_fields = ("name", "code", "keywords")
    columns = ("code", "name", "name_en", "keywords", "order")


@admin.register(HeaderAlias)
class HeaderAliasAdmin(TableAdmin):
    """Headings of published tables; a wrong one may be removed, since nothing points at it."""

    list_display = ("heading", "column", "publisher")
    list_filter = ("column", "publisher")
    search_fields = ("heading", "publisher")
    columns = ("publisher", "heading", "column")
    key = ("publisher", "heading", "column")


@admin.register(ImportBatch)
class ImportBatchAdmin(ReferenceAdmin):
    """Uploads, to look at: the importer's own page writes them."""

    list_display = ("file_name", "state", "campaign", "written", "uploaded_by", "uploaded_at")
    list_filter = ("state",)
    search_fields = ("file_name", "sha256", "publisher")
    list_select_related = ("campaign", "uploaded_by")
    fields = (
        "file_name",
        "sha256",
        "publisher",
        "campaign",
        "tested",
        "state",
        "written",
        "total",
        "uploaded_by",
        "uploaded_at",
        "finished_at",
        "undone_by",
        "undone_at",
    )
    columns = ("file_name", "sha256", "publisher", "campaign", "tested", "state", "written", "uploaded_at")

    def has_add_permission(self, request: Any) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """Nobody changes here."""
        return False

    def has_import_permission(self, request: Any) -> bool:
        """Nobody imports here."""
        return False
