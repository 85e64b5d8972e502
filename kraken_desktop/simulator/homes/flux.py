"""Octopus Flux both ways: solar and a battery that fills by night and sells at the peak."""

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

_METER = Meter("99Z9999917", "00-11-22-33-44-55-17-77", date(2022, 3, 15))

FLUX = Home(
    name="flux",
    account="A-F10C0017",
    api_key="sk_live_INVENTEDfluxINVENTED0017",
    user_id="7654337",
    given_name="Sasha",
    properties=(
        Property(
            "1234727",
            "17 INVENTED STREET",
            "LONDON",
            "ZZ1 17Z",
            date(2019, 3, 30),
            (
                MeterPoint(
                    "1200099999970",
                    IMPORT,
                    (_METER,),
                    (
                        Agreement("E-1R-VAR-22-11-01-C", date(2022, 11, 1), date(2023, 2, 14)),
                        Agreement("E-1R-FLUX-IMPORT-23-02-14-C", date(2023, 2, 14)),
                    ),
                    annual_kwh=3900,
                ),
                MeterPoint(
                    "1200099999978",
                    EXPORT,
                    (_METER,),
                    (
                        Agreement("E-1R-AGILE-OUTGOING-19-05-13-C", date(2022, 10, 1), date(2023, 2, 14)),
                        Agreement("E-1R-FLUX-EXPORT-23-02-14-C", date(2023, 2, 14)),
                    ),
                    annual_kwh=0,
                    profile_class=8,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(485, 410, 395, 345, 330, 310, 320, 330, 345, 400, 445, 490),
        export_kwh=(215, 245, 365, 455, 530, 540, 535, 490, 400, 305, 220, 205),
        base_watts=240,
        solar_watts=4600,
        battery_watts=2500,
    ),
    float_pence=15_200,
    billing_day=12,
)
