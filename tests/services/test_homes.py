"""Homes that lack something: no Mini, a Mini elsewhere or later, silence, odd answers, nothing at all."""

from dataclasses import replace
from datetime import timedelta

from kraken_desktop.domain.problem import ProblemKind
from kraken_desktop.services import derive, text
from kraken_desktop.services.state import Phase
from tests.services.given import running, utc


async def test_without_a_mini_prices_still_work() -> None:
    async with running("no-mini") as run:
        state = run.state
        assert state.phase is Phase.SIGNED_IN
        assert state.has_mini is False
        assert state.live.problem is not None
        assert state.live.problem.kind is ProblemKind.NO_MINI
        assert derive.price_now(state).pence is not None
        assert derive.power_now(state).watts is None
        assert derive.today(state) is None, "not known yet, never short"
        assert text.tooltip_lines(state)[-1] == "at 18:20, without a Home Mini"
        since = state.live.problem.since
        await run.advance(hours=2)
        assert run.state.live.problem is not None
        assert run.state.live.problem.since == since
        assert run.board.shown == [], "no nagging about what is a fact of the home"


async def test_a_home_that_only_sells_has_no_import_to_read() -> None:
    async with running("export-only") as run:
        now = run.clock.now()
        assert text.price_line(derive.price_now(run.state), now) == "No import on this account"
        assert derive.price_now(run.state, export=True).pence is not None
    async with running("flexible") as run:
        assert text.price_line(derive.price_now(run.state, export=True), now, True) == "No export on this account"
    async with running("flexible", faults=("no-network",)) as run:
        assert text.price_line(derive.price_now(run.state), now) == "Price not read yet"


async def test_without_a_mini_nothing_is_polled_every_minute() -> None:
    async with running("no-mini") as run:
        run.forget_calls()
        await run.advance(hours=1)
        light = [call for call in run.calls() if call["operation"] == "Light"]
        assert len(light) == 2, "once after each heavy poll"


async def test_mini_appears_later_without_signing_in_again() -> None:
    async with running("no-mini") as run:
        await run.advance(minutes=45)
        run.world.home = replace(run.world.home, has_mini=True)
        await run.advance(minutes=30)
        state = run.state
        assert state.has_mini is True
        assert state.live.problem is None
        assert derive.power_now(state).watts is not None
        assert derive.today(state) is not None


async def test_readings_prove_a_mini_that_the_network_does_not_list() -> None:
    async with running("flexible", faults=("unknown-enum",)) as run:
        assert run.state.has_mini is True
        assert derive.power_now(run.state).watts is not None
        await run.advance(hours=1)
        assert run.state.live.problem is None


async def test_silent_mini_keeps_the_last_value_with_its_age() -> None:
    async with running("flexible") as run:
        watts = derive.power_now(run.state).watts
        run.octopus.inject("telemetry-empty")
        await run.advance(minutes=4)
        assert run.state.live.problem is None, "rows may be late for some minutes"
        await run.advance(minutes=3)
        power = derive.power_now(run.state)
        assert run.state.live.problem is not None
        assert run.state.live.problem.kind is ProblemKind.MINI_SILENT
        assert power.watts == watts
        assert power.is_stale
        assert power.read_at is not None
        assert run.state.live.problem.since == power.read_at
        await run.advance(hours=1)
        assert run.state.has_mini is True
        run.octopus.clear_faults()
        await run.advance(minutes=2)
        assert run.state.live.problem is None


async def test_silence_for_long_is_told_once() -> None:
    async with running("flexible") as run:
        run.octopus.inject("telemetry-null")
        await run.advance(hours=3)
        assert [notice.group for notice in run.board.shown] == ["stale"]
        assert run.board.shown[0].title == "Nothing new for long: live power and charging"


async def test_messy_rows_are_put_right() -> None:
    async with running("flexible") as run:
        before = derive.today(run.state)
        run.octopus.inject("telemetry-messy")
        await run.advance(minutes=35)
        today, trace = derive.today(run.state), run.state.live.value
        assert trace is not None
        assert before is not None
        assert today is not None
        times = [sample.read_at for sample in trace.samples]
        assert times == sorted(set(times))
        assert today.is_complete
        assert today.imported.kwh > before.imported.kwh


async def test_no_rates_anywhere_is_said_and_the_rest_goes_on() -> None:
    async with running("agile", faults=("rates-empty",)) as run:
        assert derive.price_now(run.state).pence is None
        assert run.state.import_tariff.problem is not None
        assert run.state.import_tariff.problem.kind is ProblemKind.NO_RATE
        assert derive.power_now(run.state).watts is not None
        assert derive.power_now(run.state).pence_an_hour is None
        run.octopus.clear_faults()
        await run.advance(minutes=31)
        assert derive.price_now(run.state).pence is not None
        assert run.state.import_tariff.problem is None


async def test_product_that_is_gone_leaves_the_agreements_own_prices() -> None:
    async with running("flexible", faults=("product-404",)) as run:
        assert derive.price_now(run.state).pence is not None
        assert run.state.import_tariff.problem is None


async def test_moved_house_shows_the_occupied_home() -> None:
    async with running("flexible") as run:
        account = run.state.account.value
        assert account is not None
        home = next(home for home in account.properties if home.id == run.state.selection.property_id)
        assert home.is_occupied(run.state.now)


async def test_stale_icon_ages_belong_to_the_price_list_where_nothing_is_live() -> None:
    """Between heavy polls a home without Mini and car has nothing that could grow old."""
    async with running("no-mini") as run:
        await run.advance(minutes=9)
        assert run.state.live.fetched_at is None
        assert run.state.dispatches.fetched_at is None
        assert run.state.now - (run.state.import_tariff.fetched_at or utc("2020-01-01")) < timedelta(minutes=31)
