"""A customer who changes tariff often: at midnight, and twice entered a week after the fact."""

from datetime import date

from kraken_desktop.simulator.homes.declaration import IMPORT, Agreement, Home, Living, Meter, MeterPoint, Property

TARIFF_SWITCH = Home(
    name="tariff-switch",
    account="A-55170011",
    api_key="sk_live_INVENTEDtariffswitchINVENTED0011",
    user_id="7654331",
    given_name="Ash",
    properties=(
        Property(
            "1234661",
            "11 INVENTED STREET",
            "LONDON",
            "ZZ1 11Z",
            date(2020, 8, 15),
            (
                MeterPoint(
                    "1200099999984",
                    IMPORT,
                    (Meter("99Z9999911", "00-11-22-33-44-55-11-77", date(2022, 3, 15)),),
                    (
                        Agreement("E-1R-VAR-22-11-01-C", date(2022, 11, 1), date(2025, 4, 10)),
                        Agreement("E-1R-SILVER-25-04-02-C", date(2025, 4, 10), date(2026, 5, 6)),
                        Agreement("E-1R-AGILE-24-10-01-C", date(2026, 5, 6), date(2026, 10, 6)),
                        Agreement("E-1R-GO-VAR-22-10-14-C", date(2026, 10, 6), date(2026, 10, 13)),
                        Agreement(
                            "E-1R-COSY-22-12-08-C", date(2026, 10, 13), date(2026, 11, 26), entered=date(2026, 10, 20)
                        ),
                        Agreement("E-1R-AGILE-24-10-01-C", date(2026, 11, 26), date(2026, 12, 8)),
                        Agreement("E-1R-VAR-22-11-01-C", date(2026, 12, 8), entered=date(2026, 12, 15)),
                    ),
                    annual_kwh=3100,
                ),
            ),
        ),
    ),
    living=Living(
        import_kwh=(320, 285, 290, 265, 250, 230, 232, 236, 250, 275, 300, 318),
        base_watts=190,
    ),
    billing_day=4,
)
