"""The back office: Django's admin, dressed and restricted as the rest of the portal."""

from django.contrib.admin.apps import AdminConfig


class BackOfficeAdminConfig(AdminConfig):
    """Puts the portal's own admin site in place of Django's."""

    default_site = "quality_portal.backoffice.site.BackOfficeSite"
