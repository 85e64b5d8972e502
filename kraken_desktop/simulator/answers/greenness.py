"""How clean the country's power is: carbon by half hours, and the nights to come (docs/api.md, 7.20 and 8.3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kraken_desktop.simulator.chance import draw
from kraken_desktop.simulator.london import at_local, local_date, slot_of, slot_start
from kraken_desktop.simulator.market import wholesale
from kraken_desktop.simulator.world import Answers, Exchange

HALF_HOURS_AHEAD = 48
NIGHTS = 7
NIGHT_SLOTS = 14
"""From 23:00 to 06:00."""
_INDEX = ((40, "very low"), (120, "low"), (180, "moderate"), (260, "high"))


def carbon_intensity(exchange: Exchange, postcode: str) -> dict[str, Any]:
    first = slot_of(exchange.now)
    rows = []
    for slot in range(first, first + HALF_HOURS_AHEAD):
        grams = _grams(exchange.household.seed, slot)
        index = next((name for limit, name in _INDEX if grams < limit), "very high")
        rows.append({"periodStart": slot_start(slot), "value": grams, "index": index})
    return {"projectedRegionalCarbonIntensity": rows}


def greener_nights(exchange: Exchange) -> list[dict[str, Any]]:
    today = local_date(exchange.now)
    return [_night(exchange, today + timedelta(days=ahead), ahead) for ahead in range(NIGHTS)]


def greenness_forecast(exchange: Exchange) -> list[dict[str, Any]]:
    """The first generation: half days rather than nights."""
    rows = []
    for number in range(NIGHTS * 2):
        begins = at_local(local_date(exchange.now) + timedelta(days=number // 2), 12 * (number % 2))
        first = slot_of(begins)
        score = _score(exchange.household.seed, range(first, first + 24))
        rows.append(
            {
                "validFrom": begins,
                "validTo": slot_start(first + 24),
                "greennessScore": score,
                "greennessIndex": _level(score),
                "highlightFlag": score >= 70,
            }
        )
    return rows


def _night(exchange: Exchange, day: date, ahead: int) -> dict[str, Any]:
    seed = exchange.household.seed
    first = slot_of(at_local(day, 23))
    # A night further off is forecast less surely, and what is said of it changes with the days.
    spread = round((draw(seed, "night forecast", day, ahead) - 0.5) * 4 * ahead)
    score = min(100, max(0, _score(seed, range(first, first + NIGHT_SLOTS)) + spread))
    # The flag is not the score's: the grid has reasons of its own.
    is_greener = score + 40 * (draw(seed, "greener night", day) - 0.5) >= 55
    return {"date": day, "isGreenerNight": is_greener, "greennessScore": score, "greennessIndex": _level(score)}


def _score(seed: int, slots: range) -> int:
    grams = sum(_grams(seed, slot) for slot in slots) / len(slots)
    return min(100, max(0, round(115 - grams * 0.45)))


def _level(score: int) -> str:
    return "HIGH" if score >= 65 else "MEDIUM" if score >= 35 else "LOW"


def _grams(seed: int, slot: int) -> int:
    """What is dear is made from gas: grams of CO2 per kWh follow the market."""
    return max(18, round(60 + 13 * wholesale(seed, slot)))


FIELDS: Answers = {
    "getProjectedRegionalCarbonIntensity": carbon_intensity,
    "greenerNightsForecast": greener_nights,
    "greennessForecast": greenness_forecast,
}
