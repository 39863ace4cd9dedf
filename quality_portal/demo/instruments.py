"""The demonstration's measuring instruments: nearly all verified, a few overdue, failed or forgotten."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Final, NamedTuple

from enterprises.models import Instrument, Verification
from enterprises.rules.instruments import Result
from quality_portal.demo.bulk import write, write_all
from quality_portal.demo.enterprises import Firm
from quality_portal.demo.scale import Setting
from quality_portal.demo.trades import trades
from quality_portal.lib.dates import months_later

VOLUNTARY: Final = 0.12
"""Share of the instruments that need no verification."""

WITHDRAWN: Final = 0.03
INSTITUTION: Final = "县计量检定测试所"
HALF_OF_THE_FIRMS: Final = 0.5
OVERDUE, FAILED, NEVER = 0.03, 0.01, 0.01
"""Shares of the instruments in use that lack a valid verification."""


class Device(NamedTuple):
    """A kind of instrument, what its numbers begin with and for how many months it is verified."""

    name: str
    letters: str
    months: int


DEVICES: Final = {
    "industry": (
        Device("电子汽车衡", "ZCS", 12),
        Device("压力表", "YL", 6),
        Device("电子台秤", "TCS", 12),
        Device("电能表", "DN", 60),
        Device("可燃气体检测报警器", "RQ", 12),
    ),
    "agriculture": (Device("电子台秤", "TCS", 12), Device("电子吊秤", "OCS", 12)),
    "service": (
        Device("电子计价秤", "ACS", 12),
        Device("条码标签秤", "TM", 12),
        Device("燃油加油机", "JY", 6),
    ),
}


def load_instruments(setting: Setting, firms: Sequence[Firm]) -> None:
    """Store instruments of about half of the enterprises, with the verifications of the last years."""
    devices: list[Device] = []
    saved = write(_instruments(setting, firms, devices), setting)
    dice = setting.dice("verifications")
    write_all(
        (
            verification
            for place, instrument in enumerate(saved)
            for verification in _verifications(dice, instrument, devices[place], setting.today)
        ),
        setting,
    )


def _instruments(setting: Setting, firms: Sequence[Firm], devices: list[Device]) -> Iterator[Instrument]:
    """Return unsaved instruments, and note the kind of each."""
    dice, number = setting.dice("instruments"), 0
    for firm in firms:
        if not firm.is_old_and_open or dice.random() >= HALF_OF_THE_FIRMS:
            continue
        kinds = DEVICES[trades()[firm.trade].industry]
        for device in dice.sample(kinds, min(len(kinds), dice.choice((1, 1, 2, 3)))):
            number += 1
            devices.append(device)
            yield _instrument(setting, dice, firm, device, number)


def _instrument(setting: Setting, dice: Random, firm: Firm, device: Device, number: int) -> Instrument:
    since = setting.today - timedelta(days=dice.randrange(400, 2800))
    is_gone = dice.random() < WITHDRAWN
    return Instrument(
        enterprise_id=firm.pk,
        name=device.name,
        number=f"{device.letters}{since.year % 100:02d}{number:06d}",
        is_mandatory=dice.random() >= VOLUNTARY,
        in_use_since=since,
        withdrawn_on=setting.today - timedelta(days=dice.randrange(1, 200)) if is_gone else None,
    )


def _verifications(
    dice: Random, instrument: Instrument, device: Device, today: date
) -> Iterator[Verification]:
    """Return the latest verification and the one before; the fate of the instrument decides on both."""
    fate = dice.random()
    if not instrument.is_mandatory or fate < NEVER:
        return
    end = instrument.withdrawn_on or today
    period = device.months * 30
    ago = dice.randrange(min(period - 2, 365))
    if fate < NEVER + OVERDUE:
        ago = period + dice.randrange(10, 90)
    last = max(end - timedelta(days=ago), instrument.in_use_since)
    is_failed = NEVER + OVERDUE <= fate < NEVER + OVERDUE + FAILED
    former = months_later(last, -device.months)
    if former >= instrument.in_use_since:
        yield _passed(dice, instrument, device, former)
    if is_failed:
        yield Verification(
            instrument=instrument, verified_on=last, result=Result.FAIL, institution=INSTITUTION
        )
    else:
        yield _passed(dice, instrument, device, last)


def _passed(dice: Random, instrument: Instrument, device: Device, on: date) -> Verification:
    return Verification(
        instrument=instrument,
        verified_on=on,
        result=Result.PASS,
        valid_until=months_later(on, device.months) - timedelta(days=1),
        certificate_number=f"和检字第{on.year}{dice.randrange(1, 1_000_000):06d}号",
        institution=INSTITUTION,
    )
