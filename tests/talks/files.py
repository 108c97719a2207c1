"""What the files of the house still hold."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def holds(folder: Path, marker: str) -> list[str]:
    """Return the files and tables below `folder` that hold the marker."""
    found = [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and marker.encode() in path.read_bytes()
    ]
    for path in folder.glob("*.db"):
        with sqlite3.connect(path) as database:
            found += [path.name for line in database.iterdump() if marker in line]
    return found
