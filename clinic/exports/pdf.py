"""An intake as one page for the clinic's file, set by Typst."""

from __future__ import annotations

import datetime as dt
import functools
import json
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import typst

from clinic.exports.sheet import sheet
from clinic.reviews.file import PatientFile
from clinic.reviews.summary import summary

TEMPLATE: Final = Path(__file__).with_name("one_page.typ")
# Latin, Greek and Cyrillic, Hindi and Marathi, Tamil, Telugu; other scripts from the machine's own
# fonts where it has them, else as empty boxes.
FONTS: Final = (
    "fontpkg_noto_sans",
    "fontpkg_noto_sans_devanagari",
    "fontpkg_noto_sans_tamil",
    "fontpkg_noto_sans_telugu",
)


def one_page(
    file: PatientFile,
    clinic_name: str,
    *,
    made_at: dt.datetime,
    zone: dt.tzinfo | None,
    logo: bytes | None = None,
) -> bytes:
    """Return an intake as a PDF of one A4 page, whatever is known of it.

    What does not fit is cut, and the page says how much.

    Args:
        file: the intake.
        clinic_name: whose it is.
        made_at: when the page is made, with a time zone.
        zone: by whose clock times are written; None is the machine's.
        logo: the clinic's, as PNG.

    Raises:
        regimen.FactsError: the facts are not of the contract.
    """
    content = sheet(file, summary(file), clinic_name, made_at, zone)
    # bytes, as a PDF is one file
    pdf: Any = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=_fonts(),
        # inputs are text; Typst makes bytes of numbers
        sys_inputs={"sheet": json.dumps(content), "logo": json.dumps([*(logo or b"")])},
        # Typst takes whole seconds alone
        timestamp=made_at.replace(microsecond=0),
    )
    return bytes(pdf)


@functools.cache
def _fonts() -> typst.Fonts:
    """Return the fonts, looked up once."""
    folders = [str(files(name) / "files") for name in FONTS]
    return typst.Fonts(include_embedded_fonts=False, font_paths=folders)
