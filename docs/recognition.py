"""Reckons recognition ranges again from a catalog export: python docs/recognition.py EXPORT [HOW MANY]"""

import json
import sys
from pathlib import Path

document = json.loads(Path(sys.argv[1]).read_text("utf-8"))
told = document.get("recognition", document)
weights = told["weights"]["components"]
for id, one in sorted(told["credentials"].items())[: int(sys.argv[2]) if len(sys.argv) > 2 else None]:
    parts = one["components"]
    low = sum(weights[c] * round(100 * parts[c]["low"]) for c in weights) // 100
    high = -(sum(weights[c] * round(100 * parts[c]["high"]) for c in weights) // -100)
    print(id, f"{low}-{high}", "as told" if [low, high] == one["range"] else f"but told {one['range']}")  # noqa: T201
