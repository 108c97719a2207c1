"""`python -m evaluation.photographs [FOLDER]`: the whole table, of a folder's faces or samples."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from evaluation.photographs import measuring
from evaluation.photographs.faces import subjects
from evaluation.photographs.rows import CLAIMED, Row
from evaluation.photographs.speed import speed

FOLDER = "DEWY_PHOTOS"


def main() -> None:
    """Measure the parts that are asked for, and print each as it is done."""
    given = os.environ.get(FOLDER)
    parser = argparse.ArgumentParser(prog="evaluation.photographs", description=__doc__)
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path(given) if given else None,
        help=f"photographs of faces; {FOLDER} names one as well. Without: samples only",
    )
    parser.add_argument("--only", choices=("drift", "doses", "fairness", "gates", "speed"))
    parser.add_argument("--missed", action="store_true", help="print what misses its target alone")
    options = parser.parse_args()
    faces, problems = subjects(options.folder)
    print(f"{len(problems)} photographs, {len(faces)} faces accepted")
    if len(faces) < CLAIMED:
        print(f"fewer than {CLAIMED} faces: figures are reported, not claimed")
    for name, found in problems.items():
        if found:
            print(f"  {name}: {', '.join(found)}")
    parts: dict[str, Callable[[], list[Row]]] = {
        "gates": lambda: measuring.gates(faces, problems),
        "drift": lambda: measuring.drift(faces),
        "doses": lambda: measuring.doses(faces),
        "fairness": lambda: measuring.fairness(faces),
        "speed": lambda: speed(faces[0].picture),
    }
    rows: list[Row] = []
    for part, measured in parts.items():
        if faces and (options.only or part) == part:
            print(f"\n{part}")
            measured_rows = measured()
            rows += measured_rows
            for row in measured_rows:
                if not options.missed or row.ok is False:
                    print(row.line(len(faces)), flush=True)
    held = [row for row in rows if row.ok is not None]
    print(f"\n{sum(bool(row.ok) for row in held)} of {len(held)} targets met")


if __name__ == "__main__":
    main()
