"""All scripts of a folder, on all cores: which tables are read most, and what could not be read."""

from collections import Counter
from pathlib import Path
from typing import Dict, Iterator

import headwater

WAREHOUSE = Path(__file__).resolve().parents[1] / "warehouse"


def scripts() -> Iterator[Dict[str, str]]:
    for folder in ("hive", "spark", "doris"):
        for path in sorted((WAREHOUSE / folder).rglob("*.sql")):
            yield {"sql": path.read_text(encoding="utf-8"), "dialect": folder, "source": path.name}


readers: Counter[str] = Counter()
failed = 0
for script in headwater.lineage_many(scripts(), schema=headwater.Schema(WAREHOUSE / "ddl")):
    failed += not script.ok
    readers.update({edge.source for edge in script.edges("table")})

print(f"{failed} scripts with errors")
for table, count in sorted(readers.items(), key=lambda item: (-item[1], item[0]))[:3]:
    print(f"{table} is read by {count} scripts")
