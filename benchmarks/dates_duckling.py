"""What duckling's Vietnamese rules find: run by dates_peers.py with the Python of `make benchmark-peers`.

stdin: [{"reference": ISO date, "texts": [text, …]}, …]; stdout: for each text [[start, end, first day, last day], …].
Times of day (it reads `10 năm` as 22:05) are left out; of several readings the first is taken.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

from duckling import (
    Context,
    default_locale_lang,
    load_time_zones,
    parse,
    parse_dimensions,
    parse_lang,
    parse_locale,
    parse_ref_time,
)

MONTHS = {"month": 1, "quarter": 3, "year": 12}
DAYS = {"day": 1, "week": 7}


def period(value: dict[str, Any]) -> tuple[date, date] | None:
    """First and last day of a time or an interval (whose end is given as the first moment after it)."""
    if value["type"] == "interval":
        if (
            "from" not in value
            or "to" not in value
            or not {value["from"]["grain"], value["to"]["grain"]} <= {*MONTHS, *DAYS}
        ):
            return None
        return day(value["from"]["value"]), day(value["to"]["value"]) - timedelta(1)
    first = day(value["value"])
    if value["grain"] in DAYS:
        return first, first + timedelta(DAYS[value["grain"]] - 1)
    if value["grain"] in MONTHS:
        months = first.year * 12 + first.month - 1 + MONTHS[value["grain"]]
        return first, date(months // 12, months % 12 + 1, 1) - timedelta(1)
    return None


def day(moment: str) -> date:
    return date.fromisoformat(moment[:10])


def main() -> None:
    zones = load_time_zones("/usr/share/zoneinfo")
    locale = parse_locale("VI_XX", default_locale_lang(parse_lang("VI")))
    dimensions = parse_dimensions(["time"])
    answer = []
    for document in json.load(sys.stdin):
        noon = datetime.fromisoformat(f"{document['reference']}T12:00").replace(tzinfo=UTC)
        context = Context(parse_ref_time(zones, "UTC", int(noon.timestamp())), locale)
        found = []
        for text in document["texts"]:
            times = (
                (t["start"], t["end"], period(t["value"])) for t in parse(text, context, dimensions, False)
            )
            found.append([[start, end, *map(str, days)] for start, end, days in times if days])
        answer.append(found)
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
