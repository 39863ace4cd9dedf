"""Password rules: a table of passwords and what becomes of them."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from departments.models import Department, User


def person() -> User:
    return User(
        username="zhangming",
        full_name="张明",
        department=Department(code="agri", name="县农业农村局", short_name="农业农村局"),
    )


@pytest.mark.parametrize(
    ("password", "accepted"),
    [
        ("Plum-tree-91", True),
        ("correct horse 7 Battery", True),
        ("梨花2026一枝Ab", True),
        ("A1-" + "x" * 61, True),
        ("Short-1a", False),
        ("plumtreeinbloom", False),
        ("PLUMTREE91919", False),
        ("1234567890", False),
        ("Password123", False),
        ("Zhangming-2026", False),
        ("Zhiliang-2026", False),
        ("Qiangxian#77x", False),
        ("Agri-2026-field", False),
        ("质量Plum-2026", False),
    ],
)
def test_a_password_is_judged(password: str, *, accepted: bool) -> None:
    try:
        validate_password(password, person())
    except ValidationError:
        assert not accepted
    else:
        assert accepted
