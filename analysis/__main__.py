"""`python -m analysis PHOTO ... --json [--overlay DIR]`: one report a line."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from analysis.reading import MOST_BYTES, UnreadablePhotographError


def main() -> int:
    """Analyse what is named; return 2 where a file is no readable image."""
    parser = argparse.ArgumentParser(prog="analysis", description=__doc__)
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")
    parser.add_argument("--json", action="store_true", help="a JSON object a line (the only form)")
    parser.add_argument(
        "--overlay", type=Path, metavar="DIR", help="write overlays and masks there"
    )
    options = parser.parse_args()
    # the models load with these, which a wrong argument need not wait for
    from analysis.overlay import write  # noqa: PLC0415
    from analysis.report import analyse  # noqa: PLC0415

    if options.overlay:
        options.overlay.mkdir(parents=True, exist_ok=True)
    status = 0
    for path in options.photos:
        try:
            with path.open("rb") as file:
                analysis = analyse(file.read(MOST_BYTES + 1), path.name)
        except UnreadablePhotographError as error:
            print(f"analysis: {path}: {error}", file=sys.stderr)
            status = 2
        except OSError as error:
            print(f"analysis: {path}: cannot be opened: {error.strerror}", file=sys.stderr)
            status = 2
        else:
            print(json.dumps(analysis.report, ensure_ascii=False), flush=True)
            if options.overlay:
                write(analysis, options.overlay, path.stem)
    return status


if __name__ == "__main__":
    sys.exit(main())
