"""Every score that rules make, computed and kept with the rule's edition and its inputs."""

import logging
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
from assessments.models import ComputedScore, Criterion, CriterionKind, Rule, Scheme
from assessments.tree import Tree, frame_of
from departments.models import Department, User
from quality_portal.lib import clock

logger = logging.getLogger(__name__)

BATCH = 2000


@transaction.atomic
def compute(*, scheme: Scheme, by: User, now: datetime | None = None) -> int:
    """Compute every automatic score of a scheme anew and keep rule, edition, inputs, points and trace.

    Returns how many were kept; what nobody has found yet has none. The trace is kept in Chinese, the
    language results are published in. Raises ValidationError when the results are published.
    """
    moment = now or clock.now()
    locked = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    if locked.is_published:
        raise ValidationError(_("The results are published; scores can no longer be changed."))
    leaves = [criterion for criterion in Tree(list(locked.criteria.all())).leaves if is_automatic(criterion)]
    units = list(Department.objects.active().filter(kind__in=locked.kinds))
    basis = Basis(locked, leaves, locked.as_of(timezone.localtime(moment).date()))
    with override("zh-hans"):
        found = [_computed(criterion, unit, basis, moment) for criterion in leaves for unit in units]
    rows = [row for row in found if row is not None]
    ComputedScore.objects.filter(criterion__scheme=locked).delete()
    ComputedScore.objects.bulk_create(rows, batch_size=BATCH)
    logger.info("%s computed %d scores of scheme %s", by, len(rows), locked.code)
    return len(rows)


def is_automatic(criterion: Criterion) -> bool:
    """Whether a rule makes the points."""
    return criterion.rule != Rule.MANUAL and criterion.kind != CriterionKind.VETO


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
