"""What people answered to a target's light in the demonstration: a notice, a judgement, a comment."""

from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone

from quality_portal.demo.bulk import write_all
from quality_portal.demo.scale import Setting
from targets.models import Comment, Notice, OwnJudgement, OwnLight, Target
from targets.progress import progress
from targets.rules import Light

TOLD_DAYS_AGO: Final = 20
JUDGED_DAYS_AGO: Final = 16
COMMENTED_DAYS_AGO: Final = 9


def load_responses(setting: Setting) -> None:
    """Store what was said of the first target that is off track; nothing where none is."""
    rows = progress(setting.today.year, setting.today)
    red = next((row.target for row in rows if row.light is Light.RED), None)
    if red is not None:
        write_all([_notice(setting, red)], setting)
        write_all([_judgement(setting, red)], setting)
        write_all([_comment(setting, red)], setting)


def _moment(setting: Setting, days_ago: int) -> datetime:
    return timezone.make_aware(datetime.combine(setting.today - timedelta(days=days_ago), time(10, 15)))


def _notice(setting: Setting, target: Target) -> Notice:
    return Notice(
        target=target,
        year=setting.today.year,
        department=target.lead,
        sentence="本目标亮灯为“滞后”，请逐户摸排拟认证企业，于年底前补齐差额，并按月报送进展。",
        told_at=_moment(setting, TOLD_DAYS_AGO),
        told_by=setting.by,
    )


def _judgement(setting: Setting, target: Target) -> OwnJudgement:
    return OwnJudgement(
        target=target,
        year=setting.today.year,
        light=OwnLight.YELLOW,
        computed=Light.RED.value,
        sentence="已有一家企业通过现场审核，预计年内取得证书，仍有发证时间上的风险。",
        judged_at=_moment(setting, JUDGED_DAYS_AGO),
        judged_by=setting.by,
    )


def _comment(setting: Setting, target: Target) -> Comment:
    return Comment(
        target=target,
        text="已与责任部门会商，待企业取得证书后及时登记入库。",
        written_at=_moment(setting, COMMENTED_DAYS_AGO),
        written_by=setting.by,
    )
