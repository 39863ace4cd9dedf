"""How cells of the back office's tables are read and written: by names and codes, never by row numbers."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export import widgets

from quality_portal.lib import text
from quality_portal.lib.dates import parse_date
from quality_portal.lib.naming import Named
from quality_portal.lib.numbers import parse_decimal, parse_integer

KEYS = ("credit_code", "code", "username", "id")
"""Fields by which other records are named in a table, in the order they are looked for."""

SEPARATOR = "；"


def key_of(model: type[models.Model]) -> str:
    """Return the field that names a record of this model in a table."""
    names = {field.name for field in model._meta.get_fields()}
    return next(key for key in KEYS if key in names)


class RecordLookup(widgets.Widget):
    """Another record, written by its name where it has an official one, else by its code."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__()
        self.model = model
        self.key = key_of(model)
        self.named = issubclass(model, Named)
        self.found: dict[str, models.Model] = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> models.Model | None:
        """Return the record of this code or name, None for an empty cell.

        Raises ValueError in words when there is none, or more than one of that name.
        """
        wanted = str(value or "").strip()
        if not wanted:
            return None
        if wanted not in self.found:
            self.found[wanted] = self.find(wanted)
        return self.found[wanted]

    def find(self, wanted: str) -> models.Model:
        """Return the one record of this code or name."""
        manager = self.model._default_manager
        found = list(manager.filter(**{self.key: wanted})[:1])
        if not found and self.named:
            found = list(manager.filter(name=wanted)[:2])
        values = {"model": self.model._meta.verbose_name, "value": wanted[:60]}
        if not found:
            raise ValueError(_("%(model)s: there is no “%(value)s”.") % values)
        if len(found) > 1:
            raise ValueError(_("%(model)s: several are called “%(value)s”; write the code.") % values)
        return found[0]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the record's name or code."""
        if value is None:
            return ""
        return str(value.name if self.named else getattr(value, self.key))


class RecordsLookup(widgets.ManyToManyWidget):
    """Several records in one cell."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(model, separator=SEPARATOR)
        self.lookup = RecordLookup(model)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[models.Model]:
        """Return the records named in the cell; raises ValueError in words for an unknown one."""
        names = str(value or "").replace(";", SEPARATOR).split(SEPARATOR)
        found = [self.lookup.clean(name) for name in names]
        return [record for record in found if record is not None]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the records' names in one cell."""
        return SEPARATOR.join(self.lookup.render(record) for record in value.all())


class ChoiceLabel(widgets.Widget):
    """A choice, written by its Chinese label; label and stored value are both read, in either language."""

    def __init__(self, choices: Iterable[tuple[Any, Any]]) -> None:
        super().__init__()
        listed = list(choices)
        with override("zh-hans"):
            self.labels = {value: str(label) for value, label in listed}
        with override("en"):
            english = {text.key(str(label)): value for value, label in listed}
        own = {text.key(str(value)): value for value in self.labels}
        self.values = english | own | {text.key(label): value for value, label in self.labels.items()}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the stored value; raises ValueError naming what may be written."""
        wanted = text.key(str(value if value is not None else ""))
        if not wanted:
            return ""
        if wanted not in self.values:
            raise ValueError(
                _("“%(value)s” is not possible here. Write one of: %(choices)s.")
                % {"value": str(value)[:60], "choices": "、".join(self.labels.values())}
            )
        return self.values[wanted]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the Chinese label."""
        return self.labels.get(value, "" if value is None else str(value))


class YesNo(widgets.BooleanWidget):
    """Yes or no, written 是 or 否."""

    def __init__(self) -> None:
        super().__init__()
        self.TRUE_VALUES: list[Any] = [*widgets.BooleanWidget.TRUE_VALUES, "是", "yes", "Yes"]
        self.FALSE_VALUES: list[Any] = [*widgets.BooleanWidget.FALSE_VALUES, "否", "no", "No"]

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool | None:
        """Return the answer; raises ValueError for anything that is neither."""
        if value not in [*self.TRUE_VALUES, *self.FALSE_VALUES, None, ""]:
            refused = {"value": str(value)[:60]}
            raise ValueError(_("“%(value)s” is not possible here. Write 是 or 否.") % refused)
        return super().clean(value, row, **kwargs)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return 是 or 否."""
        return "是" if value else "否"


class Day(widgets.DateWidget):
    """A day, in any of the ways tables write one."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the day, None for an empty cell; raises ValueError in words."""
        return parse_date(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the day as 2024-05-16."""
        return value.isoformat() if value else ""


class Number(widgets.Widget):
    """A decimal or whole number by the portal's own rule."""

    def __init__(self, *, whole: bool) -> None:
        super().__init__()
        self.whole = whole

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the number, None for an empty cell; raises ValueError in words."""
        return parse_integer(value) if self.whole else parse_decimal(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return the number itself, so that a workbook can calculate with it."""
        return value
