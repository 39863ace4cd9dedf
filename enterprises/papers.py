"""The quality file as a paper."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import override

from enterprises.models import Enterprise
from enterprises.quality_file import quality_file
from quality_portal.lib.documents import pdf

if TYPE_CHECKING:
    from departments.models import User


def file_paper(enterprise: Enterprise, user: "User", today: date) -> bytes:
    """Return the file as PDF, with the figures the page shows; papers are in Chinese.

    Raises PaperError when it cannot be printed.
    """
    with override("zh-hans"):
        context = {"file": quality_file(enterprise, user, today), "enterprise": enterprise}
        return pdf.render("papers/enterprises/file.html", context | {"title": f"{enterprise.name}质量档案"})
