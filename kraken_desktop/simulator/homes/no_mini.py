"""Octopus Go without a Home Mini: everything but live power."""

from datetime import date

from kraken_desktop.simulator.homes.declaration import IMPORT, Agreement, Home, Living, Meter, MeterPoint, Property

NO_MINI = Home(
    name="no-mini",
    account="A-60000004",
    api_key="sk_live_INVENTEDnominiINVENTED0004",
    user_id="7654324",
    given_name="Alex",
    properties=(
        Property(
            "1234594",
            "4 INVENTED STREET",
            "LONDON",
            "ZZ1 4ZZ",
            date(2021, 11, 20),
            (
                MeterPoint(
                    "1200099999993",
                    IMPORT,
                    (Meter("99Z9999994", "00-11-22-33-44-55-04-77", date(2021, 12, 1), meter_type="S2AD"),),
                    (Agreement("E-1R-GO-VAR-22-10-14-C", date(2022, 10, 14)),),
                    annual_kwh=3800,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(505, 440, 490, 455, 455, 405, 420, 428, 450, 470, 478, 495),
        base_watts=310,
        electric_shower=True,
    ),
    has_mini=False,
)
