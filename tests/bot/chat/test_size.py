"""What a clinic's website takes in with the one script: at most 40 KB, in files that can be read."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from bot.channels.web.files import small
from bot.channels.web.templates import CHAT

STATIC = CHAT / "static"
MOST_BYTES = 40 * 1024
MOST_LINES = 400
IMPORTED = re.compile(r'from "\./([\w.]+)"')
NAMED = re.compile(r'"([\w-]+\.(?:css|js))"')


def loaded() -> set[Path]:
    """Return the script and all that it comes to load."""
    found: set[Path] = set()
    ahead = [STATIC / "dewy.js"]
    while ahead:
        file = ahead.pop()
        if file in found:
            continue
        found.add(file)
        source = file.read_text("utf-8") if file.suffix == ".js" else ""
        ahead += [STATIC / name for name in IMPORTED.findall(source) + NAMED.findall(source)]
    return found


def test_all_that_the_widget_loads_is_small() -> None:
    files = loaded()
    assert {"widget.js", "photo.js", "plan.js", "chat.css"} <= {file.name for file in files}
    sizes = [len(gzip.compress(small(file).encode(), 9)) for file in files]
    assert sum(sizes) <= MOST_BYTES


@pytest.mark.parametrize("file", sorted(STATIC.iterdir()), ids=lambda file: file.name)
def test_a_file_is_short(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) <= MOST_LINES
