"""What each of a region's tariffs would have cost on a home's own half hours, ranked, month by month.

It informs and never switches. Only complete days count; of a tariff whose prices are not known for all of them only the
days that are, and beside it what the home's own tariff cost on those same days.
"""

from __future__ import annotations

from array import array
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kraken_desktop.domain.battery import Battery
from kraken_desktop.domain.moments import DailyWindow
from kraken_desktop.domain.problem import Problem
from kraken_desktop.domain.rates import RateSchedule, RateSource
from kraken_desktop.domain.tariffs import Family
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.arithmetic import Progress
from kraken_desktop.services.insights.house import House
from kraken_desktop.storage.columns import seconds

DAYS_IN_A_YEAR = 365
MONTHS, COMMON_YEAR = 12, 2025
NO_YEAR = "A year is told from these days alone, which are not of every month: another season may differ much."


@dataclass(frozen=True, slots=True)
class ComparisonQuestion:
    """``with_smart``: the smart charges that the store knows make a dispatching tariff cheap. ``battery`` with its
    charging ``windows`` (() is price-led) works by a timer on every tariff alike.
    """

    span: DateSpan
    with_smart: bool = True
    battery: Battery | None = None
    windows: tuple[DailyWindow, ...] = ()


@dataclass(slots=True)
class PriceColumns:
    """Prices in order of time, seconds since 1970 from ``start`` to before ``stop``."""

    start: array[int] = field(default_factory=lambda: array("q"))
    stop: array[int] = field(default_factory=lambda: array("q"))
    pence: array[float] = field(default_factory=lambda: array("d"))
    is_smart: array[int] = field(default_factory=lambda: array("b"))
    """Where smart charging made it so; empty: nowhere."""


def columns_of(schedule: RateSchedule) -> PriceColumns:
    found = PriceColumns()
    for rate in schedule.rates:
        found.start.append(seconds(rate.start))
        found.stop.append(seconds(rate.stop))
        found.pence.append(float(rate.pence_inc_vat))
        found.is_smart.append(rate.source is RateSource.DISPATCH)
    return found


@dataclass(slots=True)
class PastColumns:
    """A tariff's prices over the past. ``car`` is what a car's part of a half hour (seconds since 1970) costs beyond
    the house's price, in pence.
    """

    units: PriceColumns
    standing: PriceColumns
    car: dict[int, float] = field(default_factory=dict)


@dataclass(slots=True)
class Candidate:
    """A tariff, or a pair of import and export, to be reckoned. ``exports`` None: nothing is paid for export."""

    name: str
    import_code: str
    export_code: str | None
    imports: PriceColumns
    standing: PriceColumns
    exports: PriceColumns | None = None
    car: dict[int, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    is_mine: bool = False
    is_held: bool = False
    """What the home has now, at its public prices."""


@dataclass(frozen=True, slots=True)
class MonthCost:
    """One month over the days that count: pence including VAT; what export earns is positive."""

    first: date
    days: int
    import_pence: float
    standing_pence: float
    export_pence: float
    mine_pence: float = 0.0
    """What the home's own tariff cost on the same days."""

    @property
    def pence(self) -> float:
        return self.import_pence + self.standing_pence - self.export_pence


@dataclass(frozen=True, slots=True)
class ComparedTariff:
    """``days`` are those on which every price is known, ``mine_pence`` what the home's own tariff cost on them.

    ``break_even_kwh_a_day``: so much of each day's dearest energy would have to move to the tariff's lowest price for
    it to cost as much as the own tariff did; 0 where it was cheaper anyway, None where no moving would do.
    """

    name: str
    import_code: str
    export_code: str | None
    is_mine: bool
    days: int
    months: tuple[MonthCost, ...]
    mine_pence: float
    break_even_kwh_a_day: float | None
    notes: tuple[str, ...] = ()
    is_held: bool = False
    """What the home has now, at its public prices: beside the own tariff it says nothing of others."""

    @property
    def import_pence(self) -> float:
        return sum(month.import_pence for month in self.months)

    @property
    def standing_pence(self) -> float:
        return sum(month.standing_pence for month in self.months)

    @property
    def export_pence(self) -> float:
        return sum(month.export_pence for month in self.months)

    @property
    def pence(self) -> float:
        return self.import_pence + self.standing_pence - self.export_pence

    @property
    def is_of_a_year(self) -> bool:
        """Days of each of the twelve months are known: else a year is these days, times what is lacking."""
        return len({month.first.month for month in self.months if month.days}) == MONTHS

    def a_year(self, of: Callable[[MonthCost], float]) -> float:
        """Each month counts by its own length, however many of its days are known: a summer is no year."""
        if not self.is_of_a_year:
            return sum(map(of, self.months)) / self.days * DAYS_IN_A_YEAR
        total = 0.0
        for number in range(1, MONTHS + 1):
            told = [month for month in self.months if month.first.month == number]
            length = monthrange(COMMON_YEAR, number)[1]
            total += sum(map(of, told)) / sum(month.days for month in told) * length
        return total

    @property
    def difference_pence_a_year(self) -> float | None:
        """Against the own tariff: negative is cheaper. None where no day is known."""
        return self.a_year(lambda month: month.pence - month.mine_pence) if self.days else None


@dataclass(frozen=True, slots=True)
class TariffComparison:
    """``rows`` are in `order`. ``unknown`` says what no comparison can know; ``problem`` why tariffs or prices could
    not be read.
    """

    question: ComparisonQuestion
    days: int
    left_out: int
    rows: tuple[ComparedTariff, ...]
    unknown: tuple[str, ...]
    problem: Problem | None = None
    unsettled: int = 0
    """Of ``left_out``: days on which Octopus has not settled what smart charging made cheap."""
    estimated: tuple[date, ...] = ()
    """Such days that count all the same, because there is no other: the own tariff looks dearer than it is."""

    @property
    def is_ranked(self) -> bool:
        """Else the own tariff's cost is an estimate: what others differ from it is not known."""
        return not self.estimated

    @property
    def mine(self) -> ComparedTariff | None:
        return next((row for row in self.rows if row.is_mine), None)

    def difference_pence_a_year(self, row: ComparedTariff) -> float | None:
        """Against the own tariff: negative is cheaper. None where it is not known."""
        return row.difference_pence_a_year if self.is_ranked else None

    def pence_a_year(self, row: ComparedTariff) -> float | None:
        """The own tariff's year and what the other differs on the days that both know."""
        mine, difference = self.mine, row.difference_pence_a_year
        if mine is None or not mine.days or difference is None:
            return None
        return mine.a_year(lambda month: month.pence) + difference


def order(rows: Iterable[ComparedTariff], estimated: Sequence[date] = ()) -> tuple[ComparedTariff, ...]:
    """The cheapest first, those of which nothing is known last. With ``estimated`` days no ranking can be trusted: the
    own tariff, then the others by name.
    """
    if estimated:
        return tuple(sorted(rows, key=lambda row: (not row.is_mine, not row.days, row.name)))
    return ranked(rows)


def ranked(rows: Iterable[ComparedTariff]) -> tuple[ComparedTariff, ...]:
    """By what they differ a year from the own tariff on the same days."""

    def key(row: ComparedTariff) -> tuple[bool, float, bool]:
        difference = row.difference_pence_a_year
        return difference is None, difference or 0.0, not row.is_mine

    return tuple(sorted(rows, key=key))


def unknowns(question: ComparisonQuestion, has_smart: bool, is_dispatching: bool) -> tuple[str, ...]:
    """What is honest to say beside any ranking. ``has_smart``: the store knows smart charges of the span."""
    told = ["You might have used energy at other times with other prices: this is your use as it was."]
    if question.with_smart and is_dispatching and not has_smart:
        told.append(
            "What smart charging would have added cannot be known: no smart charge of yours is stored, so a dispatching"
            " tariff counts with its night hours alone."
        )
    elif question.with_smart and is_dispatching:
        told.append("Smart charges count as they happened; another plan might have charged at other times.")
    told.append("Exit fees, ways of paying other than yours, credits and rewards are not counted.")
    told.append("Only tariffs that are on sale now are compared, each from when its price list begins.")
    if question.battery is not None:
        told.append(f"A battery of {question.battery.capacity_kwh:g} kWh works by a timer on each tariff, yours too.")
    return tuple(told)


def go_together(imports: Family, exports: Family) -> bool:
    """Flux and Intelligent Flux are sold with their own export alone, and theirs with no other import."""
    alone = (Family.FLUX, Family.INTELLIGENT_FLUX)
    return imports is exports if imports in alone or exports in alone else True


def rows_of(
    house: House,
    standing: Mapping[int, float],
    candidates: Sequence[Candidate],
    question: ComparisonQuestion,
    progress: Progress,
) -> tuple[ComparedTariff, ...]:
    """Long arithmetic, for `arithmetic.reckoned`: the own tariff as metered (``standing`` is pence by day since 1970),
    then every candidate.
    """
    from kraken_desktop.services.insights.comparison_arrays import reckoned_tariffs  # numpy

    return reckoned_tariffs(house, standing, candidates, question, progress)
