"""The admins' base classes: what may be seen, changed and taken in, and never removed."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

from departments.backoffice.forms import DAYS, OPENED, RecordAdminForm
from departments.backoffice.tables import TableAdmin


class ReferenceAdmin(TableAdmin):
    """A small table without history, such as fields of work."""

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nothing is removed: records point at it."""
        return False


class RecordAdmin(TableAdmin, SimpleHistoryAdmin):
    """Records with history: every change is signed, counted and never overwrites a newer one."""

    form: type[ModelForm] = RecordAdminForm
    list_per_page = 50

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """What has a history is never removed."""
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Put the version the record was opened at into the last group of fields."""
        groups: list[Any] = [
            (title, {**options, "fields": [name for name in options["fields"] if name != OPENED]})
            for title, options in super().get_fieldsets(request, obj)
        ]
        if obj is not None and self.has_change_permission(request, obj):
            groups[-1][1]["fields"].append(OPENED)
        return groups

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """Write the change under the person's name; a form without changes writes nothing."""
        if change and not form.has_changed():
            return
        if change:
            obj.version += 1
        super().save_model(request, obj, form, change)

    def save_formset(
        self,
        request: HttpRequest,
        form: Any,
        formset: Any,
        change: bool,  # noqa: FBT001
    ) -> None:
        """Write the rows below the record in the same way."""
        for record in formset.save(commit=False):
            if record.pk:
                record.version += 1
            record._history_user = request.user
            record.save()
        formset.save_m2m()

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Show who changed what and when."""
        self.visible(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show the record as it was; history is read, never written."""
        self.visible(request, object_id)
        if request.method != "GET" or not version_id.isdecimal() or len(version_id) > 18:
            raise Http404
        return super().history_form_view(request, object_id, version_id, extra_context)

    def visible(self, request: HttpRequest, object_id: str) -> Any:
        """Return the record if this person may see it, else 404."""
        record = self.get_object(request, object_id)
        if record is None:
            raise Http404
        return record


class ExportOnlyAdmin(RecordAdmin):
    """Records that no table may change, such as accounts."""

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Nobody imports here."""
        return False


class ComputedAdmin(ReferenceAdmin):
    """Rows that the portal itself writes: looked at, without a history and never changed by anybody."""

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Nobody imports here."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody changes here."""
        return False


class ReadOnlyAdmin(ComputedAdmin, RecordAdmin):
    """Records that are only looked at here, because pages of their own change them."""


class RowInline(admin.TabularInline):
    """Rows that belong to a record and are looked at with it; each field is named after its column."""

    extra = 0
    can_delete = False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Name the field for who does not see the head of its column."""
        made: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if made is not None:
            getattr(made.widget, "widget", made.widget).attrs["aria-label"] = str(made.label)
        return made


class RecordInline(RowInline):
    """Rows that belong to a record and are edited with it."""

    form = RecordAdminForm
    formfield_overrides = DAYS
