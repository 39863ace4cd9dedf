"""Every score that rules make, computed and kept with the rule's edition and its inputs."""

import logging
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from assessments import rules
from assessments.basis import Basis
from assessments.lines import freeze_trace
from assessments.models import ComputedScore, Criterion, Scheme
from assessments.proposals import is_automatic
from assessments.tree import Tree, frame_of
from departments.models import Department, User
from quality_portal.lib import clock

logger = logging.getLogger(__name__)

BATCH = 2000


@transaction.atomic
def compute(*, scheme: Scheme, by: User, now: datetime | None = None, unit: Department | None = None) -> int:
    """Compute every automatic score of a scheme, or of one of its units, anew and keep it.

    Rule, edition, inputs, points and trace are kept. Returns how many scores were; what nobody has found
    yet has none. The trace is kept in Chinese, the language results are published in. Raises
    ValidationError when the results are published.
    """
    locked = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    if locked.is_published:
        raise ValidationError(_("The results are published; scores can no longer be changed."))
    units = Department.objects.active().filter(kind__in=locked.kinds)
    if unit is not None:
        units = units.filter(pk=unit.pk)
    count = keep(locked, Tree(list(locked.criteria.all())).leaves, list(units), now or clock.now())
    logger.info("%s computed %d scores of scheme %s", by, count, locked.code)
    return count


def keep(scheme: Scheme, criteria: Sequence[Criterion], units: Sequence[Department], moment: datetime) -> int:
    """Compute the criteria of a locked scheme for some units and keep that in place of what was kept."""
    automatic = [criterion for criterion in criteria if is_automatic(criterion)]
    basis = Basis(scheme, automatic, scheme.as_of(timezone.localtime(moment).date()))
    with override("zh-hans"):
        found = [_computed(criterion, unit, basis, moment) for criterion in automatic for unit in units]
    rows = [row for row in found if row is not None]
    ComputedScore.objects.filter(criterion__in=automatic, unit__in=units).delete()
    ComputedScore.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def _computed(criterion: Criterion, unit: Department, basis: Basis, moment: datetime) -> ComputedScore | None:
    given = basis.given(criterion, unit)
    if given is None:
        return None
    kept = rules.kept_inputs(frame_of(criterion), criterion.params, given)
    scored = rules.score_again(criterion.rule, kept)
    return ComputedScore(
        criterion=criterion,
        unit=unit,
        rule=criterion.rule,
        rule_edition=rules.EDITION,
        inputs=kept,
        points=scored.points,
        trace=freeze_trace(scored.trace),
        computed_at=moment,
    )


def recompute(computed: ComputedScore) -> Decimal | None:
    """Return the points that follow from what was kept alone."""
    return rules.score_again(computed.rule, computed.inputs).points
