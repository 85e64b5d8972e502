"""The report's charts as SVG, made of text alone: bars of days, shares of months, a week's heat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from xml.sax.saxutils import escape

WIDTH = 720
INK, MUTED, LINE, PAPER = "#141414", "#5C636A", "#DEE2E6", "#FFFFFF"
PALE = 0.4
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 8, 26, 20
_FONT = 'font-family="sans-serif" font-size="11" font-weight="400"'
BARS_HEIGHT, SHARES_HEIGHT, HEAT_HEIGHT = 170, 190, 176
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Bar:
    """A stack from the bottom up, one value a series; ``values`` None: not known. ``label`` may be empty.

    One that ``is_estimated`` is pale, and the legend says so.
    """

    label: str
    values: tuple[float, ...] | None
    line: float | None = None
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    colour: str


def stacked_bars(bars: Sequence[Bar], series: Sequence[Series], unit: str) -> str:
    """Bars of a quantity from 0; one that is not known is a hatch of lines on the ground."""
    most = max((sum(bar.values) for bar in bars if bar.values is not None), default=0.0) or 1.0
    step = nice_step(most)
    top = ceil(most / step - 1e-9) * step
    ticks = [step * number for number in range(round(top / step) + 1)]
    labels = [(tick / top, f"{tick:g}") for tick in ticks]
    return _chart(BARS_HEIGHT, bars, series, top, labels, unit)


def stacked_shares(bars: Sequence[Bar], series: Sequence[Series], line_name: str) -> str:
    """Bars of shares that sum to one, with a line of another share over them, from -1 to 1.

    Where the line falls below zero the axis goes down to -100%.
    """
    low = -1.0 if any(bar.line is not None and bar.line < 0 for bar in bars) else 0.0
    step = 0.5 if low else 0.25
    labels = [(low + step * part, f"{(low + step * part) * 100:.0f}%") for part in range(5)]
    return _chart(SHARES_HEIGHT, bars, series, 1.0, labels, "", line_name, low)


def week_heat(cells: Sequence[float], colour: str, words: Sequence[str]) -> str:
    """7 × 24 from Monday 00:00 on, white at 0 and full at the greatest; ``words`` are the titles of the cells."""
    most, left, top = max(cells, default=0.0) or 1.0, 44, 6
    width, height = (WIDTH - left - _RIGHT) / 24, (HEAT_HEIGHT - top - 20) / 7
    parts = []
    for weekday, name in enumerate(WEEKDAYS):
        y = top + weekday * height
        parts.append(_text(left - 6, y + height / 2 + 4, name, "end"))
        for hour in range(24):
            index = weekday * 24 + hour
            strength = max(0.0, cells[index]) / most
            parts.append(
                f'<rect x="{left + hour * width:.1f}" y="{y:.1f}" width="{width - 1:.1f}" height="{height - 1:.1f}"'
                f' fill="{_mixed(colour, strength)}"><title>{escape(words[index])}</title></rect>'
            )
    parts += [_text(left + hour * width, HEAT_HEIGHT - 6, f"{hour:02}:00", "start") for hour in range(0, 24, 3)]
    return _picture(HEAT_HEIGHT, parts)


def nice_step(most: float) -> float:
    """About four steps of 1, 2 or 5 times a power of ten up to ``most``, which is above 0."""
    rough = most / 4
    power = 10.0 ** floor(log10(rough))
    return next(size * power for size in (1, 2, 5, 10) if size * power >= rough * 0.999)


def _chart(
    height: int,
    bars: Sequence[Bar],
    series: Sequence[Series],
    top: float,
    labels: Sequence[tuple[float, str]],
    unit: str,
    line_name: str = "",
    low: float = 0.0,
) -> str:
    """``labels`` and lines are shares of ``top``; ``low`` is the least, at or below zero, where the bars stand."""
    tall = (height - _BOTTOM - _TOP) / (1 - low)
    ground = height - _BOTTOM + low * tall
    parts = _legend(series, line_name, has_estimated=any(bar.is_estimated and bar.values for bar in bars))
    for share, label in labels:
        y = ground - share * tall
        parts.append(f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{LINE}"/>')
        parts.append(_text(_LEFT - 6, y + 4, label, "end"))
    if unit:
        parts.append(_text(_LEFT - 6, 14, unit, "end"))
    wide = (WIDTH - _LEFT - _RIGHT) / max(1, len(bars))
    points = []
    for number, bar in enumerate(bars):
        x, y = _LEFT + number * wide, float(ground)
        if bar.values is None:
            parts.append(
                f'<rect x="{x + 2:.1f}" y="{ground - 6}" width="{max(1.0, wide - 4):.1f}" height="6" fill="none"'
                f' stroke="{MUTED}" stroke-dasharray="2 2"/>'
            )
        for value, one in zip(bar.values or (), series, strict=False):
            size = max(0.0, value) / top * tall
            y -= size
            if size > 0:
                parts.append(
                    f'<rect x="{x + 1:.1f}" y="{y:.1f}" width="{max(1.0, wide - 2):.1f}" height="{size:.1f}"'
                    f" {_fill(one.colour, bar.is_estimated)}/>"
                )
        if bar.label:
            parts.append(_text(x + wide / 2, height - 5, bar.label, "middle"))
        if bar.line is not None:
            points.append((x + wide / 2, ground - min(1.0, max(low, bar.line)) * tall))
    parts += _line(points)
    return _picture(height, parts)


def _fill(colour: str, is_estimated: bool) -> str:
    return f'fill="{_mixed(colour, PALE)}" class="estimated"' if is_estimated else f'fill="{colour}"'


def _line(points: Sequence[tuple[float, float]]) -> list[str]:
    if not points:
        return []
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    drawn = [f'<polyline points="{path}" fill="none" stroke="{PAPER}" stroke-width="5"/>']
    drawn.append(f'<polyline points="{path}" fill="none" stroke="{INK}" stroke-width="2"/>')
    dots = (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{PAPER}" stroke="{INK}"/>' for x, y in points)
    return [*drawn, *dots]


def _legend(series: Sequence[Series], line_name: str, *, has_estimated: bool) -> list[str]:
    parts, x = [], float(_LEFT)
    for one in series:
        parts.append(f'<rect x="{x:.1f}" y="5" width="10" height="10" fill="{one.colour}"/>')
        parts.append(_text(x + 14, 14, one.name, "start"))
        x += 30 + 6.2 * len(one.name)
    if line_name:
        parts.append(f'<line x1="{x:.1f}" x2="{x + 16:.1f}" y1="10" y2="10" stroke="{INK}" stroke-width="2"/>')
        parts.append(_text(x + 21, 14, line_name, "start"))
        x += 37 + 6.2 * len(line_name)
    if has_estimated:
        parts.append(_text(x, 14, "pale = estimated", "start"))
    return parts


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {_FONT} fill="{MUTED}" text-anchor="{anchor}">{escape(words)}</text>'


def _mixed(colour: str, share: float) -> str:
    """The colour over white; a little of it from the first penny on."""
    strength = 0.0 if share <= 0 else 0.08 + 0.92 * min(1.0, share)
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - channel) * strength):02X}" for channel in channels)


def _picture(height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}">'
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>{"".join(parts)}</svg>'
    )
