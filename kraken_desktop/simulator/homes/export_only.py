"""Sells what the roof makes to Octopus and buys its power elsewhere."""

from datetime import date

from kraken_desktop.simulator.homes.declaration import EXPORT, Agreement, Home, Living, Meter, MeterPoint, Property

EXPORT_ONLY = Home(
    name="export-only",
    account="A-EF000014",
    api_key="sk_live_INVENTEDexportonlyINVENTED0014",
    user_id="7654334",
    given_name="Noor",
    properties=(
        Property(
            "1234694",
            "14 INVENTED STREET",
            "LONDON",
            "ZZ1 14Z",
            date(2020, 2, 8),
            (
                MeterPoint(
                    "1200099999983",
                    EXPORT,
                    (Meter("99Z9999914", "00-11-22-33-44-55-14-77", date(2022, 3, 15)),),
                    (
                        Agreement("E-1R-AGILE-OUTGOING-19-05-13-C", date(2022, 10, 1), date(2024, 11, 1)),
                        Agreement("E-1R-OUTGOING-VAR-24-10-26-C", date(2024, 11, 1)),
                    ),
                    annual_kwh=0,
                    profile_class=8,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(270, 228, 200, 160, 135, 118, 122, 128, 150, 195, 240, 275),
        export_kwh=(50, 95, 190, 285, 355, 370, 360, 310, 230, 135, 65, 40),
        base_watts=200,
        solar_watts=4200,
    ),
    is_octoplus_member=False,
    float_pence=0,
    billing_day=7,
)
