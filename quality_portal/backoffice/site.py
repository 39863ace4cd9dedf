"""The admin site of the portal."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

WITHOUT_CHINESE = (
    gettext_noop("Model name"),
    gettext_noop("Add link"),
    gettext_noop("Change or view list link"),
)
"""What Django's own Chinese of the back office's pages lacks (admin/app_list.html)."""


class BackOfficeSite(AdminSite):
    """Django's admin under the portal's name; who sees what is decided by the roles' table."""

    site_header = _("Quality County Portal · Back office")
    site_title = _("Back office")
    index_title = _("Records and reference tables")
    site_url = "/"
    empty_value_display = "—"
