"""Importing and exporting in the back office: restricted by role, previewed, all or nothing."""

from typing import Any

import tablib
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from import_export.admin import ImportExportMixin

from departments.backoffice import uploads
from departments.backoffice.formats import FORMATS
from departments.backoffice.forms import DAYS, ConfirmForm, TableExportForm, TableForm
from departments.backoffice.resources import TableResource, resource_for
from quality_portal.lib import clock
from quality_portal.lib.spreadsheets.errors import SpreadsheetError

MAX_EXPORT = 50_000
PREVIEWED = 50
"""Rows shown before an import; the counts tell of all."""


class TableAdmin(ImportExportMixin, admin.ModelAdmin):
    """Takes tables in and gives them out.

    ``columns`` are the fields that travel and ``key`` those of them that find a row's record.
    """

    columns: tuple[str, ...] = ()
    key: tuple[str, ...] = ("code",)
    formats = FORMATS
    import_form_class = TableForm
    confirm_form_class = ConfirmForm
    export_form_class = TableExportForm
    skip_admin_log = True
    formfield_overrides = DAYS

    def get_resource_classes(self, request: HttpRequest) -> list[type[TableResource]]:
        """Return the one resource of this model's columns."""
        model: type[models.Model] = self.model
        return [resource_for(model, self.columns, self.key)]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Return the rows this person may see."""
        rows = super().get_queryset(request)
        visible_to = getattr(rows, "visible_to", None)
        return visible_to(request.user) if visible_to else rows

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Take a file, try it without keeping anything, and show what it would do."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = self.create_import_form(request)
        context: dict[str, Any] = {"form": form}
        if request.method == "POST" and form.is_valid():
            number = int(form.cleaned_data["format"])
            content = form.cleaned_data["import_file"].read()
            dataset = self.dataset(form, number, content)
            if dataset is not None:
                result = self.tried(dataset, request, dry_run=True)
                context |= {"result": result, "previewed": preview(result, self.travelling(request))}
                if not result.has_errors() and not result.has_validation_errors():
                    context["confirm_form"] = self.confirmation(request, number, content)
        return self.import_page(request, context)

    def dataset(self, form: TableForm, number: int, content: bytes) -> tablib.Dataset | None:
        """Read the file; a file that cannot be used puts a sentence into the form."""
        try:
            dataset = self.formats[number]().create_dataset(content)
        except SpreadsheetError as error:
            form.add_error("import_file", str(error))
            return None
        if not len(dataset):
            form.add_error("import_file", _("The table holds no rows below its headers."))
            return None
        return dataset

    def tried(self, dataset: tablib.Dataset, request: HttpRequest, *, dry_run: bool) -> Any:
        """Import the rows, all or none; a dry run keeps nothing."""
        resource = self.get_resource_classes(request)[0]()
        return resource.import_data(
            dataset,
            dry_run=dry_run,
            raise_errors=False,
            rollback_on_validation_errors=True,
            user=request.user,
        )

    def confirmation(self, request: HttpRequest, number: int, content: bytes) -> ConfirmForm:
        """Keep the file for its confirmation by the same person."""
        label = self.opts.label_lower
        upload = uploads.keep(content, user=int(request.user.pk or 0), model=label, file_format=number)
        return ConfirmForm(initial={"upload": upload.token})

    @method_decorator(require_POST)
    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Import what was confirmed; a forged or outdated confirmation gets a sentence (400)."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = ConfirmForm(request.POST)
        token = form.cleaned_data["upload"] if form.is_valid() else ""
        try:
            upload, content = uploads.find(token, user=int(request.user.pk or 0), model=self.opts.label_lower)
        except uploads.UploadError as error:
            return self.import_page(request, {"form": self.empty_form(request), "refused": error}, status=400)
        dataset = self.formats[upload.format]().create_dataset(content)
        result = self.tried(dataset, request, dry_run=False)
        uploads.forget(upload)
        if result.has_errors() or result.has_validation_errors():
            return self.import_page(request, {"form": self.empty_form(request), "result": result})
        return self.process_result(result, request)

    def empty_form(self, request: HttpRequest) -> TableForm:
        """Return the form that asks for a file."""
        return TableForm(self.get_import_formats(), self.get_import_resource_classes(request))

    def import_page(
        self, request: HttpRequest, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Show the page with its form, or the preview with its confirmation."""
        page = {
            **self.admin_site.each_context(request),
            "title": _("Import %(name)s") % {"name": self.opts.verbose_name_plural},
            "opts": self.opts,
            "media": self.media + context["form"].media,
            "columns": self.travelling(request),
            **context,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.import_template_name, page, status=status)

    def travelling(self, request: HttpRequest) -> list[str]:
        """Return the headers of the columns that a table may bring."""
        resource = self.get_resource_classes(request)[0]()
        return [field.column_name for field in resource.get_user_visible_fields()]

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """Give the rows of the list as it is filtered; an address that fits no filter leads to the list."""
        try:
            return super().export_action(request)
        except IncorrectLookupParameters:
            info = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
            return HttpResponseRedirect(reverse(info))

    def get_export_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Return the list's rows with everything their columns name, in few queries."""
        fields = [self.opts.get_field(name) for name in self.columns]
        single = [field.name for field in fields if isinstance(field, models.ForeignKey)]
        several = [field.name for field in fields if isinstance(field, models.ManyToManyField)]
        rows = super().get_export_queryset(request)
        return rows.select_related(*single).prefetch_related(*several)

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any) -> bytes:
        """Return the file; raises ValueError in words when it would be too long."""
        count = queryset.count()
        if count > MAX_EXPORT:
            raise ValueError(
                _("%(count)d rows are too many for one file (at most %(limit)d). Filter the list first.")
                % {"count": count, "limit": MAX_EXPORT}
            )
        return file_format.export_data(self.get_data_for_export(request, queryset))

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Any) -> str:
        """Return the file's name."""
        return f"{self.opts.model_name}-{clock.today():%Y%m%d}.{file_format.get_extension()}"

    def get_valid_export_item_pks(self, request: HttpRequest) -> list[int]:
        """Return nothing: single rows are chosen by filters, never by numbers in a form."""
        return []


def preview(result: Any, columns: list[str]) -> list[Any]:
    """Return the first rows of a result, each with its cells in the order of the columns."""
    rows = result.valid_rows()[:PREVIEWED]
    for row in rows:
        row.shown = [row.row_values.get(column, "") for column in columns]
    return rows
