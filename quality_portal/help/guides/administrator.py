"""What the administrator does."""

from django.utils.translation import gettext_lazy as _

from quality_portal.help.guides.topic import Topic

ADMINISTRATOR = (
    Topic(
        "first",
        _("Opening and closing accounts"),
        (
            _("In the back office add an account: sign-in name, full name, role, department or township."),
            _("Hand over the initial password in person; its owner has to change it at the first sign-in."),
            _("Who leaves: take away “may sign in” instead of deleting, so that the history keeps the name."),
            _("Five wrong passwords lock a name for 15 minutes; the list's action “Unlock” ends it earlier."),
        ),
        ("admin:departments_user_changelist", _("accounts")),
        "administrator-accounts",
    ),
    Topic(
        "reference",
        _("Keeping reference tables"),
        (
            _("Departments, fields of duties, product classes and kinds of credentials are kept there."),
            _(
                "Each list exports to a file; changed in Excel and imported again, it shows every "
                "change first."
            ),
        ),
        ("admin:index", _("Back office")),
    ),
    Topic(
        "history",
        _("Who changed what"),
        (_("Every record has a history: who, when, what it was before and after. It cannot be edited."),),
    ),
    Topic(
        "backup",
        _("Backup and operation"),
        (
            _("A backup is written with “manage.py backup FILE” and put back with “manage.py restore FILE”."),
            _(
                "Once a month restore the latest into an empty place; docs/backup.md and "
                "docs/deployment.md tell how."
            ),
        ),
    ),
)
"""The administrator's page."""
