"""Faces in a picture: where they are, and the points of the mesh that mediapipe lays over one."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import yaml
from numpy.typing import NDArray

from analysis.colour import Bytes
from analysis.quiet import quiet_start
from analysis.together import together

Points = NDArray[np.float64]
Box = tuple[float, float, float, float]

POINTS: Final = 478
MOST_FACES: Final = 4
DETECTOR_SIDE: Final = 640
"""Pixels; detectors look at 192 or fewer, and a larger picture only costs time."""
SURE: Final = 0.5
"""Confidence from which a detector's finding counts as a face."""
TINY: Final = 24
"""Pixels of a face with what is around it, below which nobody is recognised."""
AGREES: Final = 0.03
"""Disagreement of mirrored meshes below which a second face is a person's."""
SAME: Final = 0.3
"""Overlap (intersection over the smaller) from which two findings are one face."""


@dataclass(frozen=True)
class Face:
    """One face: its mesh in the picture's pixels (x, y, and depth in the same unit)."""

    points: Points

    @property
    def box(self) -> Box:
        """Return left, top, width and height of the mesh."""
        low, high = self.points[:468, :2].min(0), self.points[:468, :2].max(0)
        return float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])

    @property
    def width(self) -> float:
        """Return the mesh's width in pixels."""
        return self.box[2]

    @property
    def eye_distance(self) -> float:
        """Return the distance of the pupils in pixels."""
        return float(np.hypot(*(self.points[473, :2] - self.points[468, :2])))

    @property
    def roll(self) -> float:
        """Return degrees by which the head leans, clockwise in the picture."""
        across = self.points[263, :2] - self.points[33, :2]
        return math.degrees(math.atan2(across[1], across[0]))

    @property
    def yaw(self) -> float:
        """Return degrees by which the head is turned; positive towards the picture's right."""
        across = self._across()
        return math.degrees(math.atan2(across[2], math.hypot(across[0], across[1])))

    @property
    def pitch(self) -> float:
        """Return degrees by which the head is lifted or lowered; positive is lifted."""
        down = self.points[152] - self.points[10]
        return -math.degrees(math.atan2(down[2], math.hypot(down[0], down[1])))

    def _across(self) -> Points:
        # cheek to cheek and eye to eye: the first alone follows the jaw's width, the second noise
        across: Points = self.points[454] - self.points[234] + self.points[263] - self.points[33]
        return across

    def moved(self, matrix: Points) -> Face:
        """Return the face under a similarity given as 2 by 3 matrix; depth scales with it."""
        points = self.points.copy()
        points[:, :2] = self.points[:, :2] @ matrix[:, :2].T + matrix[:, 2]
        points[:, 2] *= math.hypot(matrix[0, 0], matrix[1, 0])
        return Face(points)

    def mirrored(self, width: int) -> Face:
        """Return the face as it is in the mirror image of a picture of that width."""
        points = self.points[mirror()].copy()
        points[:, 0] = width - points[:, 0]
        return Face(points)


@dataclass(frozen=True)
class Findings:
    """What the detectors found: the largest face's mesh, and the boxes of all others.

    `glimpsed` tells that a detector saw a face where no mesh would fit.
    """

    face: Face | None
    others: tuple[Box, ...]
    confidence: float
    glimpsed: bool


@cache
def mesh() -> dict[str, Any]:
    """Return what is known of the mesh, by `mesh.yml`."""
    known: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("mesh.yml").read_text("utf-8"))
    return known


@cache
def mirror() -> NDArray[np.intp]:
    """Return for each point the number of its mirror image."""
    numbers = np.arange(POINTS)
    for one, other in mesh()["pairs"]:
        numbers[one], numbers[other] = other, one
    return numbers


def find(picture: Bytes) -> Findings:
    """Find the faces of a picture in RGB; the largest one is the one that is measured."""
    scale = min(1.0, DETECTOR_SIDE / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    models = _models()
    # each of the models has a state of its own, and none is asked twice at a time
    near, meshes, far = together(
        [partial(each.process, small) for each in (models.near, models.meshes, models.far)]
    )
    faces = [Face(_points(each, small.shape) / scale) for each in meshes.multi_face_landmarks or ()]
    faces.sort(key=lambda face: -face.width)
    seen = [
        (_detected(each, picture.shape), float(each.score[0]))
        for found in (near, far)
        for each in found.detections or ()
    ]
    if not faces:
        return Findings(None, (), 0.0, any(score >= SURE for _, score in seen))
    first = faces[0].box
    confidence = max((score for box, score in seen if _overlap(box, first) >= SAME), default=0.0)
    others: list[Box] = []
    for box in [face.box for face in faces[1:]] + [box for box, sure in seen if sure >= SURE]:
        new = all(_overlap(box, known) < SAME for known in (first, *others))
        if new and _is_person(picture, box):
            others.append(box)
    return Findings(faces[0], tuple(others), confidence, True)


def _is_person(picture: Bytes, box: Box) -> bool:
    """Tell a second person from what a detector takes for one: the mesh fits, both ways round."""
    left, top, width, height = box
    x, y = max(0, int(left - 0.5 * width)), max(0, int(top - 0.6 * height))
    part = picture[y : int(top + 1.4 * height), x : int(left + 1.5 * width)]
    if min(part.shape[:2]) < TINY:
        return False
    again = fit(np.ascontiguousarray(cv2.resize(part, (256, 256), interpolation=cv2.INTER_AREA)))
    return again is not None and again[1] < AGREES


def fit(picture: Bytes) -> tuple[Face, float] | None:
    """Lay the mesh over the one face of an upright, closely cropped picture.

    The mean of the picture's mesh and its mirror image's: so a mirrored photograph measures alike.
    Also returns how far the two are apart, in face widths. On a face it is about 0.01; on what is
    hidden, or only looks like a face, the network has no reason to agree with itself.
    """
    found = _one(picture)
    reflected = _one(np.ascontiguousarray(picture[:, ::-1]))
    if found is None or reflected is None:
        return None
    back = reflected.mirrored(picture.shape[1])
    apart = np.hypot(*(found.points[:, :2] - back.points[:, :2]).T).mean() / found.width
    return Face((found.points + back.points) / 2), float(apart)


class _Models(threading.local):
    """Mediapipe's graphs, a set for each thread: they keep state and may not be shared."""

    def __init__(self) -> None:
        with quiet_start():
            # two seconds and 80 MB, which reading alone need not cost
            from mediapipe.python.solutions import face_detection, face_mesh  # noqa: PLC0415

            self.meshes = face_mesh.FaceMesh(
                static_image_mode=True, max_num_faces=MOST_FACES, refine_landmarks=True
            )
            self.near, self.far = (
                face_detection.FaceDetection(model_selection=n, min_detection_confidence=SURE)
                for n in (0, 1)
            )
            # graphs open, and say so, with their first picture
            nothing = np.zeros((64, 64, 3), np.uint8)
            for model in (self.meshes, self.near, self.far):
                model.process(nothing)


@cache
def _models() -> _Models:
    return _Models()


def _one(picture: Bytes) -> Face | None:
    found = _models().meshes.process(picture).multi_face_landmarks or ()
    faces = [Face(_points(each, picture.shape)) for each in found]
    return max(faces, key=lambda face: face.width, default=None)


def _points(found: Any, shape: tuple[int, ...]) -> Points:
    height, width = shape[:2]
    return np.array([(p.x * width, p.y * height, p.z * width) for p in found.landmark])


def _detected(found: Any, shape: tuple[int, ...]) -> Box:
    box, (height, width) = found.location_data.relative_bounding_box, shape[:2]
    return box.xmin * width, box.ymin * height, box.width * width, box.height * height


def _overlap(one: Box, other: Box) -> float:
    """Return the shared area, of the smaller of both."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    smaller = min(one[2] * one[3], other[2] * other[3])
    return max(0.0, across) * max(0.0, down) / smaller if smaller > 0 else 0.0
