"""What happens to a photograph on an ordinary day, and must change nothing that is told."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from PIL import Image
from pillow_heif import from_pillow

from analysis.colour import Bytes, encoded, linear
from analysis.reading import read

Change = Callable[[Bytes], Bytes]


@dataclass(frozen=True)
class Perturbation:
    """A change, and how many points the scores may drift: in the mean over faces, and at most."""

    change: Change
    mean: float
    most: float


def _gain(*gains: float) -> Change:
    def changed(picture: Bytes) -> Bytes:
        light = linear(picture) * np.array(gains, np.float32)
        return np.clip(np.rint(encoded(light)), 0, 255).astype(np.uint8)

    return changed


def _written(kind: str, quality: int | None = None) -> Change:
    def changed(picture: Bytes) -> Bytes:
        file = io.BytesIO()
        image = Image.fromarray(picture)
        if kind == "HEIC":
            from_pillow(image).save(file, quality=quality)
        elif kind == "CMYK":
            image.convert("CMYK").save(file, "JPEG", quality=95)
        elif quality:
            image.save(file, kind, quality=quality)
        else:
            image.save(file, kind)
        return np.asarray(read(file.getvalue()))

    return changed


def _rolled(picture: Bytes) -> Bytes:
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 5, 1)
    return np.asarray(
        cv2.warpAffine(
            picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
        ),
        np.uint8,
    )


def _cropped(picture: Bytes) -> Bytes:
    height, width = picture.shape[:2]
    return np.ascontiguousarray(picture[height // 20 :, width // 20 :])


def _halved(picture: Bytes) -> Bytes:
    return np.asarray(
        cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8
    )


EVERYDAY: Final = {
    "PNG": Perturbation(_written("PNG"), 1, 2),
    "HEIC": Perturbation(_written("HEIC", 90), 1, 2),
    "CMYK": Perturbation(_written("CMYK"), 1, 2),
    "mirror": Perturbation(lambda p: np.ascontiguousarray(p[:, ::-1]), 2, 5),
    "JPEG 50": Perturbation(_written("JPEG", 50), 2, 5),
    "half size": Perturbation(_halved, 2, 5),
    "roll 5": Perturbation(_rolled, 2, 5),
    "crop 5%": Perturbation(_cropped, 2, 5),
    "exposure +15%": Perturbation(_gain(1.15, 1.15, 1.15), 3, 6),
    "exposure -15%": Perturbation(_gain(0.85, 0.85, 0.85), 3, 6),
    "warmer 6%": Perturbation(_gain(1.06, 1, 0.94), 3, 6),
    "cooler 6%": Perturbation(_gain(0.94, 1, 1.06), 3, 6),
}


def again(picture: Bytes, random: np.random.Generator) -> Bytes:
    """Return the photograph as it would be taken again: several everyday changes at once."""
    exposure, warm = random.uniform(0.85, 1.15), random.uniform(-0.06, 0.06)
    changed = _gain(exposure * (1 + warm), exposure, exposure * (1 - warm))(picture)
    height, width = changed.shape[:2]
    turn = cv2.getRotationMatrix2D(
        (width / 2, height / 2), random.uniform(-5, 5), random.uniform(0.9, 1.0)
    )
    turned = cv2.warpAffine(
        changed, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
    )
    return _written("JPEG", int(random.integers(60, 95)))(np.asarray(turned, np.uint8))
