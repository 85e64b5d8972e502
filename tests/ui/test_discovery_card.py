"""What a key opened, on its card: addresses said once, nothing chosen for the person."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox

from kraken_desktop.domain.account import Account, Property
from kraken_desktop.services.state import Selection
from kraken_desktop.ui.dialogs.discovery_card import DiscoveryCard
from kraken_desktop.ui.theme import Theme
from kraken_desktop.ui.view_models.meters import home_choices
from kraken_desktop.ui.view_models.sign_in import FoundView
from tests.ui.states import NOW

LONG = "The Old Coach House, 114 Upper Invented Street, Little Sample, Nowhere-on-the-Hill, ZZ1 1ZZ"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("1 Sample Street, ZZ1 1ZZ", "1 Sample Street, ZZ1 1ZZ"),
        ("1 Sample Street, zz11zz", "1 Sample Street, zz11zz"),
        ("1 Sample Street", "1 Sample Street, ZZ1 1ZZ"),
        ("", "ZZ1 1ZZ"),
    ],
)
def test_the_postcode_is_said_once(address: str, said: str) -> None:
    home = Property("home-1", address, "ZZ1 1ZZ", None, None, ())
    assert home_choices(Account("A-0000TEST", "ACTIVE", 0, (home,)), NOW) == (("home-1", said),)


@pytest.fixture
def card(theme: Theme, qtbot: Any) -> DiscoveryCard:
    card = DiscoveryCard(theme)
    qtbot.addWidget(card)
    return card


def box_of(card: DiscoveryCard, name: str) -> QComboBox:
    return next(box for box in card.findChildren(QComboBox) if box.accessibleName() == name)


def test_after_a_wrong_account_the_list_asks_for_one_of_the_persons_own(card: DiscoveryCard) -> None:
    card.show_found(FoundView("Not yours", accounts=(("A-0000TEST", "A-0000TEST"),)), Selection())
    box = box_of(card, "Account")
    assert (box.currentIndex(), box.placeholderText()) == (-1, "Choose one of yours")
    assert not box.isHidden()


def test_a_long_address_does_not_widen_the_card_and_can_be_read_whole(card: DiscoveryCard) -> None:
    short = FoundView("Found", True, homes=(("home-1", "1 Sample Street"), ("home-2", "2 Other Road")))
    card.show_found(short, Selection(property_id="home-1"))
    width = card.minimumSizeHint().width()
    card.show_found(
        FoundView("Found", True, homes=(("home-1", LONG), ("home-2", LONG))), Selection(property_id="home-1")
    )
    assert card.minimumSizeHint().width() == width
    assert box_of(card, "Property").toolTip() == LONG
