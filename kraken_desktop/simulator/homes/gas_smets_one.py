"""Both fuels on meters of the first generation: gas is counted in kWh, and there is no live power."""

from datetime import date

from kraken_desktop.simulator.homes.declaration import (
    IMPORT,
    SMETS1,
    Agreement,
    GasMeter,
    GasPoint,
    Home,
    Living,
    Meter,
    MeterPoint,
    Property,
)

GAS_SMETS_ONE = Home(
    name="gas-smets1",
    account="A-6A510016",
    api_key="sk_live_INVENTEDgassmets1INVENTED0016",
    user_id="7654336",
    given_name="Glen",
    properties=(
        Property(
            "1234716",
            "16 INVENTED STREET",
            "LONDON",
            "ZZ1 16Z",
            date(2014, 11, 29),
            (
                MeterPoint(
                    "1200099999980",
                    IMPORT,
                    (Meter("99Z9999916", "00-11-22-33-44-55-16-77", date(2017, 5, 11), meter_type="S1"),),
                    (
                        Agreement("E-1R-VAR-22-11-01-C", date(2022, 11, 1), date(2026, 3, 10)),
                        Agreement("E-1R-OE-FIX-12M-26-03-02-C", date(2026, 3, 10), date(2027, 3, 10)),
                        Agreement("E-1R-VAR-22-11-01-C", date(2027, 3, 10)),
                    ),
                    annual_kwh=2500,
                ),
            ),
            gas_points=(
                GasPoint(
                    "9999999916",
                    (GasMeter("G9A99999999916", "00-11-22-33-44-55-16-88", date(2017, 5, 11), SMETS1),),
                    (Agreement("G-1R-VAR-22-11-01-C", date(2022, 11, 1)),),
                    annual_kwh=12_600,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(262, 234, 240, 220, 208, 192, 194, 198, 208, 230, 246, 260),
        base_watts=145,
    ),
    has_mini=False,
    is_octoplus_member=False,
    billing_day=25,
)
