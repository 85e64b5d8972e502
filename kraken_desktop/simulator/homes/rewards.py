"""Flexible Octopus in a house that takes part in everything: Saving Sessions, free electricity, the wheel."""

from datetime import date

from kraken_desktop.simulator.homes.declaration import (
    IMPORT,
    Agreement,
    Home,
    Living,
    Meter,
    MeterPoint,
    Property,
)

REWARDS = Home(
    name="rewards",
    account="A-5AFE0019",
    api_key="sk_live_INVENTEDrewardsINVENTED000019",
    user_id="7654339",
    given_name="Robin",
    properties=(
        Property(
            "1234719",
            "19 INVENTED STREET",
            "LONDON",
            "ZZ1 19Z",
            date(2019, 9, 14),
            (
                MeterPoint(
                    "1200099999986",
                    IMPORT,
                    (Meter("99Z9999919", "00-11-22-33-44-55-19-77", date(2021, 6, 8)),),
                    (Agreement("E-1R-VAR-22-11-01-C", date(2022, 11, 1)),),
                    annual_kwh=3100,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(310, 275, 285, 250, 240, 225, 230, 233, 243, 272, 295, 312),
        base_watts=190,
    ),
    saves_since=date(2023, 11, 1),
)
