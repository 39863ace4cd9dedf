"""``manage.py load_demo``: the demonstration county in an empty database."""

from argparse import ArgumentParser
from dataclasses import asdict
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from quality_portal.demo.accounts import kept_password, password_file, refresh_password
from quality_portal.demo.county import holds_other_records, is_loaded, load_county
from quality_portal.demo.scale import SCALES
from quality_portal.lib import clock


class Command(BaseCommand):
    """Load the founding plan and a whole fictional county; never beside anybody's own records."""

    help = "Load a fictional county, the same for the same seed and day, into an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the size, the seed, and whether a database in use is passed over in silence."""
        parser.add_argument("--scale", choices=list(SCALES), default="county", help="how many records")
        parser.add_argument("--seed", type=int, default=1, help="another seed, another county")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing, quietly, where there are records already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the demonstration once; by hand, print its password too."""
        quiet = options["if_empty"]
        loaded = is_loaded()
        if quiet and loaded and password_file().exists():
            return
        reason = self._reason_against(loaded=loaded)
        if reason and not quiet:
            raise CommandError(reason)
        if reason:
            return
        if loaded:
            refresh_password(kept_password())
            self._say(_("The demonstration is loaded already; nothing was changed."), quiet=quiet)
        else:
            self._load(options, quiet=quiet)
        self._say(f"password: {kept_password()}", quiet=quiet)

    def _reason_against(self, *, loaded: bool) -> str:
        if settings.IS_PRODUCTION:
            return _("The demonstration is not loaded in production: its accounts share one password.")
        if not loaded and holds_other_records():
            return _(
                "The database holds records that the demonstration did not make. Load it into an empty one."
            )
        return ""

    def _load(self, options: dict[str, Any], *, quiet: bool) -> None:
        scale = SCALES[options["scale"]]
        call_command("load_plan", stdout=StringIO())
        if not scale.with_history:
            self._say(_("At this scale the records are written without a history row each."), quiet=quiet)
        load_county(scale=scale, seed=options["seed"], today=clock.today(), password=kept_password())
        done = _("Loaded: %(enterprises)d enterprises, %(samples)d samples, %(credentials)d credentials.")
        self._say(done % asdict(scale), quiet=quiet)

    def _say(self, sentence: str, *, quiet: bool) -> None:
        if not quiet:
            self.stdout.write(sentence)
