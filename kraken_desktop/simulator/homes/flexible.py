"""The standard variable tariff: one price for months on end, listed for both ways of paying. No export."""

from datetime import date

from kraken_desktop.simulator.homes.declaration import IMPORT, Agreement, Home, Living, Meter, MeterPoint, Property

FLEXIBLE = Home(
    name="flexible",
    account="A-F1EB0003",
    api_key="sk_live_INVENTEDflexibleINVENTED0003",
    user_id="7654323",
    given_name="Jo",
    properties=(
        Property(
            "1234583",
            "3 INVENTED STREET",
            "LONDON",
            "ZZ1 3ZZ",
            date(2019, 2, 1),
            (
                MeterPoint(
                    "1200099999992",
                    IMPORT,
                    (Meter("99Z9999993", "00-11-22-33-44-55-03-77", date(2022, 8, 9), meter_type="S2AD"),),
                    (Agreement("E-1R-VAR-22-11-01-C", date(2022, 11, 1)),),
                    annual_kwh=2700,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(310, 275, 300, 285, 278, 258, 268, 270, 280, 298, 295, 305),
        base_watts=170,
    ),
    is_octoplus_member=False,
    float_pence=11380,
    billing_day=11,
)
