"""What every page of the back office rests on: tables in and out, history, versions.

An admin names its ``columns`` (what is exported and imported, headed by the fields' Chinese names) and
its ``key`` (the columns by which a row finds its record). Records with history take ``RecordAdmin``,
small tables without ``ReferenceAdmin``; ``ExportOnlyAdmin`` takes no tables, ``ReadOnlyAdmin`` no changes.
"""

from departments.backoffice.admins import (
    ComputedAdmin,
    ExportOnlyAdmin,
    ReadOnlyAdmin,
    RecordAdmin,
    RecordInline,
    ReferenceAdmin,
    RowInline,
)
from departments.backoffice.forms import CleanTextMixin, RecordAdminForm
from departments.backoffice.resources import RecordResource, TableResource

__all__ = [
    "CleanTextMixin",
    "ComputedAdmin",
    "ExportOnlyAdmin",
    "ReadOnlyAdmin",
    "RecordAdmin",
    "RecordAdminForm",
    "RecordInline",
    "RecordResource",
    "ReferenceAdmin",
    "RowInline",
    "TableResource",
]
