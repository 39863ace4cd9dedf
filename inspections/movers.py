"""Records of the checks that move when two enterprise files become one."""

from django.utils.translation import gettext_lazy as _

from enterprises.movers import Mover
from inspections.models import Case, Incident, InfringementCase, Sample

MOVERS = [
    Mover(_("Batches as producer"), Sample, "producer"),
    Mover(_("Batches as seller"), Sample, "seller"),
    Mover(_("Enforcement cases"), Case, "enterprise"),
    Mover(_("Infringement cases"), InfringementCase, "enterprise"),
    Mover(_("Quality incidents"), Incident, "enterprise"),
]
