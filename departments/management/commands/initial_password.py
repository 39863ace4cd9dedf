"""``manage.py initial_password NAME``: a way back in for an administrator who forgot the password."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from departments.actions.accounts import give_initial_password
from departments.models import User


class Command(BaseCommand):
    """Give an account a password that opens it once."""

    help = "Give an account an initial password, which opens it once within 72 hours; ends its sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the sign-in name."""
        parser.add_argument("username", help="sign-in name of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the password; an unknown name is an error."""
        try:
            person = User.objects.get_by_natural_key(options["username"])
        except User.DoesNotExist as error:
            raise CommandError(
                _("There is no account “%(name)s”.") % {"name": options["username"]}
            ) from error
        password = give_initial_password(person, by="initial_password")
        self.stdout.write(f"{person.username} {password}")
