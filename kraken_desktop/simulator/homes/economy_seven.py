"""Economy 7 with hours of its own, in two pieces by Greenwich time, and storage heaters that go by them."""

from datetime import date, time

from kraken_desktop.simulator.homes.declaration import IMPORT, Agreement, Home, Living, Meter, MeterPoint, Property

_NIGHT = ((time(22, 30), time(0, 30)), (time(2, 30), time(7, 30)))

ECONOMY_SEVEN = Home(
    name="economy7",
    account="A-EC070006",
    api_key="sk_live_INVENTEDeconomysevenINVENTED0006",
    user_id="7654326",
    given_name="Pat",
    properties=(
        Property(
            "1234616",
            "6 INVENTED STREET",
            "NORWICH",
            "ZZ1 6ZZ",
            date(2012, 7, 14),
            (
                MeterPoint(
                    "1000099999995",
                    IMPORT,
                    (Meter("99Z9999996", "00-11-22-33-44-55-06-77", date(2021, 2, 10), meter_type="S2ADE"),),
                    (Agreement("E-2R-VAR-22-11-01-A", date(2022, 11, 1)),),
                    annual_kwh=8700,
                    profile_class=2,
                    night_utc=_NIGHT,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(1060, 900, 930, 730, 590, 490, 480, 485, 580, 670, 860, 990),
        base_watts=210,
        storage_watts=4600,
        storage_hours=_NIGHT,
    ),
    is_octoplus_member=False,
    float_pence=6420,
    billing_day=28,
)
