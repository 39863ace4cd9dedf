"""What a table's rows become: records, checked as a form would check them and kept with their history."""

from functools import cache
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export import resources, widgets

from departments.audit.actions import gathered
from departments.backoffice.widgets import ChoiceLabel, Day, Number, RecordLookup, RecordsLookup, YesNo
from departments.models import AuditAction
from departments.records import Record
from quality_portal.lib import text

MAX_ROWS = 5_000
"""Rows of one upload: each is checked and written by itself. Longer tables have importers of their own."""

VERSION = "version"

Names = tuple[str, ...]


class TableResource(resources.ModelResource):
    """Rows of a reference table; headers may be Chinese, English or the fields' names."""

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        skip_html_diff = True
        store_row_values = True
        use_bulk = False
        use_transactions = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.headers: dict[str, str] = {}
        for name, field in self.fields.items():
            label = self._meta.model._meta.get_field(name).verbose_name
            with override("en"):
                self.headers[text.header_key(str(label))] = name
            self.headers[text.header_key(name)] = name
            with override("zh-hans"):
                field.column_name = str(label)
            self.headers[text.header_key(field.column_name)] = name

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: Any, readonly: Any) -> Any:
        """Give each field the widget that reads and writes it in words."""
        return cls.DEFAULT_RESOURCE_FIELD(
            attribute=field_name,
            column_name=field_name,
            widget=widget_for(django_field),
            readonly=readonly or field_name == VERSION,
            default=django_field.default,
        )

    def import_data_inner(self, *args: Any, **kwargs: Any) -> Any:
        """Let the audit trail have one entry for the table, rolled back with the rows."""
        label = str(self._meta.model._meta.verbose_name_plural)
        with gathered(AuditAction.IMPORTED, by=kwargs.get("user"), label=label):
            return super().import_data_inner(*args, **kwargs)

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Recognise the headers; raises ValueError in words when the table cannot be taken."""
        try:
            dataset.headers = self.recognised(dataset.headers or [])
            if len(dataset) > MAX_ROWS:
                raise ValueError(
                    _("The table has %(rows)d rows; at most %(limit)d can be taken here. Split it.")
                    % {"rows": len(dataset), "limit": MAX_ROWS}
                )
        except ValueError:
            dataset.wipe()
            raise

    def recognised(self, headers: list[str]) -> list[str]:
        """Return the headers as this table names its columns; unknown ones stay as they are."""
        names = [self.headers.get(text.header_key(str(header))) for header in headers]
        known = [name for name in names if name]
        twice = sorted({name for name in known if known.count(name) > 1})
        if twice:
            raise ValueError(
                _("The column “%(column)s” occurs twice.") % {"column": self.fields[twice[0]].column_name}
            )
        missing = [self.fields[n].column_name for n in self.get_import_id_fields() if n not in known]
        if missing:
            raise ValueError(
                _("The table needs the columns %(columns)s; without them no record can be found.")
                % {"columns": "、".join(missing)}
            )
        return [
            self.fields[name].column_name if name else str(header)
            for name, header in zip(names, headers, strict=True)
        ]

    def _check_import_id_fields(self, headers: Any) -> None:
        """Nothing left to check: ``before_import`` has said it in words."""

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """Clean every cell by the portal's one rule; raises TextError for what cannot be kept."""
        for column, value in row.items():
            row[column] = text.clean(value, multiline=True)


class RecordResource(TableResource):
    """Rows of records with history: written under the person's name, never over a newer change."""

    def after_init_instance(self, instance: Record, new: bool, row: dict[str, Any], **kwargs: Any) -> None:  # noqa: FBT001
        """Refuse a row that was exported before the record's last change."""
        exported = str(row.get(self.fields[VERSION].column_name) or "").removesuffix(".0")
        if not new and exported and exported != str(instance.version):
            raise ValidationError(
                _("Changed in the portal after this table was exported. Export it anew and try again.")
            )

    def before_save_instance(self, instance: Any, row: dict[str, Any], **kwargs: Any) -> None:
        """Sign the change and count it."""
        instance._history_user = kwargs.get("user")
        if instance.pk:
            instance.version += 1


def widget_for(field: Any) -> widgets.Widget:
    """Return how a model's field stands in a cell."""
    if isinstance(field, models.ManyToManyField):
        return RecordsLookup(field.related_model)
    if isinstance(field, models.ForeignKey):
        return RecordLookup(field.related_model)
    if field.choices:
        return ChoiceLabel(field.choices)
    if isinstance(field, models.BooleanField):
        return YesNo()
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return Day()
    if isinstance(field, models.DateTimeField):
        return widgets.DateTimeWidget()
    if isinstance(field, models.DecimalField | models.IntegerField):
        return Number(whole=isinstance(field, models.IntegerField))
    return widgets.CharWidget(coerce_to_string=True, allow_blank=True)


@cache
def resource_for(model: type[models.Model], columns: Names, key: Names) -> type[TableResource]:
    """Return the resource of a model's columns; ``key`` are those that find a row's record."""
    is_record = issubclass(model, Record)
    names = (*columns, VERSION) if is_record else columns
    base = RecordResource if is_record else TableResource
    meta = type("Meta", (), {"model": model, "fields": names, "import_id_fields": key, "export_order": names})
    return type(f"{model.__name__}Resource", (base,), {"Meta": meta})
