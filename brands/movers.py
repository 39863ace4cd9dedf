"""Records of the register that move when two enterprise files become one."""

from django.utils.translation import gettext_lazy as _

from brands.models import Candidate, Credential
from enterprises.movers import Mover

MOVERS = [
    Mover(_("Brands and certificates"), Credential, "enterprise"),
    Mover(_("Candidates"), Candidate, "enterprise"),
]
