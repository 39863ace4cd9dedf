"""The demonstration's accounts, and the one password they share."""

import os
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from simple_history.utils import bulk_create_with_history

from departments.access import Role
from departments.models import Department, User
from departments.passwords import draw_password
from quality_portal.demo.bulk import REASON


class Account(NamedTuple):
    """A demonstration account; ``department`` is the code of the unit it belongs to."""

    username: str
    full_name: str
    role: Role
    department: str
    post: str


ACCOUNTS: Final = (
    Account("office", "周明远", Role.OFFICE, "msa", "质量发展股股长"),
    Account("leader", "沈致远", Role.LEADER, "", "副县长"),
    Account("liaison", "何秋实", Role.LIAISON, "agri", "农产品质量安全监管股副股长"),
    Account("township", "秦晓岚", Role.LIAISON, "t04", "经济发展办公室主任"),
    Account("administrator", "许文博", Role.ADMINISTRATOR, "", "信息中心工程师"),
)


def password_file() -> Path:
    """Return the file that keeps the password of the demonstration accounts."""
    return Path(settings.VAR_DIR) / "demo-password"


def kept_password() -> str:
    """Return the demonstration's password: that of the file, or a new one, kept from now on."""
    path = password_file()
    if path.exists():
        return path.read_text(encoding="utf-8").strip()
    people = [User(username=account.username, full_name=account.full_name) for account in ACCOUNTS]
    password = draw_password(people)
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{password}\n")
    return password


def load_accounts(password: str) -> dict[str, User]:
    """Store the demonstration accounts and return them by sign-in name."""
    departments = {unit.code: unit for unit in Department.objects.all()}
    kept = make_password(password)
    users = [
        User(
            username=account.username,
            password=kept,
            full_name=account.full_name,
            role=account.role,
            department=departments[account.department] if account.department else None,
            post=account.post,
            must_change_password=False,
            is_demonstration=True,
        )
        for account in ACCOUNTS
    ]
    bulk_create_with_history(users, User, default_change_reason=REASON)
    return {user.username: user for user in users}


def refresh_password(password: str) -> None:
    """Give the demonstration accounts this password again where they no longer have it."""
    kept = make_password(password)
    for user in User.objects.filter(is_demonstration=True):
        if not check_password(password, user.password):
            User.objects.filter(pk=user.pk).update(password=kept)
