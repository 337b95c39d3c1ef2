"""Where the console's own style, scripts and pictures are."""

from pathlib import Path

STATIC = Path(__file__).with_name("static")
