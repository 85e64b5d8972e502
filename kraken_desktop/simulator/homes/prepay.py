"""Paid in advance, by a smart meter that is topped up: one price, whose list knows no way of paying."""

from datetime import date

from kraken_desktop.simulator.homes.declaration import IMPORT, Agreement, Home, Living, Meter, MeterPoint, Property

PREPAY = Home(
    name="prepay",
    account="A-9AE00022",
    api_key="sk_live_INVENTEDprepayINVENTED0022",
    user_id="7654342",
    given_name="Bev",
    properties=(
        Property(
            "1234772",
            "22 INVENTED STREET",
            "LEEDS",
            "ZZ2 2ZY",
            date(2020, 3, 4),
            (
                MeterPoint(
                    "2300099999922",
                    IMPORT,
                    (Meter("99Z9999922", "00-11-22-33-44-55-22-77", date(2021, 11, 3)),),
                    (Agreement("E-1R-PREPAY-VAR-18-09-21-M", date(2021, 11, 3)),),
                    annual_kwh=2100,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(225, 200, 205, 180, 165, 150, 148, 150, 160, 185, 205, 220),
        base_watts=95,
        electric_shower=True,
    ),
    is_octoplus_member=False,
    float_pence=1840,
    billing_day=17,
)
