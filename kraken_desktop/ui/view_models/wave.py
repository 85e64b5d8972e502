"""What the energy wave shows: sources above the line, sinks below, and how far the home does without the grid."""

from __future__ import annotations

from dataclasses import dataclass

from kraken_desktop.domain.energy_wave import SINKS, SOURCES, Part, WaveSums
from kraken_desktop.domain.moments import SLOT, Span
from kraken_desktop.domain.units import exact
from kraken_desktop.services import text
from kraken_desktop.services.insights.energy_wave import EnergyWave, WaveBar
from kraken_desktop.services.text.insights import span_words
from kraken_desktop.ui.plots.usage_view import ChartBar, ChartPart, UsageChartView
from kraken_desktop.ui.view_models.parts import Emptiness
from kraken_desktop.ui.view_models.table import Column, Row
from kraken_desktop.ui.view_models.usage import LegendEntry

INKS = {
    Part.GRID: "accent",
    Part.SOLAR: "warning",
    Part.DISCHARGE: "success",
    Part.HOUSE: "text_muted",
    Part.HEAT_PUMP: "danger",
    Part.CHARGE: "success",
    Part.EXPORT: "export",
}
COLUMNS = (
    Column("When", stretches=True),
    *(Column(part.value.capitalize(), is_number=True) for part in (*SOURCES, *SINKS)),
    Column("Self-sufficient", is_number=True),
)
_LONGEST_BY_DAYS = 62
SHOW_FILES_TIME = "show its time"
NO_FILE = Emptiness(
    "Your sun, battery or heat pump beside the grid",
    "Choose a CSV that your inverter, battery or heat pump exports, and say what its columns mean. Then what comes in "
    "is stacked above the line and what it is used for below, and you see how far the home does without the grid. The "
    "file stays where it is; only its columns' meaning is remembered.",
    "insight",
    "Choose a file…",
    "choose",
)
UNMAPPED = Emptiness(
    "What do the columns mean?",
    "Say above which column is the time, and which one is sun, battery or heat pump.",
    "table",
)
NOTHING = Emptiness("Nothing is stored of this time", "The grid's half hours come a day late.", "insight")


@dataclass(frozen=True, slots=True)
class WaveView:
    sentence: str
    facts: str
    note: str
    chart: UsageChartView
    legend: tuple[LegendEntry, ...]
    rows: tuple[Row, ...]


def wave_view(found: EnergyWave) -> WaveView:
    """Of a wave with at least one half hour that the file tells."""
    total = found.total
    assert total is not None
    days = found.question.span.days
    return WaveView(
        sentence=_sentence(total),
        facts=_facts(total),
        note=_note(found, total),
        chart=UsageChartView(tuple(_bar(bar, days) for bar in found.bars), "kWh"),
        legend=tuple(
            LegendEntry(None, f"{part.value} {_kwh(total.kwh(part))}", INKS[part])
            for part in (*SOURCES, *SINKS)
            if total.kwh(part)
        ),
        rows=(
            _row("All", total, is_current=True),
            *(_row(_name(bar, days), bar.sums) for bar in reversed(found.bars)),
        ),
    )


def _sentence(total: WaveSums) -> str:
    share = total.self_sufficiency
    if share is None:
        return "The home used nothing in this time."
    told = f"{text.percent(exact(100 * share))} of what the home used did not come from the grid."
    return told if total.told == total.slots else f"Of the time that your file tells, {told}"


def _facts(total: WaveSums) -> str:
    words = [f"Used {_kwh(total.used_kwh)}", f"bought {_kwh(total.bought_kwh)}"]
    if total.solar_kept is not None:
        kept = text.percent(exact(100 * total.solar_kept))
        words.append(f"{kept} of the sun's {_kwh(total.kwh(Part.SOLAR))} stayed in the home")
    lost = total.kwh(Part.CHARGE) - total.kwh(Part.DISCHARGE)
    if total.kwh(Part.CHARGE) and lost > 0:
        words.append(f"{_kwh(lost)} more into the battery than out of it")
    return " · ".join(words)


def _note(found: EnergyWave, total: WaveSums) -> str:
    words = []
    if total.told < total.slots:
        words.append(
            f"your file tells {total.told:,} of {total.slots:,} half hours; in the others only the grid is known"
        )
    if total.odd:
        often = "in 1 half hour" if total.odd == 1 else f"in {total.odd:,} half hours"
        words.append(f"{often} the meters disagree: more went out than came in")
    if found.skipped:
        lines = "1 line" if found.skipped == 1 else f"{found.skipped:,} lines"
        words.append(f"{lines} of the file could not be read")
    return "; ".join(words)[:1].upper() + "; ".join(words)[1:] + ("." if words else "")


def _bar(bar: WaveBar, days: int) -> ChartBar:
    sums, name = bar.sums, _name(bar, days)
    parts = [ChartPart(None, sums.kwh(part), INKS[part]) for part in SOURCES if sums.kwh(part)]
    parts += [ChartPart(None, -sums.kwh(part), INKS[part]) for part in SINKS if sums.kwh(part)]
    told = [f"{part.value} {_kwh(sums.kwh(part))}" for part in (*SOURCES, *SINKS) if sums.kwh(part)]
    if not sums.told:
        told.append("your file tells nothing of it")
    is_lacking = sums.told < sums.slots
    return ChartBar(_label(bar, days), tuple(parts), f"{name}: {', '.join(told) or 'nothing'}", is_lacking=is_lacking)


def _label(bar: WaveBar, days: int) -> str:
    if days == 1:
        return text.clock_time(bar.start)
    return str(bar.first.day) if days <= _LONGEST_BY_DAYS else f"{bar.first:%b}"


def _name(bar: WaveBar, days: int) -> str:
    if days == 1:
        return text.span(Span(bar.start, bar.start + SLOT))
    return text.full_date(bar.first) if days <= _LONGEST_BY_DAYS else f"{bar.first:%B %Y}"


def _row(name: str, sums: WaveSums, *, is_current: bool = False) -> Row:
    share = sums.self_sufficiency
    cells = (text.kwh_exact(exact(round(sums.kwh(part), 6))) for part in (*SOURCES, *SINKS))
    told = text.percent(exact(100 * share)) if share is not None else text.UNKNOWN
    return Row((name, *cells, told), is_current=is_current)


def _kwh(kwh: float) -> str:
    return text.kwh(exact(kwh))


def untold(found: EnergyWave, *, can_go: bool) -> Emptiness:
    """Of a span that the file does not speak of; ``can_go``: the grid's meter knows some of what it does."""
    told = f"It has figures {span_words(found.file_span)}." if found.file_span is not None else "It has no figures."
    action, does = ("Show that time", SHOW_FILES_TIME) if can_go else ("Choose another…", "choose")
    return Emptiness("Your file tells nothing of this time", told, "table", action, does)


def unusable(why: str) -> Emptiness:
    return Emptiness("This file cannot be used", why, "warning", "Choose another…", "choose")
