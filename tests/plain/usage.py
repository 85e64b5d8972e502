"""How much did each meter count in the last week that is known?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tests.consistency.caller import Caller
from tests.plain.told import tell


def subject(caller: Caller) -> Iterator[str]:
    for place in caller.one(f"accounts/{caller.account}/")["properties"]:
        for kind in ("electricity", "gas"):
            for point in place[f"{kind}_meter_points"]:
                number = point.get("mpan") or point["mprn"]
                for meter in point["meters"]:
                    path = f"{kind}-meter-points/{number}/meters/{meter['serial_number']}/consumption/"
                    newest = caller.newest(path, 7 * 48)
                    total = sum((Decimal(str(row["consumption"])) for row in newest), Decimal())
                    starts = [row["interval_start"] for row in newest]
                    assert len(set(starts)) == len(starts)
                    yield f"{kind} {number}: {total} in {len(newest)} half hours"


if __name__ == "__main__":
    tell(subject)
