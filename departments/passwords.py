"""Password rules of the portal, beside those Django brings."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CLASSES_NEEDED = 3
OFFICE_WORDS = ("zhiliang", "qiangxian", "zhijian", "quality", "质量", "强县")
"""Words that everybody would try first at a quality office."""


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
        words = [*OFFICE_WORDS, getattr(user, "username", "")]
        department = getattr(user, "department", None)
        if department is not None:
            words += [department.name, department.short_name, department.code]
        folded = password.casefold()
        if any(word and len(word) > 1 and word.casefold() in folded for word in words):
            raise ValidationError(self.get_help_text(), code="password_office_word")

    def get_help_text(self) -> str:
        """Return the rule as a sentence."""
        return _("Do not use your sign-in name, your department's name or words of quality work in it.")
