"""A picture of a drawn face, from the wall behind it to the camera's noise."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from PIL import Image

from analysis.colour import encoded
from demo.faces import features, hair, relief, skin
from demo.faces.canvas import HEIGHT, MIDDLE, WIDTH, Grid, Plane, inside, laid, noise
from demo.faces.looks import TONES, Look, Shot, Skin

WALL: Final = (0.62, 0.63, 0.61)
# Pixels; no lens is sharper.
LENS: Final = 0.55
CAMERA_NOISE: Final = 1.1


def draw(look: Look, today: Skin | None = None, shot: Shot | None = None) -> Image.Image:
    """Draw somebody's face.

    Args:
        look: whose it is.
        today: what the skin shows; nothing by default.
        shot: how the picture was taken; well by default.
    """
    today, shot = today or Skin(), shot or Shot()
    grid = Grid(look.length)
    strands = noise(np.random.default_rng(look.seed), 1.1, 16)
    picture = _wall(grid)
    picture = hair.behind(picture, grid, look, strands)
    picture = _body(picture, grid, look)
    picture = _face(picture, grid, look, today)
    picture = features.nose(picture, grid)
    picture = features.mouth(picture, grid, TONES[look.tone])
    picture = features.brows(picture, grid, look, strands)
    picture = features.eyes(picture, grid, look)
    picture = hair.before(picture, grid, look, strands)
    return _taken(picture, shot)


def _wall(grid: Grid) -> Plane:
    light = 1 - 0.07 * grid.x - 0.05 * grid.y
    return np.asarray(np.array(WALL, np.float32) * light[..., None], np.float32)


def _body(picture: Plane, grid: Grid, look: Look) -> Plane:
    side = np.abs(grid.x)
    width = 0.52 + 0.25 * np.clip(grid.y - 1.5, 0, 1) ** 2
    neck = inside(width - side) * inside(grid.y - 0.7)
    shade = 0.5 + 0.22 * np.clip((grid.y - 1.25) / 0.6, 0, 1) - 0.12 * (grid.x / 0.5) ** 2
    picture = laid(picture, np.array(TONES[look.tone]) * np.clip(shade, 0.2, 1)[..., None], neck)
    collar = 0.25 * np.exp(-(((side - 0.62) / 0.2) ** 2))
    shoulders = inside(grid.y - 1.75 - 0.28 * (side / 1.2) ** 2.2 + collar)
    cloth = np.array(look.clothes) * (1.05 - 0.16 * side)[..., None]
    return laid(picture, cloth, shoulders)


def _face(picture: Plane, grid: Grid, look: Look, today: Skin) -> Plane:
    if look.hair in ("short", "tied"):
        ears = np.maximum(grid.disc(-0.99, 0.0, 0.12, 0.27), grid.disc(0.99, 0.0, 0.12, 0.27))
        picture = laid(picture, np.array(TONES[look.tone]) * 0.72, ears)
    diffuse, mirrored = relief.lit(relief.relief(grid))
    light = skin.colour(grid, look, today) * diffuse[..., None]
    light = light + skin.gloss(grid, mirrored, today.shine)[..., None]
    return laid(picture, light, inside(relief.outline(grid, look.jaw), 2.0))


def _taken(picture: Plane, shot: Shot) -> Image.Image:
    light = np.asarray(picture * shot.light, np.float32)
    if shot.lean:
        turn = cv2.getRotationMatrix2D(MIDDLE, shot.lean, 1.0)
        edge = cv2.BORDER_REPLICATE
        light = np.asarray(cv2.warpAffine(light, turn, (WIDTH, HEIGHT), borderMode=edge))
    light = np.asarray(cv2.GaussianBlur(light, (0, 0), max(shot.blur, LENS)), np.float32)
    grain = np.random.default_rng(shot.seed).normal(0, CAMERA_NOISE, light.shape)
    seen = np.rint(encoded(light) + grain)
    return Image.fromarray(np.clip(seen, 0, 255).astype(np.uint8))
