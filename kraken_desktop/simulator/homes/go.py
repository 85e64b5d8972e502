"""Octopus Go with a Home Mini: five cheap hours a night, by which the washing and a car on a plain plug go."""

from datetime import date, time

from kraken_desktop.simulator.homes.declaration import IMPORT, Agreement, Home, Living, Meter, MeterPoint, Property

GO = Home(
    name="go",
    account="A-60000008",
    api_key="sk_live_INVENTEDgoINVENTED0008",
    user_id="7654328",
    given_name="Lee",
    properties=(
        Property(
            "1234638",
            "8 INVENTED STREET",
            "LONDON",
            "ZZ1 8ZZ",
            date(2019, 10, 5),
            (
                MeterPoint(
                    "1200099999998",
                    IMPORT,
                    (Meter("99Z9999908", "00-11-22-33-44-55-08-77", date(2022, 3, 15)),),
                    (Agreement("E-1R-GO-VAR-22-10-14-C", date(2022, 10, 14)),),
                    annual_kwh=5200,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(520, 455, 480, 440, 420, 385, 390, 395, 420, 450, 475, 505),
        base_watts=240,
        storage_watts=2400,
        storage_hours=((time(0, 30), time(4, 30)),),
    ),
    float_pence=1780,
    billing_day=9,
)
