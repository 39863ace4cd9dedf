"""What the auditor does."""

from django.utils.translation import gettext_lazy as _

from quality_portal.help.guides.topic import Topic

AUDITOR = (
    Topic(
        "first",
        _("Reading the audit trail"),
        (
            _("The trail tells who did what, when and from where; narrow it by person, action and days."),
            _("An entry shows every field before and after. Nobody can change or remove entries."),
        ),
        ("audit:list", _("Audit trail")),
    ),
    Topic(
        "keeping",
        _("Checking and keeping the trail"),
        (
            _(
                "“manage.py audit_verify” goes through the chain and names an entry that was changed or "
                "is gone."
            ),
            _("“manage.py audit_purge” removes entries older than 180 days after writing them to a file."),
        ),
    ),
)
"""The auditor's page."""
