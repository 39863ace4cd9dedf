"""The admin site of the portal."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class BackOfficeSite(AdminSite):
    """Django's admin under the portal's name; who sees what is decided by the roles' table."""

    site_header = _("Quality County Portal · Back office")
    site_title = _("Back office")
    index_title = _("Records and reference tables")
    site_url = "/"
    empty_value_display = "—"
