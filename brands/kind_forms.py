"""Narrows the list of kinds."""

from typing import ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from brands.models import CredentialKind, Family, Level
from quality_portal.lib.fields import ANY
from quality_portal.lib.lists import Column, ListForm


class KindListForm(ListForm["models.QuerySet[CredentialKind]"]):
    """Finds kinds by words, family, level, and whether they are still awarded."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "order": ("order", "code"),
        "name": ("name",),
        "reminder": ("reminder_days", "order"),
        "last": ("last_award_on", "order"),
    }
    DEFAULT_SORT = "order"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("name", _("Kind"), exported=("类别",)),
        Column(
            "level",
            _("Level and issuer"),
            exported=(
                "级别",
                "颁发单位",
            ),
        ),
        Column("validity", _("Validity"), exported=("有效期",)),
        Column("reminder", _("Reminder"), exported=("提醒提前天数",)),
        Column(
            "number",
            _("Number"),
            exported=(
                "编号格式",
                "编号校验",
            ),
        ),
        Column("last", _("Awarding"), exported=("最后授予日期",)),
    )

    q = forms.CharField(label=_("Name or issuer"), required=False, max_length=60)
    family = forms.ChoiceField(label=_("Family"), required=False, choices=[ANY, *Family.choices])
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[ANY, *Level.choices])
    awarded = forms.ChoiceField(
        label=_("Awarding"),
        required=False,
        choices=[ANY, ("yes", _("still awarded")), ("no", _("no longer awarded"))],
    )

    def filtered(self, rows: "models.QuerySet[CredentialKind]") -> "models.QuerySet[CredentialKind]":
        """Narrow the kinds."""
        if words := self.value("q"):
            named = models.Q(name__icontains=words) | models.Q(name_en__icontains=words)
            rows = rows.filter(named | models.Q(issuer__icontains=words))
        for name in ("family", "level"):
            if value := self.value(name):
                rows = rows.filter(**{name: value})
        if awarded := self.value("awarded"):
            rows = rows.filter(last_award_on__isnull=awarded == "yes")
        return rows
