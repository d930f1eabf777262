"""Printed papers as PDF: pages, text in four languages, drawings. Knows nothing of plans or camps."""

from core.paper.drawing import Circle, Drawing, Line, Shape, Surface, Words
from core.paper.page import BLACK, FONTS, LEADING, Align, Paper

__all__ = ["BLACK", "FONTS", "LEADING", "Align", "Circle", "Drawing", "Line", "Paper", "Shape", "Surface", "Words"]
