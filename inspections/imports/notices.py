"""Sentences that go with a table that was read: what was left out, what is assumed, what is missing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.imports.batches import Gathering
from inspections.imports.matching import is_usable_code
from inspections.imports.rows import SheetRows
from quality_portal.lib.spreadsheets.errors import SpreadsheetError

if TYPE_CHECKING:
    from inspections.imports.draft import Draft

_ROWS_SHOWN = 10


def refuse_impossible_number(draft: "Draft") -> None:
    """Raise SpreadsheetError when fewer batches are said to have been tested than failed."""
    if not draft.failures_only or draft.tested_known is None:
        return
    failed = sum(not batch.entry.is_counterfeit for batch in draft.batches)
    if draft.tested_known < failed:
        raise SpreadsheetError(
            _("%(tested)d batches cannot have been tested: the table lists %(failed)d failures.")
            % {"tested": draft.tested_known, "failed": failed}
        )


def all_notices(draft: "Draft", parts: Sequence[SheetRows], gathering: Gathering) -> list[str]:
    """Return everything there is to say."""
    return [*_number(draft), *_rows(parts, gathering), *_others(draft)]


def _number(draft: "Draft") -> list[str]:
    """Say when the number of batches tested is missing, or was given and not needed."""
    if not draft.failures_only:
        if draft.tested is None:
            return []
        return [_("The table lists every batch, so the number of batches tested was not needed.")]
    if draft.tested_known is None:
        return [
            _(
                "The table lists failures only. Give the number of batches tested; "
                "until then the campaign does not count for the pass rate."
            )
        ]
    return []


def _rows(parts: Sequence[SheetRows], gathering: Gathering) -> list[str]:
    """Name the rows that were not tested and those that were counted once."""
    warnings = []
    withdrawn = [number for part in parts for number in part.withdrawn]
    if withdrawn:
        warnings.append(
            ngettext(
                "%(count)d sample was refused or transferred, not tested, and does not count: row %(rows)s",
                "%(count)d samples were refused or transferred, not tested, and do not count: rows %(rows)s",
                len(withdrawn),
            )
            % {"count": len(withdrawn), "rows": _listed(withdrawn)}
        )
    if gathering.repeated:
        warnings.append(
            ngettext(
                "%(count)d row repeats a batch listed above and was counted once: row %(rows)s",
                "%(count)d rows repeat batches listed above and were counted once: rows %(rows)s",
                len(gathering.repeated),
            )
            % {"count": len(gathering.repeated), "rows": _listed(gathering.repeated)}
        )
    return warnings


def _others(draft: "Draft") -> list[str]:
    """Name mistyped credit codes, and the campaign that is made for the table."""
    warnings = []
    wrong = [
        b.entry.row
        for b in draft.batches
        if (code := b.entry.credit_code) and code not in draft.register.by_code and not is_usable_code(code)
    ]
    if wrong:
        warnings.append(
            _("The credit code is mistyped and was not used for matching in these rows: %(rows)s")
            % {"rows": _listed(wrong)}
        )
    if not draft.campaign.pk:
        warnings.append(
            _("A new campaign is made for this table: “%(name)s” (%(level)s). Check its level and days.")
            % {"name": draft.campaign.name, "level": draft.campaign.get_level_display()}
        )
    return warnings


def _listed(numbers: Sequence[int]) -> str:
    shown = "、".join(str(number) for number in numbers[:_ROWS_SHOWN])
    return f"{shown} …" if len(numbers) > _ROWS_SHOWN else shown
