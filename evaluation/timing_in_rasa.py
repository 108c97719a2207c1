"""Measures the processor time that reading a message takes; runs in Rasa's environment.

Messages come on standard input, a JSON object a line; the answer is {"p95_ms": ...}.
"""

from __future__ import annotations

import json
import statistics
import sys
import time

from bot.understanding.reader import FactReader


def main() -> None:
    """Read each message once and time it."""
    reader = FactReader.load()
    messages = [json.loads(line) for line in sys.stdin]
    reader.read("warm up: retinol twice a week", None)
    took = []
    for message in messages:
        began = time.process_time()
        reader.read(message["text"], message.get("asked"))
        took.append(1000 * (time.process_time() - began))
    print(json.dumps({"p95_ms": statistics.quantiles(took, n=20)[-1]}))


if __name__ == "__main__":
    main()
