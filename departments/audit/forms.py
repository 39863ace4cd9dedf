"""The filter of the audit trail."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from departments.audit.words import kinds
from departments.models import AuditAction
from departments.models.audit import AuditEntryQuerySet
from quality_portal.lib.fields import ANY, DayField
from quality_portal.lib.lists import Column, ListForm


class AuditListForm(ListForm[AuditEntryQuerySet]):
    """Finds entries by person, action, object and day."""

    # The order of writing is the order of time, and has an index however long the trail grows.
    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {"at": ("id",)}
    DEFAULT_SORT = "-at"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("at", _("Moment"), exported=("时间",)),
        Column("person", _("Person"), exported=("人员", "账号编号", "角色")),
        Column("action", _("Action"), exported=("操作",)),
        Column("object", _("Object"), exported=("对象类型", "对象编号", "对象")),
        Column("result", _("Result"), exported=("结果",)),
        Column("records", _("Records"), num=True, exported=("记录数",)),
        Column("address", _("Network address"), exported=("网络地址", "请求编号")),
    )

    q = forms.CharField(label=_("Person"), required=False, max_length=60)
    action = forms.ChoiceField(label=_("Action"), required=False, choices=[ANY, *AuditAction.choices])
    kind = forms.ChoiceField(label=_("Kind of object"), required=False, choices=lambda: [ANY, *kinds()])
    object = forms.CharField(label=_("Name or key of the object"), required=False, max_length=60)
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)

    def filtered(self, rows: AuditEntryQuerySet) -> AuditEntryQuerySet:
        """Narrow the entries."""
        if person := self.value("q"):
            rows = rows.filter(Q(user_name__icontains=person) | Q(address=person))
        if words := self.value("object"):
            rows = rows.filter(Q(object_label__icontains=words) | Q(object_id=words))
        if action := self.value("action"):
            rows = rows.filter(action=action)
        if kind := self.value("kind"):
            rows = rows.filter(object_type=kind)
        if first := self.value("first"):
            rows = rows.filter(at__gte=_beginning(first))
        if last := self.value("last"):
            rows = rows.filter(at__lt=_beginning(last + timedelta(days=1)))
        return rows


def _beginning(day: date) -> datetime:
    """Return a day's first moment in the portal's time zone."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
