"""What the price chart shows, as frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.moments import Span


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One price and how long it holds; ``label`` says the price, ``word`` the band, ``read_out`` all of it."""

    span: Span
    pence: Decimal
    band: Band
    label: str
    word: str
    read_out: str
    is_dispatch: bool = False


@dataclass(frozen=True, slots=True)
class PriceDay:
    """A London day; ``waiting`` stands where its prices are missing."""

    title: str
    span: Span
    steps: tuple[PriceStep, ...]
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class PriceMark:
    """Times chosen for something: framed in the chart, ``label`` written over the first of them."""

    label: str
    spans: tuple[Span, ...]
    read_out: str


@dataclass(frozen=True)
class PriceChartView:
    """What the chart shows. ``is_export`` hatches the steps; the axis reaches over the prices ``beside`` too, so that
    two charts can be compared.
    """

    days: tuple[PriceDay, ...] = ()
    now: datetime | None = None
    is_export: bool = False
    beside: tuple[Decimal, ...] = ()
    marks: tuple[PriceMark, ...] = ()

    @cached_property
    def steps(self) -> tuple[PriceStep, ...]:
        return tuple(step for day in self.days for step in day.steps)

    @property
    def words(self) -> str:
        """The whole chart, a line each."""
        return "\n".join((*(mark.read_out for mark in self.marks), *(step.read_out for step in self.steps)))

    @property
    def span(self) -> Span | None:
        return Span(self.days[0].span.start, self.days[-1].span.end) if self.days else None

    def step_at(self, at: datetime) -> int | None:
        return next((index for index, step in enumerate(self.steps) if step.span.contains(at)), None)


def joined_steps(steps: Sequence[PriceStep]) -> tuple[PriceStep, ...]:
    """Neighbours of one price, band and dispatch made one, each as the first of them."""
    found: list[PriceStep] = []
    for step in steps:
        last = found[-1] if found else None
        if last and last.span.end == step.span.start and _look(last) == _look(step):
            found[-1] = replace(last, span=Span(last.span.start, step.span.end))
        else:
            found.append(step)
    return tuple(found)


def lowest_and_highest(steps: Sequence[PriceStep]) -> tuple[PriceStep, PriceStep]:
    """The stretches of the lowest and of the highest price, smart charges or not; of equal ones the longest.

    There must be a step.
    """
    joined = joined_steps([replace(step, is_dispatch=False) for step in steps])
    lowest = min(joined, key=lambda step: (step.pence, -step.span.duration))
    return lowest, max(joined, key=lambda step: (step.pence, step.span.duration))


def _look(step: PriceStep) -> tuple[Decimal, Band, bool]:
    return step.pence, step.band, step.is_dispatch
