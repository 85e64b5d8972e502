"""What the glance panel shows: until when this price holds, what is being used, what comes next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from kraken_desktop.domain.bands import Band
from kraken_desktop.domain.moments import london_date
from kraken_desktop.services import derive, text
from kraken_desktop.services.charging import Activity, device_lines
from kraken_desktop.services.charging import DeviceLine as ChargingLine
from kraken_desktop.services.state import AppState, Phase
from kraken_desktop.ui.view_models.parts import Bar, BarGroup, Trouble
from kraken_desktop.ui.view_models.tray import is_out_of_touch, shows_export
from kraken_desktop.ui.view_models.trouble import trouble_in, trouble_of

_NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class PriceLine:
    """``number`` is empty where there is no price."""

    number: str = ""
    unit: str = ""
    band: Band = Band.UNKNOWN
    word: str = ""
    until: str = ""
    why: str = ""
    next_cheap: str = ""
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class PowerLine:
    number: str = ""
    unit: str = ""
    cost: str = ""
    is_export: bool = False
    basis: str = ""
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class TodayLine:
    """``energy`` and ``money`` are what was imported; ``exported`` has its own line, with the net of both."""

    energy: str = ""
    money: str = ""
    exported: str = ""
    standing: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class DeviceLine:
    name: str
    words: str
    is_running: bool = False


@dataclass(frozen=True, slots=True)
class GlanceView:
    phase: Phase
    home: str | None = None
    price: PriceLine = field(default_factory=PriceLine)
    power: PowerLine = field(default_factory=PowerLine)
    today: TodayLine = field(default_factory=TodayLine)
    devices: tuple[DeviceLine, ...] = ()
    days: tuple[BarGroup, ...] = ()
    price_range: str = ""
    trouble: Trouble | None = None
    is_refreshing: bool = False


def glance_view(state: AppState) -> GlanceView:
    is_export = shows_export(state)
    price = price_line(state, is_export)
    phase = state.phase
    shut = state.secrets_problem if phase is Phase.SIGNED_OUT else None
    trouble = trouble_of(shut, state.now, is_brief=True)
    if phase is not Phase.SIGNED_OUT:
        trouble = trouble_in(state, state.import_tariff, state.live, state.dispatches, is_brief=True)
    if price.number and (phase is Phase.STARTING or shut is not None):
        phase = Phase.SIGNED_IN
    days = day_groups(state, is_export)
    return GlanceView(
        phase=phase,
        home=state.home,
        price=price,
        power=power_line(state),
        today=today_line(state),
        devices=tuple(_device_line(line, state) for line in device_lines(state)),
        days=days,
        price_range=_range_words(state, is_export),
        trouble=trouble,
        is_refreshing=state.polling.is_refreshing,
    )


def price_line(state: AppState, is_export: bool) -> PriceLine:
    now = derive.price_now(state, is_export)
    cheap = None if is_export else derive.next_cheap(state)
    cheap_words = ""
    if cheap is not None:
        is_running = cheap.span.contains(state.now)
        when = f"until {text.clock_time(cheap.span.end)}" if is_running else text.span_ahead(cheap.span, state.now)
        cheap_words = f"{'cheap now' if is_running else 'next cheap'} {when} · {text.price(cheap.mean_pence)}"
    if now.pence is None:
        return PriceLine(next_cheap=cheap_words)
    until = ""
    if now.until is not None:
        until = f"until {text.until(now.until, state.now)}"
        until += f" · then {text.price(now.next_pence)}" if now.next_pence is not None else ""
    return PriceLine(
        number=text.price(now.pence).removesuffix("p"),
        unit="p per kWh" + (" earned" if is_export else ""),
        band=now.band,
        word=text.price_word(state, is_export),
        until=until,
        why="" if is_export else text.price_explanation(state),
        next_cheap=cheap_words,
        is_stale=is_out_of_touch(state),
    )


def power_line(state: AppState) -> PowerLine:
    now = derive.power_now(state)
    if now.watts is None or now.read_at is None:
        return PowerLine(basis="" if state.has_mini is None else "No live power: this home has no Home Mini")
    kilowatts = text.kilowatts(abs(now.watts))
    number, _, unit = kilowatts.partition(" ")
    is_export = now.watts < 0
    pence = now.pence_an_hour
    cost = "" if pence is None else f"{text.an_hour(pence)}{' earned' if is_export else ''}"
    return PowerLine(
        number, f" {unit}", cost, is_export, f"{text.ago(now.read_at, state.now)} · Home Mini", now.is_stale
    )


def today_line(state: AppState) -> TodayLine:
    usage = derive.today(state)
    if usage is None:
        return TodayLine(basis="needs a Home Mini" if state.has_mini is False else "not known yet")
    standing = "" if usage.standing_pence is None else f"+ {text.money(usage.standing_pence)} a day"
    imported, exported = usage.imported, usage.exported
    money = "" if imported.pence is None else text.money(imported.pence)
    sold = ""
    if exported.kwh > 0:
        earned = "" if exported.pence is None else f", {text.money(exported.pence)}"
        net = "" if usage.net_pence is None else f" · net {text.money(usage.net_pence)}"
        sold = f"exported {text.kwh(exported.kwh)}{earned}{net}"
    basis = "estimate" if usage.is_complete else "estimate, some slots missing"
    return TodayLine(text.kwh(imported.kwh), money, sold, standing, basis)


def _device_line(line: ChargingLine, state: AppState) -> DeviceLine:
    name = text.device_name(line.name, line.kind)
    words = text.device_line(line, state.now).removeprefix(name).lstrip(": ")
    is_running = line.activity in (Activity.CHARGING, Activity.BOOSTING)
    if is_running and line.span is not None:
        left = text.duration(line.span.end - state.now).replace(" ", _NO_BREAK)
        words += f"{_NO_BREAK}· {left}"
    return DeviceLine(name, words, is_running)


def day_groups(state: AppState, is_export: bool) -> tuple[BarGroup, ...]:
    """Today and tomorrow as bars, one a slot."""
    today = london_date(state.now)
    tomorrow = today + timedelta(days=1)
    coming = _bars(state, derive.day_prices(state, tomorrow, is_export))
    return (
        BarGroup("today", _bars(state, derive.day_prices(state, today, is_export)), "no prices"),
        BarGroup("tomorrow", coming, "" if coming else _tomorrow_words(state, is_export)),
    )


def _bars(state: AppState, slots: tuple[derive.PricedSlot, ...]) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            pence=slot.pence,
            band=slot.band,
            read_out=f"{text.span(slot.span)} · {text.price(slot.pence)}" + (" · smart charge" * slot.is_dispatch),
            is_now=slot.span.contains(state.now),
            is_past=slot.span.end <= state.now,
            is_dispatch=slot.is_dispatch,
        )
        for slot in slots
        if slot.pence is not None
    )


def _tomorrow_words(state: AppState, is_export: bool) -> str:
    is_waiting = derive.tomorrow(state, is_export).publication is derive.Publication.WAITING
    return "comes after 16:00" if is_waiting else "not known yet"


def _range_words(state: AppState, is_export: bool) -> str:
    prices: list[Decimal] = [
        slot.pence for slot in derive.day_prices(state, london_date(state.now), is_export) if slot.pence is not None
    ]
    if not prices:
        return ""
    lowest, highest = text.price(min(prices)), text.price(max(prices))
    return f"{lowest} all day" if lowest == highest else f"today {lowest} to {highest}"
