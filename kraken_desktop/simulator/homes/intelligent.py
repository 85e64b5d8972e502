"""Intelligent Octopus Go with half-hourly rows, and one car that is charged for its owner."""

from datetime import date

from kraken_desktop.simulator.homes.declaration import IMPORT, Agreement, Car, Home, Living, Meter, MeterPoint, Property

INTELLIGENT = Home(
    name="intelligent",
    account="A-1D7E0002",
    api_key="sk_live_INVENTEDintelligentINVENTED0002",
    user_id="7654322",
    given_name="Robin",
    properties=(
        Property(
            "1234572",
            "2 INVENTED STREET",
            "LONDON",
            "ZZ1 2ZZ",
            date(2020, 9, 1),
            (
                MeterPoint(
                    "1200099999991",
                    IMPORT,
                    (Meter("99Z9999992", "00-11-22-33-44-55-02-77", date(2021, 6, 1)),),
                    (
                        Agreement("E-1R-INTELLI-VAR-22-10-14-C", date(2022, 10, 14), date(2024, 11, 5)),
                        Agreement("E-1R-INTELLI-VAR-24-10-29-C", date(2024, 11, 5)),
                    ),
                    annual_kwh=6900,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(450, 400, 430, 410, 405, 375, 380, 385, 400, 420, 425, 440),
        base_watts=250,
        electric_shower=True,
    ),
    cars=(Car("00000000-0000-4000-8000-0000000000e1", "Family car", "Tesla", "Model 3", "TESLA_V2", battery_kwh=75),),
    float_pence=-1250,
    billing_day=4,
)
