"""The back office's pages of the register and its kinds."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from brands import pipeline_admin  # noqa: F401
from brands.models import Credential, CredentialKind
from departments.backoffice import RecordAdmin


@admin.register(CredentialKind)
class CredentialKindAdmin(RecordAdmin):
    """Kinds of credentials."""

    list_display = (
        "name",
        "family",
        "level",
        "validity",
        "years",
        "reminder_days",
        "counts_as",
        "last_award_on",
    )
    list_filter = ("family", "level", "counts_as")
    search_fields = ("name", "code", "issuer")
    columns = (
        "code",
        "name",
        "name_en",
        "family",
        "level",
        "issuer",
        "sector",
        "validity",
        "years",
        "reminder_days",
        "number_pattern",
        "number_check",
        "checksum",
        "last_award_on",
        "counts_as",
        "law",
        "order",
    )


@admin.register(Credential)
class CredentialAdmin(RecordAdmin):
    """The register."""

    list_display = ("kind", "number", "holder_name", "township", "valid_from", "valid_until", "ended_on")
    list_filter = ("kind__family", "sector", ("township", admin.RelatedOnlyFieldListFilter))
    search_fields = ("number", "product", "enterprise__name", "enterprise__credit_code")
    list_select_related = ("kind", "enterprise", "department", "township")
    autocomplete_fields = ("enterprise",)
    columns = (
        "kind",
        "number",
        "enterprise",
        "department",
        "township",
        "sector",
        "product",
        "issued_on",
        "valid_from",
        "valid_until",
        "ended_on",
        "ended_as",
        "end_reason",
        "late_reason",
        "area_mu",
        "document_number",
    )
    key = ("kind", "number")

    @admin.display(description=_("Holder"))
    def holder_name(self, credential: Credential) -> str:
        """Who holds it."""
        return str(credential.holder)
