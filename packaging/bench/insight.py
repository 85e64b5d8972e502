"""What insight costs. The first word says what is measured; the figure is printed.

Over ten years of half hours in a file: `efficiency`, milliseconds for every month and every moving year; `where`, for
a year by weekday and hour. Over one year: `battery`, milliseconds for 31 capacities by the timer's rule, from the store
to the curve; `best`, seconds for the same at their best, in the process that the app uses; `compare`, milliseconds for
12 tariffs of half-hourly prices, from the stored lists to the ranking. What a window waits meanwhile is measured by
``insight_window.py``.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from history import LAST, NUMBERS, account, filled

from kraken_desktop.domain.moments import SLOT
from kraken_desktop.domain.offers import ONE_REGISTER, Offer, Product, ProductTariff
from kraken_desktop.domain.rates import Rate
from kraken_desktop.domain.snapshot import Snapshot
from kraken_desktop.domain.tariffs import Register
from kraken_desktop.services.date_span import DateSpan
from kraken_desktop.services.insights.arithmetic import reckoned
from kraken_desktop.services.insights.battery import BatteryWish, Strategy, curve_of
from kraken_desktop.services.insights.comparison import (
    Candidate,
    ComparisonQuestion,
    TariffComparison,
    ranked,
    rows_of,
)
from kraken_desktop.services.insights.house import House, house_of
from kraken_desktop.services.insights.past_prices import PastTariff, on_sale, past_columns
from kraken_desktop.services.insights.questions import Insights
from kraken_desktop.services.insights.spans import Pace
from kraken_desktop.services.state import AppState, Phase, StateHolder
from kraken_desktop.storage.database import Database

YEAR = DateSpan(date(2025, 10, 2), date(2026, 10, 1))
TEN_YEARS = DateSpan(date(2016, 10, 2), LAST)
TARIFFS = 12
Measure = Callable[[Database], Awaitable[float]]


def insights_of(database: Database) -> Insights:
    now = datetime(2026, 10, 3, 9, tzinfo=UTC)
    return Insights(database, StateHolder(AppState(now=now, phase=Phase.SIGNED_IN, account=Snapshot(account(), now))))


async def efficiency(database: Database) -> float:
    insights = insights_of(database)
    await insights.extent()
    slowest = 0.0
    for pace in (Pace.MONTH, Pace.MOVING_YEAR):
        began = time.perf_counter()
        found = await insights.efficiency(TEN_YEARS, pace)
        slowest = max(slowest, time.perf_counter() - began)
        assert found is not None
        assert len(found.rows) >= 109
    return slowest * 1000


async def where(database: Database) -> float:
    began = time.perf_counter()
    assert await insights_of(database).where(YEAR) is not None
    return (time.perf_counter() - began) * 1000


async def battery(database: Database) -> float:
    import numpy  # noqa: F401 - the process that reckons has it

    began = time.perf_counter()
    house = await house_of(database.history, *NUMBERS[:2], YEAR)
    assert len(curve_of(house, YEAR, BatteryWish(sells=True), lambda _share: None).points) == 31
    return (time.perf_counter() - began) * 1000


async def best(database: Database) -> float:
    began = time.perf_counter()
    wish = BatteryWish(sells=True, strategy=Strategy.BEST)
    assert await insights_of(database).battery(YEAR, wish) is not None
    return time.perf_counter() - began


async def add_lists(database: Database) -> list[PastTariff]:
    """A year of half-hourly prices of each tariff."""
    span = YEAR.instants
    count = int((span.end - span.start) / SLOT)
    offers = []
    for number in range(TARIFFS):
        code = f"E-1R-AGILE-24-10-{number + 1:02}-C"
        rows = [
            Rate(span.start + SLOT * at, span.start + SLOT * (at + 1), Decimal(at * (number + 7) % 3000) / 100)
            for at in range(count)
        ]
        await database.add_rates(code, Register.STANDARD, rows)
        standing = Rate(span.start, span.end + timedelta(days=1), Decimal("47.85"))
        await database.add_rates(code, Register.STANDING, [standing])
        product = Product(code[5:-2], f"Agile {number}", is_export=False)
        offers.append(on_sale(Offer(product, ProductTariff(code, (Register.STANDARD,))), ONE_REGISTER))
    return offers


async def compared(database: Database, offers: list[PastTariff]) -> TariffComparison:
    """From the stored lists to the ranking, as the app does, in its other process."""
    house, own, candidates = await _columns(database, offers)
    question = ComparisonQuestion(YEAR)
    rows = await reckoned(rows_of, house, own, candidates, question)
    return TariffComparison(question, house.days, house.left_out, ranked(rows), ())


async def _columns(database: Database, offers: list[PastTariff]) -> tuple[House, dict[int, float], list[Candidate]]:
    house = await house_of(database.history, NUMBERS[0], None, YEAR)
    candidates = []
    for offer in offers:
        past = await past_columns(database, offer, None, YEAR.instants, None)
        candidates.append(Candidate(offer.offer.product.name, offer.offer.tariff.code, None, past.units, past.standing))
    totals = await database.history.totals(NUMBERS[0], YEAR.first, YEAR.last)
    return house, dict.fromkeys(dict.fromkeys(house.day), 47.85) if totals else {}, candidates


async def compare(database: Database) -> float:
    import numpy  # noqa: F401 - the process that reckons has it

    offers = await add_lists(database)
    began = time.perf_counter()
    house, own, candidates = await _columns(database, offers)
    rows_found = ranked(rows_of(house, own, candidates, ComparisonQuestion(YEAR), lambda _share: None))
    assert len(rows_found) == TARIFFS + 1
    assert all(row.days == YEAR.days for row in rows_found)
    return (time.perf_counter() - began) * 1000


MEASURES: dict[str, Measure] = {
    "efficiency": efficiency,
    "where": where,
    "battery": battery,
    "best": best,
    "compare": compare,
}


async def measured(what: str) -> float:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kraken.db"
        database = Database.open(path)
        await filled(database)
        await database.close()
        database = Database.open(path)
        try:
            return await MEASURES[what](database)
        finally:
            await database.close()


if __name__ == "__main__":
    print(asyncio.run(measured(sys.argv[1])))
