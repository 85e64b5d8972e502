"""A Home Mini that has just been plugged in: it begins to report ten minutes after the start."""

from datetime import date, timedelta

from kraken_desktop.simulator.homes.declaration import IMPORT, Agreement, Home, Living, Meter, MeterPoint, Property

MINI_NOT_LIVE = Home(
    name="mini-not-live",
    account="A-310E0015",
    api_key="sk_live_INVENTEDmininotliveINVENTED0015",
    user_id="7654335",
    given_name="Fran",
    properties=(
        Property(
            "1234705",
            "15 INVENTED STREET",
            "LONDON",
            "ZZ1 15Z",
            date(2022, 1, 15),
            (
                MeterPoint(
                    "1200099999981",
                    IMPORT,
                    (Meter("99Z9999915", "00-11-22-33-44-55-15-77", date(2022, 3, 15)),),
                    (
                        Agreement("E-1R-AGILE-FLEX-22-11-25-C", date(2022, 10, 1), date(2024, 10, 1)),
                        Agreement("E-1R-AGILE-24-10-01-C", date(2024, 10, 1)),
                    ),
                    annual_kwh=2800,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(300, 266, 272, 248, 236, 218, 220, 224, 236, 260, 280, 298),
        base_watts=175,
    ),
    mini_wakes_after=timedelta(minutes=10),
    billing_day=18,
)
