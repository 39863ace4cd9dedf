"""Password rules of the portal, beside those Django brings."""

import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from departments.imports import read_file
from departments.models import FormerPassword, User

CLASSES_NEEDED = 3
FORMER_KEPT = 5
"""How many of an account's last passwords, the present one included, cannot be chosen again."""
OFFICE_WORDS = ("zhiliang", "qiangxian", "zhijian", "quality", "质量", "强县")
"""Words that everybody would try first at a quality office."""
COUNTY = Path(__file__).resolve().parent / "data" / "departments.toml"
EASY_TO_TELL_APART: Final = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def county_words() -> list[str]:
    """Return the county's name in Chinese and the name in Latin letters, both without the word for county."""
    county = read_file(COUNTY)["county"]
    return [str(county["name"]).removesuffix("县"), str(county["name_en"]).removesuffix(" County")]


def draw_password(people: Iterable[User]) -> str:
    """Return a random password that is easy to type and that the rules accept for each of the people."""
    while True:
        groups = ("".join(secrets.choice(EASY_TO_TELL_APART) for _place in range(4)) for _group in range(3))
        password = "-".join(groups)
        try:
            for person in people:
                validate_password(password, person)
        except ValidationError:
            continue
        return password


class CharacterClassesValidator:
    """Asks for three of: lower case, capitals, digits, other characters."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError when fewer than three classes occur."""
        classes = [
            any(character.islower() for character in password),
            any(character.isupper() for character in password),
            any(character.isdigit() for character in password),
            any(not character.isalnum() for character in password),
        ]
        if sum(classes) < CLASSES_NEEDED:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        """Return the rule as a sentence."""
        return _("Use at least three of: lower case letters, capitals, digits, other characters.")


class OfficeWordsValidator:
    """Refuses passwords built on the office's own words, the department's or the sign-in name."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError when such a word occurs in any capitalisation."""
        words = [*OFFICE_WORDS, *county_words(), getattr(user, "username", "")]
        department = getattr(user, "department", None)
        if department is not None:
            words += [department.name, department.short_name, department.code]
        folded = password.casefold()
        if any(word and len(word) > 1 and word.casefold() in folded for word in words):
            raise ValidationError(self.get_help_text(), code="password_office_word")

    def get_help_text(self) -> str:
        """Return the rule as a sentence."""
        return _("Do not use your sign-in name, your department, the county or words of quality work in it.")


class FormerPasswordsValidator:
    """Refuses the last passwords of the account, and remembers each that is set."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError when the account has or had this password."""
        if user is None or user.pk is None:
            return
        former = FormerPassword.objects.filter(user=user)[:FORMER_KEPT]
        if any(check_password(password, one.password) for one in former):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def password_changed(self, password: str, user: User | None = None) -> None:
        """Remember the password that was set, and forget what is older than the last few."""
        if user is None:
            return
        FormerPassword.objects.create(user=user, password=user.password, set_at=user.password_changed_at)
        kept = FormerPassword.objects.filter(user=user)[:FORMER_KEPT].values_list("pk", flat=True)
        FormerPassword.objects.filter(user=user).exclude(pk__in=list(kept)).delete()

    def get_help_text(self) -> str:
        """Return the rule as a sentence."""
        return ngettext(
            "Do not use your last password again.",
            "Do not use any of your last %(count)d passwords again.",
            FORMER_KEPT,
        ) % {"count": FORMER_KEPT}
