"""The back office's pages of the register and its kinds."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from brands.models import Credential, CredentialDocument, CredentialKind, Suspension
from departments.backoffice import ReadOnlyAdmin, RecordAdmin, RecordInline


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
        "note",
        "order",
    )


class SuspensionInline(RecordInline):
    """The suspensions of a credential."""

    model = Suspension
    fields = ("suspended_on", "lifted_on", "reason", "document_number", "opened_version")


@admin.register(Credential)
class CredentialAdmin(RecordAdmin):
    """The register."""

    list_display = ("kind", "number", "holder_name", "township", "valid_from", "valid_until", "ended_on")
    list_filter = ("kind__family", "sector", ("township", admin.RelatedOnlyFieldListFilter))
    search_fields = ("number", "product", "enterprise__name", "enterprise__credit_code")
    list_select_related = ("kind", "enterprise", "department", "township")
    autocomplete_fields = ("enterprise",)
    inlines = (SuspensionInline,)
    columns = (
        "kind",
        "number",
        "enterprise",
        "department",
        "township",
        "sector",
        "product",
        "scope",
        "stage",
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


@admin.register(Suspension)
class SuspensionAdmin(RecordAdmin):
    """Suspensions."""

    list_display = ("credential", "suspended_on", "lifted_on", "reason")
    list_filter = (("lifted_on", admin.EmptyFieldListFilter),)
    search_fields = ("credential__number", "credential__enterprise__name", "reason")
    list_select_related = ("credential__kind",)
    autocomplete_fields = ("credential",)
    columns = ("credential", "suspended_on", "lifted_on", "reason", "document_number")
    key = ("credential", "suspended_on")


@admin.register(CredentialDocument)
class CredentialDocumentAdmin(ReadOnlyAdmin):
    """Papers behind credentials; they are attached on the credential's own page."""

    list_display = ("title", "credential", "file_name", "added_at", "added_by")
    list_select_related = ("credential__kind", "added_by")
    search_fields = ("title", "file_name", "credential__number")
    columns = ("credential", "title", "file_name", "sha256", "added_at")
    key = ("credential", "sha256")
