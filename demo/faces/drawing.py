"""A picture of a drawn face, from the wall behind it to the camera's noise."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from PIL import Image

from analysis.colour import Array, encoded
from demo.faces import features, relief, skin
from demo.faces.canvas import HEIGHT, MIDDLE, WIDTH, Grid, inside, laid, noise
from demo.faces.looks import TONES, Look, Shot, Skin

WALL: Final = (0.62, 0.63, 0.61)
CAMERA_NOISE: Final = 1.1
GREY: Final = np.array((0.36, 0.36, 0.37), np.float32)
GREY_FROM, GREY_TO = 45, 75


def draw(look: Look, today: Skin | None = None, shot: Shot | None = None) -> Image.Image:
    """Draw somebody's face.

    Args:
        look: whose it is.
        today: what the skin shows; nothing by default.
        shot: how the picture was taken; well by default.
    """
    today, shot = today or Skin(), shot or Shot()
    grid = Grid(look.length)
    random = np.random.default_rng(look.seed + 3)
    strands = noise(random, 1.1, 16)
    face = relief.outline(grid, look.jaw)
    height = relief.relief(grid)
    diffuse, mirrored = relief.lit(height)

    picture = _wall(grid)
    picture = _hair_behind(picture, grid, look, strands)
    picture = _body(picture, grid, look)
    painted = skin.colour(grid, look, today) * diffuse[..., None]
    painted = painted + skin.gloss(grid, mirrored, today.shine)[..., None]
    ears = np.maximum(grid.disc(-0.99, 0.0, 0.12, 0.27), grid.disc(0.99, 0.0, 0.12, 0.27))
    if look.hair in ("short", "tied"):
        picture = laid(picture, np.array(TONES[look.tone]) * 0.72, ears)
    picture = laid(picture, painted, inside(face, 2.0))
    picture = features.nose(picture, grid)
    picture = features.mouth(picture, grid, TONES[look.tone])
    picture = features.brows(picture, grid, look, strands)
    picture = features.eyes(picture, grid, look)
    picture = _hair_before(picture, grid, look, strands)
    return _taken(picture, shot)


def _wall(grid: Grid) -> Array:
    light = 1 - 0.07 * grid.x - 0.05 * grid.y
    return np.asarray(np.array(WALL, np.float32) * light[..., None], np.float32)


def _body(picture: Array, grid: Grid, look: Look) -> Array:
    neck = inside(0.52 + 0.25 * np.clip(grid.y - 1.5, 0, 1) ** 2 - np.abs(grid.x)) * inside(
        grid.y - 0.7
    )
    shade = 0.5 + 0.22 * np.clip((grid.y - 1.25) / 0.6, 0, 1) - 0.12 * (grid.x / 0.5) ** 2
    if look.hair == "scarf":
        shade = shade * 0.6
    picture = laid(picture, np.array(TONES[look.tone]) * np.clip(shade, 0.2, 1)[..., None], neck)
    shoulders = inside(
        grid.y
        - 1.75
        - 0.28 * (np.abs(grid.x) / 1.2) ** 2.2
        + 0.25 * np.exp(-(((np.abs(grid.x) - 0.62) / 0.2) ** 2))
    )
    cloth = np.array(look.clothes) * (1.05 - 0.16 * np.abs(grid.x))[..., None]
    return laid(picture, cloth, shoulders)


def _hair_colour(grid: Grid, look: Look, strands: Array) -> Array:
    grey = float(np.clip((look.age - GREY_FROM) / (GREY_TO - GREY_FROM), 0, 1))
    own = np.array(look.hair_colour, np.float32) * (1 - grey) + GREY * grey
    sheen = 1 + 0.28 * strands + 0.8 * grid.bump(-0.25, -1.25, 0.6, 0.16)
    return own * np.clip(sheen, 0.3, None)[..., None]


def _hair_behind(picture: Array, grid: Grid, look: Look, strands: Array) -> Array:
    if look.hair == "scarf":
        return picture
    top = np.hypot(grid.x / 1.14, (grid.y + 0.32) / 1.38)
    mass = inside((1 - top) * 1.1) * inside(0.25 - grid.y, 30.0 if look.hair == "short" else 8.0)
    if look.hair == "long":
        fall = 1.12 + 0.07 * np.sin(grid.y * 2.1) + 0.1 * np.clip(grid.y, 0, 2)
        mass = np.maximum(
            mass, inside(fall - np.abs(grid.x)) * inside(grid.y + 0.4) * inside(2.15 - grid.y, 14)
        )
    if look.hair == "tied":
        mass = np.maximum(mass, grid.disc(0, -1.72, 0.42, 0.34))
    return laid(picture, _hair_colour(grid, look, strands) * 0.75, mass)


def _hair_before(picture: Array, grid: Grid, look: Look, strands: Array) -> Array:
    if look.hair == "scarf":
        return _scarf(picture, grid, look)
    top = np.hypot(grid.x / 1.12, (grid.y + 0.32) / 1.36)
    cap = (1 - top) * 1.1
    line = -0.98 + 0.5 * np.abs(grid.x) ** 2.6
    if look.hair == "long":
        line = line + 0.1 * np.exp(-((grid.x / 0.1) ** 2)) * -1 + 0.25 * np.abs(grid.x) ** 3
    if look.hair == "short":
        line = np.minimum(line + 0.04 * strands, -0.3)
    mask = inside(np.minimum(cap, line - grid.y), 3.0)
    if look.hair == "long":
        sides = (
            inside(np.abs(grid.x) - 0.93 + 0.05 * np.sin(grid.y * 2), 4.0)
            * inside(1.1 - np.abs(grid.x), 3.0)
            * inside(grid.y + 0.36, 30)
            * inside(1.9 - grid.y, 30)
        )
        mask = np.maximum(mask, sides)
    return laid(picture, _hair_colour(grid, look, strands), mask)


def _scarf(picture: Array, grid: Grid, look: Look) -> Array:
    hole = np.hypot(grid.x / 0.93, (grid.y - 0.1) / 1.17)
    whole = np.hypot(grid.x / 1.22, (grid.y + 0.16) / 1.52)
    below = inside(1.05 + 0.35 * np.clip(grid.y - 0.6, 0, 2) - np.abs(grid.x)) * inside(
        grid.y - 0.3
    )
    mask = np.maximum(inside((1 - whole) * 1.2), below) * inside((hole - 1) * 0.95, 2.0)
    angle = np.arctan2(grid.x, grid.y + 2.2)
    folds = (
        1.1
        + 0.07 * np.sin(angle * 34 + 3 * hole)
        - 0.35 * np.exp(-((hole - 1) / 0.06))
        - 0.12 * np.abs(grid.x)
    )
    return laid(picture, np.array(look.clothes) * np.clip(folds, 0.2, None)[..., None], mask)


def _taken(picture: Array, shot: Shot) -> Image.Image:
    light = np.asarray(picture * shot.light, np.float32)
    if shot.lean:
        turn = cv2.getRotationMatrix2D(MIDDLE, shot.lean, 1.0)
        light = np.asarray(
            cv2.warpAffine(light, turn, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
        )
    soft = max(shot.blur, 0.55)
    light = np.asarray(cv2.GaussianBlur(light, (0, 0), soft))
    seen = encoded(np.clip(light, 0, 1))
    grain = np.random.default_rng(shot.seed).normal(0, CAMERA_NOISE, seen.shape)
    return Image.fromarray(np.clip(np.rint(seen + grain), 0, 255).astype(np.uint8))
