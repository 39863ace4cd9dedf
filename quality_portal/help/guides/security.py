"""What the security administrator does."""

from django.utils.translation import gettext_lazy as _

from quality_portal.help.guides.topic import Topic

SECURITY = (
    Topic(
        "first",
        _("Assigning roles"),
        (
            _("A new account has no role: open it in the list, choose role and department, and save."),
            _("A change ends the account's sessions at once; its owner signs in again with the new rights."),
            _("Nobody changes the rights of the own account: another security administrator does it."),
        ),
        ("admin:departments_user_changelist", _("accounts")),
    ),
    Topic(
        "review",
        _("Reviewing accounts"),
        (
            _("Filter the list by role and compare it with who serves where; take back what is too much."),
            _("“manage.py dormant_accounts” lists the accounts that nobody has used for 90 days."),
        ),
    ),
)
"""The security administrator's page."""
