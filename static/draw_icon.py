"""Draw the icon of the app, a tent, 128 pixels square; run as ``python static/draw_icon.py``."""

from pathlib import Path

from PIL import Image, ImageDraw

SIZE, SCALE = 128, 4
"""Pixels of the icon, and how many times larger it is drawn before it is made smooth."""
GROUND, TENT, DOOR = "#0f5c78", "#ffffff", "#0f5c78"


def draw_icon() -> Image.Image:
    """The icon as an image."""
    side = SIZE * SCALE
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, side - 1, side - 1), radius=side // 5, fill=GROUND)
    middle, top, foot = side / 2, side * 0.24, side * 0.76
    pen.polygon([(middle, top), (side * 0.86, foot), (side * 0.14, foot)], fill=TENT)
    pen.polygon([(middle, side * 0.46), (side * 0.62, foot), (side * 0.38, foot)], fill=DOOR)
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    draw_icon().save(Path(__file__).parent / "icon.png", optimize=True)
