"""The faces that are measured, and what an analysis of one says, in short."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import skimage.data

from analysis.colour import Bytes, encoded, linear
from analysis.findings import severity_of
from analysis.landmarks import Face, find
from analysis.reading import UnreadablePhotographError, read
from analysis.report import Analysis, analyse_picture
from analysis.scoring import scales

SIDE: Final = 1400
"""Pixels; larger photographs are scaled down, so that a folder takes minutes."""
ENDINGS: Final = {".jpg", ".jpeg", ".png", ".webp", ".heic"}


@dataclass(frozen=True)
class Subject:
    """A face that the analysis accepts."""

    name: str
    picture: Bytes
    face: Face
    clean: Analysis


def subjects(folder: Path | None) -> tuple[list[Subject], dict[str, list[str]]]:
    """Return the faces of a folder, or the sample, and the problems of each photograph read."""
    found, problems = [], {}
    for name, picture in _pictures(folder):
        analysis = analyse_picture(picture, name)
        problems[name] = list(analysis.report["quality"]["problems"])
        face = find(picture).face
        if not problems[name] and face:
            found.append(Subject(name, picture, face, analysis))
    return found, problems


def scores(analysis: Analysis) -> dict[str, float]:
    """Return the score of each metric, not rounded; empty for a refused photograph."""
    return {name: scales()[name].score(each.value) for name, each in analysis.measures.items()}


def bands(analysis: Analysis) -> dict[str, str | None]:
    """Return the severity that each metric is told with."""
    return {
        name: severity_of(scales()[name].concern(score), analysis.measures[name].count)
        for name, score in scores(analysis).items()
    }


def tone(analysis: Analysis) -> tuple[str, bool]:
    """Return the class of the skin's tone, and whether it is trusted."""
    said: dict[str, Any] = analysis.report["skin_tone"]
    return said["class"], said["trusted"]


def _pictures(folder: Path | None) -> list[tuple[str, Bytes]]:
    if folder is None:
        return [("astronaut", sample()), ("synthetic", drawn_face())]
    pictures = []
    for path in sorted(folder.iterdir()):
        # d_ are made of others: a face counts once
        if path.suffix.lower() in ENDINGS and not path.name.startswith("d_"):
            try:
                pictures.append((path.name, np.asarray(read(path.read_bytes(), longest_side=SIDE))))
            except UnreadablePhotographError as error:
                print(f"{path.name}: {error}")
    return pictures


def sample() -> Bytes:
    """Return scikit-image's astronaut, enlarged until the face has pixels enough."""
    whole: Bytes = skimage.data.astronaut()  # type: ignore[no-untyped-call]
    part = whole[0:300, 75:375]
    return np.asarray(cv2.resize(part, None, fx=3.4, fy=3.4, interpolation=cv2.INTER_CUBIC))


def drawn_face(tone: tuple[float, float, float] = (0.50, 0.31, 0.22)) -> Bytes:
    """Return a drawn face: even skin of one colour, with features that the mesh recognises."""
    size = 900
    light = np.full((size, size, 3), (0.45, 0.5, 0.55), np.float32)
    canvas = np.clip(encoded(light), 0, 255).astype(np.uint8)
    skin = tuple(int(v) for v in encoded(np.array(tone, np.float32)))
    darker = tuple(int(v * 0.82) for v in skin)
    hair, lips = (48, 36, 30), (int(skin[0] * 0.85), int(skin[1] * 0.55), int(skin[2] * 0.6))
    cv2.ellipse(canvas, (450, 410), (235, 300), 0, 0, 360, hair, -1, cv2.LINE_AA)
    cv2.rectangle(canvas, (360, 650), (540, 899), darker, -1)
    cv2.ellipse(canvas, (450, 470), (200, 270), 0, 0, 360, skin, -1, cv2.LINE_AA)
    for x in (365, 535):
        cv2.ellipse(canvas, (x, 430), (42, 20), 0, 0, 360, (235, 232, 228), -1, cv2.LINE_AA)
        cv2.circle(canvas, (x, 430), 18, (70, 50, 38), -1, cv2.LINE_AA)
        cv2.circle(canvas, (x, 430), 8, (12, 10, 10), -1, cv2.LINE_AA)
        cv2.ellipse(canvas, (x, 432), (44, 23), 0, 180, 360, (40, 28, 24), 5, cv2.LINE_AA)
        cv2.ellipse(canvas, (x, 395), (52, 18), 0, 195, 345, hair, 12, cv2.LINE_AA)
    nose = np.array([(450, 420), (428, 530), (408, 556), (450, 572), (492, 556), (472, 530)])
    cv2.polylines(canvas, [nose[1:]], False, darker, 6, cv2.LINE_AA)
    for x in (430, 470):
        cv2.ellipse(canvas, (x, 562), (11, 5), 0, 0, 360, (60, 36, 30), -1, cv2.LINE_AA)
    cv2.ellipse(canvas, (450, 632), (66, 15), 0, 0, 180, lips, -1, cv2.LINE_AA)
    cv2.ellipse(canvas, (450, 632), (66, 13), 0, 180, 360, lips, -1, cv2.LINE_AA)
    cv2.line(canvas, (386, 632), (514, 632), (95, 45, 45), 3, cv2.LINE_AA)
    # a face is round: less light towards its sides
    y, x = np.mgrid[:size, :size]
    away = ((x - 450) / 260) ** 2 + ((y - 450) / 340) ** 2
    lit = encoded(linear(canvas) * (1.08 - 0.45 * np.clip(away, 0, 1))[..., None])
    noise = np.random.default_rng(1).normal(0, 1.2, lit.shape)
    return np.clip(lit + noise, 0, 255).astype(np.uint8)
