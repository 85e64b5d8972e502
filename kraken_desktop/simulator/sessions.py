"""What one customer makes of Saving Sessions and free electricity (docs/api.md, 8.1 and 8.5).

What a session brought follows from the meter: the half hours of the session against the same ones of the ten weekdays
before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from kraken_desktop.simulator.chance import draw
from kraken_desktop.simulator.errors import TOO_LATE
from kraken_desktop.simulator.homes.declaration import IMPORT, MeterPoint, Supply
from kraken_desktop.simulator.household import Household
from kraken_desktop.simulator.london import SLOT_SECONDS, at_local, local_date, slot_of
from kraken_desktop.simulator.products import REGIONS
from kraken_desktop.simulator.session_calendar import (
    DOWN,
    HAPPY,
    HAPPY_FROM,
    HAPPY_UNTIL,
    UP,
    Session,
    calendar,
    free_hours,
)

LISTED = timedelta(days=180)
AHEAD = timedelta(days=8)
TOKENS_A_WEEK, TOKENS_AN_HOUR, HOURS_A_DAY = 2, 2, 2
BASELINE_DAYS = 10
SETTLED_WITHIN = timedelta(days=8)


class IneligibleError(Exception):
    """Why an account may not take part, in the service's words."""


@dataclass(frozen=True, slots=True)
class Result:
    """kWh; `changed` is positive where the customer did what was asked, `is_partial` where that was not so in each half
    hour, `is_whole` where every reading came."""

    settled: datetime
    baseline: float
    used: float
    changed: float
    is_partial: bool
    is_whole: bool


class SavingAccount:
    """One account's part: since when it is signed up, what it joined before the world began and in it."""

    def __init__(self, household: Household) -> None:
        self._household = household
        self._seed = household.seed
        self._since = household.home.saves_since
        self._joined: dict[int, Session] = {}
        self._booked: set[int] = set()
        self.result = lru_cache(maxsize=512)(self._result)

    @property
    def point(self) -> MeterPoint | None:
        """The meter point that is, or would be, signed up; None in a home that buys nothing."""
        return next((one for one in reversed(self._household.home.meter_points) if one.direction == IMPORT), None)

    @property
    def region(self) -> int:
        """The service's own number for where the home stands."""
        point = self.point or self._household.home.meter_points[-1]
        return (REGIONS.index(point.agreements[-1].tariff_code[-1]) + 3) % 12 + 1

    def has_signed_up(self, now: datetime) -> bool:
        return self.point is not None and self._since is not None and self._since <= local_date(now)

    def sign_up(self, now: datetime) -> None:
        self._since = local_date(now)

    def announced(self, now: datetime) -> list[Session]:
        """Of the last half year and as far ahead as anything is announced."""
        rows = calendar(self._seed, local_date(now - LISTED), local_date(now + AHEAD))
        return [each for each in rows if each.announced <= now]

    def free(self, now: datetime) -> list[Session]:
        rows = free_hours(self._seed, local_date(now - 2 * LISTED), local_date(now + AHEAD))
        return [each for each in rows if each.announced <= now]

    def joined(self, now: datetime) -> list[Session]:
        """What this account takes part in, oldest first."""
        known = self.announced(now)
        own = [each for each in self._joined.values() if each not in known]
        return [each for each in known if self._takes_part(each, now)] + own

    def join(self, session: Session, now: datetime) -> None:
        """Raises IneligibleError after the start and for another region."""
        if now >= session.start:
            raise IneligibleError(TOO_LATE)
        if session.regions and self.region not in session.regions:
            raise IneligibleError("Account is not in a region that the event is for.")
        self._joined[session.number] = session

    def book(self, session: Session, now: datetime) -> None:
        """Raises IneligibleError after the start, without tokens, or for a third hour of one day."""
        if now >= session.start:
            raise IneligibleError("Account cannot book event after the start of the event.")
        if self.tokens(now) < TOKENS_AN_HOUR:
            raise IneligibleError("Account does not have enough tokens.")
        hours = [each for each in self.joined(now) if each.kind == HAPPY]
        if sum(local_date(each.start) == local_date(session.start) for each in hours) >= HOURS_A_DAY:
            raise IneligibleError("Account has booked all the hours of the day that it can.")
        self._joined[session.number] = session
        self._booked.update(range(slot_of(session.start), slot_of(session.end)))

    @property
    def bookings(self) -> int:
        """Half hours booked as free."""
        return len(self._booked)

    def is_free(self, supply: Supply, slot: int) -> bool:
        """Whether the half hour belongs to a booked free hour."""
        return slot in self._booked and supply is self.point

    def tokens(self, now: datetime) -> int:
        """Two a week while the promotion runs, less what was spent."""
        first = max(HAPPY_FROM - timedelta(days=7), self._since or date.max)
        weeks = (min(local_date(now), HAPPY_UNTIL) - first).days // 7
        spent = sum(TOKENS_AN_HOUR for each in self.joined(now) if each.kind == HAPPY)
        return max(0, max(0, weeks) * TOKENS_A_WEEK - spent)

    @property
    def account(self) -> str | None:
        """Of the point."""
        home, point = self._household.home, self.point
        return None if point is None else home.property_of(point).account or home.account

    @property
    def takes_free_hours(self) -> bool:
        """Everybody in Octoplus does, without joining."""
        return self._household.home.is_octoplus_member and self.account is not None

    def payment(self, session: Session) -> Decimal:
        """Pence for a free hour, at the price of the hour: what was used beyond the usual."""
        point = self.point
        price = None if point is None else self._household.listed_price(point, session.start)
        result = self.result(session)
        if price is None or not result.is_whole or not self.takes_free_hours:
            return Decimal(0)
        return Decimal(str(max(0.0, result.changed))) * price[1]

    def payments(self, after: date, until: date, now: datetime) -> Iterator[tuple[date, int]]:
        """(posted, whole pence) of every free hour that was settled in (after, until] and by now, newest first.

        Made as far as somebody looks: each costs a month of metering.
        """
        if not self.takes_free_hours:
            return
        for session in reversed(list(free_hours(self._seed, after - SETTLED_WITHIN, min(until, local_date(now))))):
            if session.end > now:
                continue
            settled = self.result(session).settled
            pence = round(self.payment(session))
            if pence and settled <= now and after < local_date(settled) <= until:
                yield local_date(settled), pence

    def rewards(self, now: datetime) -> Iterator[tuple[datetime, int, str]]:
        """(posted, points, reason) of every session that is settled."""
        for session in self.joined(now):
            if session.kind in (DOWN, UP) and session.end < now:
                result = self.result(session)
                points = points_of(session, result)
                if result.settled <= now and points > 0:
                    yield result.settled, points, "SAVING_SESSION"

    def _takes_part(self, session: Session, now: datetime) -> bool:
        if session.number in self._joined:
            return True
        by_habit = self._household.home.saves_since
        if by_habit is None or session.kind == HAPPY or (session.regions and self.region not in session.regions):
            return False
        # Whoever takes part does so a few hours after the announcement, and now and then forgets.
        joins = session.announced + timedelta(hours=3)
        is_kept = draw(self._seed, "joins", session.number) < 0.8
        return is_kept and by_habit <= local_date(session.start) and joins <= min(now, session.start)

    def _result(self, session: Session) -> Result:
        household, point, settled = self._household, self.point, _workdays_after(local_date(session.end), 3)
        if point is None:
            return Result(settled, 0.0, 0.0, 0.0, is_partial=False, is_whole=False)
        first, last = slot_of(session.start), slot_of(session.end)
        days: list[int] = []
        back = 0
        while len(days) < BASELINE_DAYS:
            back += 1
            if local_date(session.start - timedelta(days=back)).weekday() < 5:
                days.append(back * 86400 // SLOT_SECONDS)
        used = {slot: household.wh(point, slot) for slot in range(first, last)}
        usual = {slot: sum(household.wh(point, slot - day) for day in days) / BASELINE_DAYS for slot in used}
        sign = 1 if session.kind == DOWN else -1
        changes = [sign * (usual[slot] - used[slot]) for slot in used]
        return Result(
            settled,
            round(sum(usual.values()) / 1000, 3),
            sum(used.values()) / 1000,
            round(sum(changes) / 1000, 3),
            is_partial=min(changes) <= 0,
            is_whole=all(household.arrives(slot) <= settled for slot in used),
        )


def points_of(session: Session, result: Result) -> int:
    """Octopoints, whole ones; none where too much was used or readings are missing."""
    return max(0, int(result.changed * session.points_a_kwh)) if result.is_whole else 0


def _workdays_after(day: date, count: int) -> datetime:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return at_local(day, 18, 43)
