"""A meter that somebody reads by eye: no half hours, no live power, bills all the same."""

from datetime import date

from kraken_desktop.simulator.homes.declaration import IMPORT, Agreement, Home, Living, Meter, MeterPoint, Property

NO_SMART_METER = Home(
    name="no-smart-meter",
    account="A-N0000020",
    api_key="sk_live_INVENTEDnosmartmeterINVENTED0020",
    user_id="7654340",
    given_name="Kit",
    properties=(
        Property(
            "1234760",
            "20 INVENTED STREET",
            "LONDON",
            "ZZ1 2ZX",
            date(2009, 2, 27),
            (
                MeterPoint(
                    "1200099999920",
                    IMPORT,
                    (Meter("99Z9999920", None, date(2009, 2, 27), model="C11B", meter_type="N"),),
                    (Agreement("E-1R-VAR-22-11-01-C", date(2022, 11, 1)),),
                    annual_kwh=2600,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(255, 225, 230, 210, 200, 190, 190, 190, 200, 220, 235, 260),
        base_watts=190,
    ),
    has_mini=False,
    is_octoplus_member=False,
    float_pence=5230,
    billing_day=16,
)
