"""Agile both ways: half-hourly prices for import and export, four kilowatts of solar on the roof."""

from datetime import date

from kraken_desktop.simulator.homes.declaration import (
    EXPORT,
    IMPORT,
    Agreement,
    Home,
    Living,
    Meter,
    MeterPoint,
    Property,
)

_METER = Meter("99Z9999991", "00-11-22-33-44-55-01-77", date(2022, 3, 15))

AGILE = Home(
    name="agile",
    account="A-A611E001",
    api_key="sk_live_INVENTEDagileINVENTEDagile0001",
    user_id="7654321",
    given_name="Sam",
    properties=(
        Property(
            "1234567",
            "1 INVENTED STREET",
            "LONDON",
            "ZZ1 1ZZ",
            date(2021, 5, 1),
            (
                MeterPoint(
                    "1200099999990",
                    IMPORT,
                    (_METER,),
                    (
                        Agreement("E-1R-AGILE-FLEX-22-11-25-C", date(2022, 10, 1), date(2024, 10, 1)),
                        Agreement("E-1R-AGILE-24-10-01-C", date(2024, 10, 1)),
                    ),
                    annual_kwh=2900,
                ),
                MeterPoint(
                    "1200099999982",
                    EXPORT,
                    (_METER,),
                    (Agreement("E-1R-AGILE-OUTGOING-19-05-13-C", date(2022, 10, 1)),),
                    annual_kwh=0,
                    profile_class=8,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(330, 280, 255, 205, 180, 160, 165, 170, 195, 245, 295, 335),
        export_kwh=(45, 85, 170, 260, 330, 345, 335, 290, 210, 125, 60, 35),
        base_watts=270,
        solar_watts=4000,
    ),
)
