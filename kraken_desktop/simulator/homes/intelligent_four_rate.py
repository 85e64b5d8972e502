"""Intelligent Octopus Go of 2026: four rates and an empty list of standard rates, two cars, six smart hours a day."""

from datetime import date

from kraken_desktop.simulator.homes.declaration import IMPORT, Agreement, Car, Home, Living, Meter, MeterPoint, Property

INTELLIGENT_FOUR_RATE = Home(
    name="intelligent-four-rate",
    account="A-4F0E0005",
    api_key="sk_live_INVENTEDfourrateINVENTED0005",
    user_id="7654325",
    given_name="Max",
    properties=(
        Property(
            "1234605",
            "5 INVENTED STREET",
            "LONDON",
            "ZZ1 5ZZ",
            date(2020, 3, 7),
            (
                MeterPoint(
                    "1200099999994",
                    IMPORT,
                    (Meter("99Z9999995", "00-11-22-33-44-55-05-77", date(2021, 9, 3)),),
                    (
                        Agreement("E-1R-INTELLI-VAR-22-10-14-C", date(2022, 10, 14), date(2026, 4, 1)),
                        Agreement("E-1R-IOG-SMB-TOU-25-12-12-C", date(2026, 4, 1)),
                    ),
                    annual_kwh=11_300,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(425, 375, 400, 380, 375, 350, 355, 360, 375, 395, 400, 415),
        base_watts=260,
    ),
    cars=(
        Car("00000000-0000-4000-8000-0000000005e1", "Long one", "Volkswagen", "ID.7", "VOLKSWAGEN", battery_kwh=86),
        Car("00000000-0000-4000-8000-0000000005e2", "Small one", "Renault", "5", "OHME", battery_kwh=52, watts=3600),
    ),
    float_pence=2310,
    billing_day=17,
)
