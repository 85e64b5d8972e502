"""Cosy Octopus: a heat pump, and three cheap stretches a day."""

from datetime import date

from kraken_desktop.simulator.homes.declaration import (
    IMPORT,
    Agreement,
    HeatPump,
    Home,
    Living,
    Meter,
    MeterPoint,
    Property,
)

COSY = Home(
    name="cosy",
    account="A-C0050009",
    api_key="sk_live_INVENTEDcosyINVENTED0009",
    user_id="7654329",
    given_name="Mel",
    properties=(
        Property(
            "1234649",
            "9 INVENTED STREET",
            "LEEDS",
            "ZZ1 9ZZ",
            date(2016, 4, 23),
            (
                MeterPoint(
                    "2300099999998",
                    IMPORT,
                    (Meter("99Z9999909", "00-11-22-33-44-55-09-77", date(2022, 3, 15)),),
                    (
                        Agreement("E-1R-VAR-22-11-01-M", date(2022, 11, 1), date(2024, 2, 20)),
                        Agreement("E-1R-COSY-22-12-08-M", date(2024, 2, 20)),
                    ),
                    annual_kwh=7500,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(330, 290, 300, 275, 265, 250, 245, 250, 260, 285, 305, 335),
        base_watts=220,
    ),
    heat_pump=HeatPump("00:11:22:33:44:55:09:aa", "Cosy 6", "00000000000009999909", 1700),
    float_pence=8850,
    billing_day=13,
)
