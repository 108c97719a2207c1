"""What the files of the house still hold."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any


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


def kept(folder: Path, sender: str) -> dict[str, Any]:
    """Return the consents and current facts that the records hold of a conversation."""
    with sqlite3.connect(folder / "dewy.db") as database:
        consents = database.execute(
            "SELECT kind FROM consents JOIN patients ON patients.id = patient_id"
            " WHERE sender = ? ORDER BY consents.id",
            (sender,),
        )
        facts = database.execute(
            "SELECT key, value FROM facts JOIN intakes ON intakes.id = intake_id"
            " JOIN patients ON patients.id = patient_id"
            " WHERE sender = ? AND superseded_at IS NULL",
            (sender,),
        )
        return {
            "consents": [kind for (kind,) in consents],
            "facts": {key: json.loads(str(value)) for key, value in facts},
        }
