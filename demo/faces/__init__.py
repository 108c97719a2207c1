"""Faces drawn by code, of nobody; their skin shows what a patient tells of."""

from demo.faces.drawing import draw
from demo.faces.looks import Look, Shot, Skin

__all__ = ["Look", "Shot", "Skin", "draw"]
