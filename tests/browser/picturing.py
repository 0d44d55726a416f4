"""Makes the pictures of the guides of what walks left: `python -m tests.browser.picturing FOLDER` (`bin/pictures`).

Each in both languages, cut to the page's column and to its first screen or two, with few colours, so that it is small.
"""

import sys
from pathlib import Path

from PIL import Image

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
LANGUAGES = ("zh", "en")
COLOURS = 96
# From which pixel to which, and how far down, by width of the window.
CUTS = {"narrow": (0, 360, 820), "wide": (150, 1290, 1000)}
# The name of a picture: as which page a walk left it, and how wide.
TABLE = {
    "answer-permitted": ("guide-permitted", "narrow"),
    "answer-restricted": ("answer-restricted", "wide"),
    "case": ("case", "wide"),
    "counter": ("counter", "wide"),
    "desk": ("guide-desk", "wide"),
    "loan-answers": ("guide-loan-answers", "wide"),
    "loan-list": ("guide-loan-list", "wide"),
    "loan-review": ("guide-loan-review", "wide"),
    "my-record": ("my-record", "narrow"),
    "order-in-force": ("order-in-force", "wide"),
    "oversight": ("oversight", "wide"),
    "own-contest": ("own-contest", "wide"),
    "own-contested": ("own-contested", "wide"),
    "ruling": ("ruling", "wide"),
    "signing-desk": ("signing-desk", "wide"),
    "slip": ("slip", "wide"),
    "statistics": ("statistics", "wide"),
}


def cut(taken: Path, made: Path, width: str) -> None:
    """Make one picture of another."""
    left, right, deep = CUTS[width]
    with Image.open(taken) as whole:
        part = whole.convert("RGB").crop((left, 0, right, min(deep, whole.height)))
    part.quantize(COLOURS, dither=Image.Dither.NONE).save(made, optimize=True)


def main(folder: Path) -> None:
    """Make all of them, and leave none that is not in the table."""
    for old in PICTURES.glob("*.png"):
        old.unlink()
    for name, (taken, width) in TABLE.items():
        for language in LANGUAGES:
            cut(folder / f"{taken}-{language}-{width}.png", PICTURES / f"{name}-{language}.png", width)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
