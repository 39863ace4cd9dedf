"""What stands behind a unit's points on its page: findings, when the rules computed, what changed since."""

from datetime import date
from typing import Any

from assessments.actions.findings import refused_finding
from assessments.lines import UnitTotal
from assessments.models import Finding, Scheme
from assessments.proposals import Proposals, is_automatic
from assessments.rules import asked, say_found
from departments.access import Permission
from departments.models import User


def behind(scheme: Scheme, total: UnitTotal, user: User, today: date) -> dict[str, Any]:
    """Return by criterion's code what was found, what may be found now, and what records say since."""
    criteria = {criterion.code: criterion for criterion in scheme.criteria.all()}
    rows = Finding.objects.visible_to(user).filter(criterion__in=criteria.values(), unit=total.unit)
    found = {row.criterion_id: row for row in rows.select_related("found_by")}
    may_run = user.may(Permission.RUN_ASSESSMENT) and not scheme.is_published
    return {
        "findings": [
            (criterion.code, say_found(criterion.rule, criterion.params, row.inputs), row)
            for criterion in criteria.values()
            if (row := found.get(criterion.pk))
        ],
        "may_find": {
            code: criterion.pk
            for code, criterion in criteria.items()
            if asked(criterion.rule, criterion.params)
            and not refused_finding(scheme, criterion, total.unit, user)
        },
        "since": changed_since(scheme, total, today),
        "computed_at": max((line.computed_at for line in total.lines if line.computed_at), default=None),
        "may_compute": may_run and any(is_automatic(criterion) for criterion in criteria.values()),
    }


def changed_since(scheme: Scheme, total: UnitTotal, today: date) -> list[tuple[str, Any]]:
    """Return the criteria whose records propose other points by now than were computed and kept."""
    kept = {line.criterion: line for line in total.lines if line.computed_at}
    if scheme.is_published or not kept:
        return []
    criteria = [criterion for criterion in scheme.criteria.all() if criterion.pk in kept]
    now = Proposals(scheme, criteria, scheme.as_of(today), is_fresh=True)
    fresh = {criterion: now.of(criterion, total.unit) for criterion in criteria}
    return [
        (criterion.code, proposal.scored.points)
        for criterion, proposal in fresh.items()
        if proposal and proposal.scored.points != kept[criterion.pk].proposed
    ]
