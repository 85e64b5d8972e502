"""Night hours learnt from labels stay with their agreement, below its scheme and above the textbook."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta
from typing import Any, cast

from kraken_desktop.domain.account import Account, Agreement
from kraken_desktop.domain.measurement import Measurement
from kraken_desktop.domain.moments import DailyWindow
from kraken_desktop.kraken.decoding import Rows
from kraken_desktop.services.learning import carried_over, learnt, taught, teachable
from kraken_desktop.services.pricing import WindowSource, night_hours
from tests.domain.test_learnt_hours import SPLIT, painted
from tests.services.homes import LONG_AGO, NOW, account, agreement, home, point

NUMBER = "1200099999990"
ECONOMY_7 = "E-2R-VAR-22-11-01-C"


class Labels:
    """A port: the meter's measurements as they were painted."""

    def __init__(self, rows: Sequence[Measurement]) -> None:
        self.rows, self.measurements = tuple(rows), self

    async def measured(self, _home: str, _point: object, span: Any) -> Rows[Measurement]:
        return Rows(tuple(row for row in self.rows if span.contains(row.span.start)))


def ours(held: Agreement | None = None) -> Account:
    return account(home("p1", point(NUMBER, agreements=[held or agreement(ECONOMY_7)])))


async def test_hours_are_learnt_and_kept_with_the_agreement() -> None:
    labels = Labels(painted(SPLIT, days=12, start=NOW.replace(hour=0, minute=0) - timedelta(days=12)))
    found = await learnt(cast(Any, labels), ours(), NUMBER, NOW)
    held = found.meter_points[0].agreements[0]
    assert night_hours(held) == (SPLIT, WindowSource.LABELS)
    assert carried_over(ours(), found, NOW) == found, "another reading of the account keeps them"
    assert carried_over(ours(agreement("E-2R-VAR-25-01-01-C")), found, NOW).meter_points[0].agreements[0].learnt == ()


async def test_labels_from_before_the_agreement_teach_nothing() -> None:
    labels = Labels(painted(SPLIT, days=12, start=NOW.replace(hour=0, minute=0) - timedelta(days=12)))
    new = ours(agreement(ECONOMY_7, NOW - timedelta(days=1)))
    assert await learnt(cast(Any, labels), new, NUMBER, NOW) == new


def test_only_a_tariff_without_hours_of_its_own_is_asked_about() -> None:
    scheme = (DailyWindow(time(0, 30), time(7, 30), is_utc=True),)
    assert teachable(ours(), NUMBER, NOW) is not None
    for held in (
        replace(agreement(ECONOMY_7), scheme=scheme),
        agreement("E-1R-AGILE-24-10-01-C"),
        agreement("E-2R-INTELLI-VAR-24-10-29-C"),
    ):
        assert teachable(ours(held), NUMBER, NOW) is None


def test_the_scheme_comes_before_the_labels() -> None:
    scheme = (DailyWindow(time(1), time(8), is_utc=True),)
    held = taught(ours(replace(agreement(ECONOMY_7), scheme=scheme)), NUMBER, ECONOMY_7, LONG_AGO, SPLIT)
    assert night_hours(held.meter_points[0].agreements[0])[1] is WindowSource.SCHEME
