"""Three registers, as of Economy 10: a cheap night, cheaper hours by day and evening, and all the rest."""

from datetime import date

from kraken_desktop.simulator.homes.declaration import IMPORT, Agreement, Home, Living, Meter, MeterPoint, Property

THREE_RATE = Home(
    name="three-rate",
    account="A-3R000019",
    api_key="sk_live_INVENTEDthreerateINVENTED0019",
    user_id="7654339",
    given_name="Nia",
    properties=(
        Property(
            "1234749",
            "19 INVENTED STREET",
            "SWANSEA",
            "ZZ1 9ZY",
            date(2015, 9, 12),
            (
                MeterPoint(
                    "2100099999919",
                    IMPORT,
                    (Meter("99Z9999919", "00-11-22-33-44-55-19-77", date(2021, 6, 2)),),
                    (Agreement("E-3R-VAR-22-11-01-K", date(2022, 11, 1)),),
                    annual_kwh=4900,
                    profile_class=2,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(560, 490, 480, 400, 350, 310, 305, 310, 340, 400, 460, 530),
        base_watts=240,
        electric_shower=True,
    ),
    is_octoplus_member=False,
    float_pence=3150,
    billing_day=9,
)
