"""Flexible Octopus for both fuels: a SMETS2 gas meter that counts cubic metres."""

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

FLEXIBLE_DUAL_FUEL = Home(
    name="flexible-dual-fuel",
    account="A-F2EB0007",
    api_key="sk_live_INVENTEDdualfuelINVENTED0007",
    user_id="7654327",
    given_name="Chris",
    properties=(
        Property(
            "1234627",
            "7 INVENTED STREET",
            "LONDON",
            "ZZ1 7ZZ",
            date(2018, 6, 2),
            (
                MeterPoint(
                    "1200099999996",
                    IMPORT,
                    (Meter("99Z9999997", "00-11-22-33-44-55-07-77", date(2022, 3, 15)),),
                    (Agreement("E-1R-VAR-22-11-01-C", date(2022, 11, 1)),),
                    annual_kwh=2900,
                ),
            ),
            gas_points=(
                GasPoint(
                    "9999999907",
                    (GasMeter("G9A99999999907", "00-11-22-33-44-55-07-88", date(2022, 3, 15)),),
                    (Agreement("G-1R-VAR-22-11-01-C", date(2022, 11, 1)),),
                    annual_kwh=11_400,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(325, 290, 300, 275, 265, 250, 255, 258, 268, 290, 305, 320),
        base_watts=185,
    ),
    float_pence=5230,
    billing_day=22,
)
