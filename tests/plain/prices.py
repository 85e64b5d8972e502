"""What is on sale, in my region, and what does it cost now?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tests.consistency.caller import Caller
from tests.plain.told import tell


def subject(caller: Caller) -> Iterator[str]:
    point = caller.one(f"accounts/{caller.account}/")["properties"][0]["electricity_meter_points"][0]
    region = caller.one(f"electricity-meter-points/{point['mpan']}/")["gsp"]
    yield f"region {region}"
    for product in caller.rows("products/", brand="OCTOPUS_ENERGY", is_business="false"):
        page = caller.one(f"products/{product['code']}/")
        sections = [name for name in page if name.endswith("_tariffs") and page[name].get(region)]
        for section in sections:
            for payment, tariff in page[section][region].items():
                charge = Decimal(str(tariff["standing_charge_inc_vat"]))
                rels = sorted(link["rel"] for link in tariff["links"])
                assert charge >= 0
                assert "standing_charges" in rels
                yield f"{tariff['code']} by {payment}: {charge} p a day, lists {', '.join(rels)}"


if __name__ == "__main__":
    tell(subject)
