"""Instruments as lists show them: each with its state on a day and its light."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from enterprises.models import Instrument
from enterprises.rules.instruments import LIGHTS, State


@dataclass(frozen=True, slots=True)
class InstrumentLine:
    """An instrument on a day."""

    instrument: Instrument
    state: State

    @property
    def light(self) -> str:
        """The light beside the state."""
        return LIGHTS[self.state]


def lines(instruments: Iterable[Instrument], on: date) -> list[InstrumentLine]:
    """Return instruments as they stand on a day; they need ``with_last`` of that day."""
    return [InstrumentLine(instrument, instrument.state_on(on)) for instrument in instruments]
