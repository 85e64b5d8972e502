"""Which home and meters are shown, and in which order a Mini is looked for."""

from dataclasses import replace
from datetime import timedelta

from kraken_desktop.domain.account import Direction, Fuel
from kraken_desktop.services.choice import chosen, minis_may_hang_on
from kraken_desktop.services.state import Selection
from tests.services.homes import LONG_AGO, NOW, account, agreement, home, point

IMPORT, EXPORT, OTHER = "1200099999990", "1200099999982", "1200099999974"
NOBODY = Selection()


def test_import_and_export_of_the_home() -> None:
    ours = account(home("p1", point(IMPORT, "dev-1"), point(EXPORT, "dev-1", Direction.EXPORT)))
    found = chosen(ours, NOBODY, NOW)
    assert (found.account_number, found.property_id) == ("A-1234ABCD", "p1")
    assert (found.import_number, found.export_number, found.device_id) == (IMPORT, EXPORT, "dev-1")


def test_gas_stands_beside_electricity_and_never_in_its_place() -> None:
    gas = replace(point("3000099999"), fuel=Fuel.GAS)
    found = chosen(account(home("p1", gas, point(IMPORT, "dev-1"))), NOBODY, NOW)
    assert (found.import_number, found.gas_number) == (IMPORT, "3000099999")
    only_gas = chosen(account(home("p1", gas)), NOBODY, NOW)
    assert (only_gas.import_number, only_gas.gas_number) == (None, "3000099999")


def test_import_only_and_export_only() -> None:
    assert chosen(account(home("p1", point(IMPORT))), NOBODY, NOW).export_number is None
    only_export = chosen(account(home("p1", point(EXPORT, "dev", Direction.EXPORT))), NOBODY, NOW)
    assert (only_export.import_number, only_export.export_number) == (None, EXPORT)
    assert only_export.device_id == "dev"


def test_moved_house_shows_where_one_lives() -> None:
    old = home("old", point(OTHER, "dev-old"), moved_out=NOW - timedelta(days=30))
    assert chosen(account(old, home("new", point(IMPORT, "dev-new"))), NOBODY, NOW).property_id == "new"


def test_a_home_without_a_meter_in_use_comes_last() -> None:
    empty = home("empty", point(OTHER, agreements=[agreement("E-1R-GO-VAR-22-10-14-C", LONG_AGO, NOW)]))
    assert chosen(account(empty, home("lived-in", point(IMPORT))), NOBODY, NOW).property_id == "lived-in"


def test_what_the_person_chose_counts_while_it_exists() -> None:
    ours = account(home("p1", point(IMPORT)), home("p2", point(OTHER)))
    assert chosen(ours, Selection(property_id="p2"), NOW).import_number == OTHER
    assert chosen(ours, Selection(property_id="gone", import_number="gone"), NOW).import_number == IMPORT


def test_replaced_meter_gives_up_its_device() -> None:
    ours = account(home("p1", point(IMPORT, "dev-new")))
    assert chosen(ours, Selection(device_id="dev-old"), NOW).device_id == "dev-new"


def test_mini_is_looked_for_at_home_first_and_everywhere_in_the_end() -> None:
    old = home("old", point(OTHER, "dev-old"), moved_out=NOW - timedelta(days=1))
    ours = account(
        old,
        home("p1", point(EXPORT, "dev-export", Direction.EXPORT), point(IMPORT, "dev-import")),
        home("p2", point("1200099999966", "dev-second-home")),
    )
    selection = chosen(ours, Selection(property_id="p1"), NOW)
    assert minis_may_hang_on(ours, selection, NOW) == ("dev-import", "dev-export", "dev-second-home", "dev-old")


def test_retired_meters_are_asked_last_and_none_twice() -> None:
    ours = account(home("p1", point(OTHER, "dev-1", is_active=False), point(IMPORT, "dev-2"), point(EXPORT, "dev-2")))
    assert minis_may_hang_on(ours, NOBODY, NOW) == ("dev-2", "dev-1")


def test_account_without_anything() -> None:
    found = chosen(account(), NOBODY, NOW)
    assert (found.property_id, found.import_number, found.device_id) == (None, None, None)
