"""The Wheel of Fortune of one customer: two spins a fuel and month (docs/api.md, 8.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from kraken_desktop.simulator.chance import draw
from kraken_desktop.simulator.homes.declaration import Home
from kraken_desktop.simulator.london import at_local, local_date, months_before

SPINS = 2
MONTHS_KEPT = 14
PRIZES = (8, 8, 16, 40, 80, 160, 400)
ELECTRICITY, GAS = "ELECTRICITY", "GAS"


@dataclass(frozen=True, slots=True)
class Spin:
    """`prize` counts Octopoints, or pence for who is no member of Octoplus."""

    at: datetime
    fuel: str
    prize: int
    reference: str


class Wheel:
    """Each month the household spins once for electricity by itself; the rest is spun while the world runs."""

    def __init__(self, home: Home, seed: int) -> None:
        self._home = home
        self._seed = seed
        self._spun: list[Spin] = []

    def offers(self, fuel: str) -> bool:
        """Spins come with a smart meter of the fuel."""
        return fuel == ELECTRICITY or any(place.gas_points for place in self._home.properties)

    def left(self, fuel: str, now: datetime) -> int:
        """Spins of this month that are left."""
        month = local_date(now).replace(day=1)
        used = sum(each.fuel == fuel and local_date(each.at) >= month for each in self.spins(now))
        return max(0, SPINS - used) if self.offers(fuel) else 0

    def spin(self, fuel: str, now: datetime) -> Spin:
        place = len(self._spun)
        made = Spin(now, fuel, self._prize("spun", now, place), self._reference(now, place))
        self._spun.append(made)
        return made

    def spins(self, now: datetime) -> list[Spin]:
        """Of fourteen months, oldest first."""
        made = [each for each in self._spun if each.at <= now]
        day = months_before(local_date(now), MONTHS_KEPT).replace(day=1)
        while day <= local_date(now):
            at = self._by_itself(day)
            if at <= now and self._spins_before(day, at) < SPINS:
                made.append(Spin(at, ELECTRICITY, self._prize("prize", day), self._reference(at, "month")))
            day = (day + timedelta(days=32)).replace(day=1)
        return sorted(made, key=lambda each: each.at)

    def _spins_before(self, month: date, at: datetime) -> int:
        return sum(each.fuel == ELECTRICITY and month <= local_date(each.at) and each.at < at for each in self._spun)

    def _by_itself(self, month: date) -> datetime:
        days = int(draw(self._seed, "spin", self._home.name, month) * 27)
        return at_local(month + timedelta(days=days), 19, 12)

    def _prize(self, kind: str, *subject: object) -> int:
        return PRIZES[int(draw(self._seed, kind, self._home.name, *subject) * len(PRIZES))]

    def _reference(self, *subject: object) -> str:
        return str(UUID(int=int(draw(self._seed, "reference", *subject) * 2**48), version=4))
