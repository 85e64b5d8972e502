"""Octopus Tracker for both fuels: one price a London day."""

from datetime import date

from kraken_desktop.simulator.homes.declaration import (
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

TRACKER = Home(
    name="tracker",
    account="A-74AC0010",
    api_key="sk_live_INVENTEDtrackerINVENTED0010",
    user_id="7654330",
    given_name="Kit",
    properties=(
        Property(
            "1234650",
            "10 INVENTED STREET",
            "LONDON",
            "ZZ1 10Z",
            date(2017, 1, 28),
            (
                MeterPoint(
                    "1200099999989",
                    IMPORT,
                    (Meter("99Z9999910", "00-11-22-33-44-55-10-77", date(2022, 3, 15)),),
                    (
                        Agreement("E-1R-VAR-22-11-01-C", date(2022, 11, 1), date(2022, 12, 1)),
                        Agreement("E-1R-SILVER-23-12-06-C", date(2022, 12, 1), date(2025, 4, 3)),
                        Agreement("E-1R-SILVER-25-04-02-C", date(2025, 4, 3)),
                    ),
                    annual_kwh=2600,
                ),
            ),
            gas_points=(
                GasPoint(
                    "9999999910",
                    (GasMeter("G9A99999999910", "00-11-22-33-44-55-10-88", date(2022, 3, 15)),),
                    (
                        Agreement("G-1R-VAR-22-11-01-C", date(2022, 11, 1), date(2025, 4, 3)),
                        Agreement("G-1R-SILVER-25-04-02-C", date(2025, 4, 3)),
                    ),
                    annual_kwh=9800,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(275, 245, 250, 225, 210, 195, 195, 200, 210, 235, 255, 275),
        base_watts=150,
    ),
    billing_day=2,
)
