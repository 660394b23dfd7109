"""Condense caniemail's data into digest/check/caniemail.json: the latest test of each client, and its notes.

    python docs/refresh_caniemail.py FILE LICENSE

FILE is the features' front matter of github.com/hteumeuleu/caniemail gathered into one JSON ("snapshot",
"names", "features"); LICENSE is copied beside the data, as it asks for. This asks no network.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

PLACE = Path(__file__).resolve().parent.parent / "digest" / "check"


def main(source: Path, licence: Path) -> None:
    """Write the condensed data."""
    whole: dict[str, Any] = json.loads(source.read_text("utf-8"))
    families, platforms = whole["names"]["family"], whole["names"]["platform"]
    clients = sorted(
        {
            (family, platform)
            for feature in whole["features"]
            for family, tested in feature["stats"].items()
            for platform, versions in tested.items()
            if versions
        }
    )
    named = {f"{family}/{place}": [families[family], platforms[place]] for family, place in clients}
    ordered = sorted(whole["features"], key=lambda feature: feature["slug"])
    features = {feature["slug"]: condensed(feature, clients) for feature in ordered}
    head = {key: whole[key] for key in ("source", "licence", "snapshot")}
    head["about"] = "support: a mark for each client: y full, a in part, n not, u unknown, - not tested"
    lines = [f"{quoted(key)}: {quoted(value)}" for key, value in head.items()]
    text = "{\n" + ",\n".join([*lines, table("clients", named), table("features", features)]) + "\n}\n"
    json.loads(text)
    (PLACE / "caniemail.json").write_text(text, "utf-8", newline="\n")
    shutil.copyfile(licence, PLACE / "caniemail.LICENSE")
    print(f"{len(features)} features, {len(named)} clients, snapshot {head['snapshot']}: {len(text):,} bytes")


def condensed(feature: dict[str, Any], clients: list[tuple[str, str]]) -> dict[str, Any]:
    """Return a feature with the mark of each client's latest version; the data have the oldest first."""
    stats = feature["stats"]
    latest = [list(stats.get(family, {}).get(place, {}).values())[-1:] for family, place in clients]
    marks = "".join(versions[0].strip()[0] if versions else "-" for versions in latest)
    numbers = {n for versions in latest for v in versions for n in re.findall(r"#(\d+)", v)}
    notes = [" ".join(note.split()) for n, note in feature["notes"].items() if str(n) in numbers]
    return {"title": feature["title"].strip(), "support": marks, "notes": notes}


def table(name: str, rows: dict[str, Any]) -> str:
    """Return a JSON table with a row a line, so that a refresh can be read as a diff."""
    return f"{quoted(name)}: {{\n" + ",\n".join(f"{quoted(k)}: {quoted(v)}" for k, v in rows.items()) + "\n}"


def quoted(value: object) -> str:
    """Return a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
