"""Everything that a house can have: Agile both ways under four kilowatts of solar, and gas at one price."""

from datetime import date

from kraken_desktop.simulator.homes.declaration import (
    EXPORT,
    IMPORT,
    Agreement,
    GasMeter,
    GasPoint,
    Home,
    Living,
    Meter,
    MeterPoint,
    Property,
)

_METER = Meter("99Z9999921", "00-11-22-33-44-55-21-77", date(2022, 3, 15))

SOLAR_AND_GAS = Home(
    name="solar-and-gas",
    account="A-5A6A0021",
    api_key="sk_live_INVENTEDsolargasINVENTED000021",
    user_id="7654341",
    given_name="Robin",
    properties=(
        Property(
            "1234751",
            "21 INVENTED STREET",
            "LONDON",
            "ZZ2 1ZZ",
            date(2021, 5, 1),
            (
                MeterPoint(
                    "1200099999921",
                    IMPORT,
                    (_METER,),
                    (Agreement("E-1R-AGILE-24-10-01-C", date(2024, 10, 1)),),
                    annual_kwh=2900,
                ),
                MeterPoint(
                    "1200099999922",
                    EXPORT,
                    (_METER,),
                    (Agreement("E-1R-AGILE-OUTGOING-19-05-13-C", date(2022, 10, 1)),),
                    annual_kwh=0,
                    profile_class=8,
                ),
            ),
            gas_points=(
                GasPoint(
                    "9999999921",
                    (GasMeter("G9A99999999921", "00-11-22-33-44-55-21-88", date(2022, 3, 15)),),
                    (Agreement("G-1R-VAR-22-11-01-C", date(2022, 11, 1)),),
                    annual_kwh=11_000,
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
