"""Moved in June 2026: two properties, ended agreements, a meter exchanged and the Home Mini on the new one."""

from datetime import date

from kraken_desktop.simulator.homes.declaration import IMPORT, Agreement, Home, Living, Meter, MeterPoint, Property

MOVED_HOUSE = Home(
    name="moved-house",
    account="A-30BE0012",
    api_key="sk_live_INVENTEDmovedhouseINVENTED0012",
    user_id="7654332",
    given_name="Ray",
    properties=(
        Property(
            "1234672",
            "12 INVENTED STREET",
            "LONDON",
            "ZZ1 12Z",
            date(2018, 9, 1),
            (
                MeterPoint(
                    "1200099999987",
                    IMPORT,
                    (Meter("99Z9999912", "00-11-22-33-44-55-12-77", date(2022, 3, 15), meter_type="S2AD"),),
                    (Agreement("E-1R-VAR-22-11-01-C", date(2022, 11, 1), date(2026, 6, 15)),),
                    annual_kwh=2400,
                ),
            ),
            moved_out=date(2026, 6, 15),
            living=Living(import_kwh=(255, 228, 232, 210, 200, 184, 186, 190, 200, 220, 238, 254), base_watts=140),
        ),
        Property(
            "1234673",
            "12A INVENTED LANE",
            "READING",
            "ZZ2 12Z",
            date(2026, 6, 12),
            (
                MeterPoint(
                    "2000099999986",
                    IMPORT,
                    (
                        Meter(
                            "99Z9999921",
                            "00-11-22-33-44-55-21-77",
                            date(2019, 5, 2),
                            date(2026, 8, 19),
                            meter_type="S2AD",
                        ),
                        Meter("99Z9999922", "00-11-22-33-44-55-22-77", date(2026, 8, 19), first_reading=0),
                    ),
                    (
                        Agreement("E-1R-VAR-22-11-01-H", date(2026, 6, 12), date(2026, 9, 1)),
                        Agreement("E-1R-GO-VAR-22-10-14-H", date(2026, 9, 1)),
                    ),
                    annual_kwh=3600,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(345, 310, 318, 292, 280, 260, 262, 266, 280, 305, 325, 345),
        base_watts=230,
    ),
    billing_day=15,
)
