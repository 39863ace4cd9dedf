"""The pages of the help, one for each role: short, in the order of the work."""

from departments.access import Role
from quality_portal.help.guides.administrator import ADMINISTRATOR
from quality_portal.help.guides.auditor import AUDITOR
from quality_portal.help.guides.leader import LEADER
from quality_portal.help.guides.liaison import LIAISON
from quality_portal.help.guides.office import OFFICE
from quality_portal.help.guides.security import SECURITY
from quality_portal.help.guides.topic import Topic

__all__ = ["GUIDES", "Topic"]

GUIDES: dict[Role, tuple[Topic, ...]] = {
    Role.OFFICE: OFFICE,
    Role.LIAISON: LIAISON,
    Role.LEADER: LEADER,
    Role.ADMINISTRATOR: ADMINISTRATOR,
    Role.SECURITY: SECURITY,
    Role.AUDITOR: AUDITOR,
}
"""What each role reads; a township's liaison reads the liaison's page, a newcomer may not read any yet."""
