"""One key, two accounts: a house on Agile with the Home Mini, and a flat that is let out on Flexible."""

from datetime import date

from kraken_desktop.simulator.homes.declaration import IMPORT, Agreement, Home, Living, Meter, MeterPoint, Property

TWO_ACCOUNTS = Home(
    name="two-accounts",
    account="A-2ACC0013",
    api_key="sk_live_INVENTEDtwoaccountsINVENTED0013",
    user_id="7654333",
    given_name="Jules",
    properties=(
        Property(
            "1234683",
            "13 INVENTED STREET",
            "LONDON",
            "ZZ1 13Z",
            date(2015, 3, 21),
            (
                MeterPoint(
                    "1200099999985",
                    IMPORT,
                    (Meter("99Z9999913", "00-11-22-33-44-55-13-77", date(2022, 3, 15)),),
                    (
                        Agreement("E-1R-VAR-22-11-01-C", date(2022, 11, 1), date(2024, 10, 2)),
                        Agreement("E-1R-AGILE-24-10-01-C", date(2024, 10, 2)),
                    ),
                    annual_kwh=3000,
                ),
            ),
            living=Living(import_kwh=(330, 290, 295, 268, 252, 232, 236, 240, 255, 282, 305, 328), base_watts=195),
        ),
        Property(
            "1234684",
            "FLAT 2, 13 INVENTED ROAD",
            "BRISTOL",
            "ZZ3 13Z",
            date(2021, 7, 10),
            (
                MeterPoint(
                    "2200099999984",
                    IMPORT,
                    (Meter("99Z9999923", "00-11-22-33-44-55-23-77", date(2022, 3, 15), meter_type="S2AD"),),
                    (Agreement("E-1R-VAR-22-11-01-L", date(2022, 11, 1)),),
                    annual_kwh=1700,
                ),
            ),
            account="A-2ACC0113",
        ),
    ),
    living=Living(
        import_kwh=(180, 160, 166, 152, 145, 135, 136, 138, 146, 158, 168, 178),
        base_watts=95,
    ),
    mini_at="1234683",
    billing_day=20,
)
