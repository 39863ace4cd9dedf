"""The main navigation: what the signed-in person may open, in the order of the day's work."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from departments.access import Permission
from departments.second_factor.actions import DUE


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the navigation; ``prefix`` marks it as the current one."""

    label: Promise | str
    view: str
    permission: Permission
    prefix: str


@dataclass(frozen=True, slots=True)
class Section:
    """A group of pages under one heading; the first has none."""

    heading: Promise | str
    entries: tuple[Entry, ...]


SECTIONS = (
    Section(
        "",
        (
            Entry(_("Progress"), "dashboard", Permission.VIEW_DASHBOARD, "/dashboard/"),
            Entry(_("My work"), "home", Permission.USE_INBOX, "/"),
        ),
    ),
    Section(
        _("Plan"),
        (
            Entry(_("Targets"), "targets:list", Permission.VIEW_TARGETS, "/targets/"),
            Entry(_("Duties"), "departments:duties", Permission.VIEW_DUTIES, "/duties/"),
            Entry(_("Yearly tasks"), "tasks:list", Permission.VIEW_TASKS, "/tasks/"),
            Entry(_("Urging notices"), "tasks:notices", Permission.VIEW_TASKS, "/tasks/notices/"),
            Entry(_("Half-yearly reports"), "reports:list", Permission.VIEW_REPORTS, "/reports/"),
            Entry(_("Joint meetings"), "meetings:list", Permission.VIEW_MEETINGS, "/meetings/"),
            Entry(
                _("Activities and publicity"), "activities:list", Permission.VIEW_ACTIVITIES, "/activities/"
            ),
        ),
    ),
    Section(
        _("Records"),
        (
            Entry(_("Enterprise files"), "enterprises:list", Permission.VIEW_ENTERPRISES, "/enterprises/"),
            Entry(_("Spot checks"), "inspections:list", Permission.VIEW_INSPECTIONS, "/inspections/"),
            Entry(_("Enforcement cases"), "cases:list", Permission.VIEW_INSPECTIONS, "/inspections/cases/"),
            Entry(
                _("Infringements and incidents"),
                "registers:infringements",
                Permission.VIEW_INSPECTIONS,
                "/inspections/registers/",
            ),
            Entry(_("Brands and certification"), "brands:list", Permission.VIEW_CREDENTIALS, "/brands/"),
            Entry(
                _("Cultivation pipeline"),
                "brands:board",
                Permission.VIEW_CREDENTIALS,
                "/brands/candidates/",
            ),
        ),
    ),
    Section(
        _("Assessment"),
        (
            Entry(_("Yearly assessment"), "assessments:list", Permission.VIEW_ASSESSMENT, "/assessments/"),
            Entry(
                _("Papers of the assessment"),
                "assessments:paper_list",
                Permission.VIEW_ASSESSMENT,
                "/assessments/papers/",
            ),
        ),
    ),
    Section(
        _("Administration"),
        (
            Entry(_("Back office"), "admin:index", Permission.USE_BACK_OFFICE, "/admin/"),
            Entry(_("Audit trail"), "audit:list", Permission.VIEW_AUDIT, "/audit/"),
        ),
    ),
)


def current_entry(path: str) -> Entry | None:
    """Return the entry an address lies under: the one with the longest beginning; home is only itself."""
    entries = [entry for section in SECTIONS for entry in section.entries]
    under = [entry for entry in entries if entry.prefix != "/" and path.startswith(entry.prefix)]
    if not under:
        return next((entry for entry in entries if entry.prefix == path), None)
    return max(under, key=lambda entry: len(entry.prefix))


def navigation(request: HttpRequest) -> dict[str, object]:
    """Return the sections the person may open, each entry with its address and whether it is current."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or DUE in request.session:
        return {"navigation": []}
    current = current_entry(request.path)
    sections = []
    for section in SECTIONS:
        entries = [
            {
                "label": entry.label,
                "url": reverse(entry.view),
                "current": entry is current,
            }
            for entry in section.entries
            if user.may(entry.permission)
        ]
        if entries:
            sections.append({"heading": section.heading, "entries": entries})
    return {"navigation": sections}
