"""Pictures that show a person where something was seen."""
from __future__ import annotations
from pathlib import Path
from analysis.report import Analysis

def write(analysis: Analysis, folder: Path, name: str) -> None:
    """Write."""
