"""The results as a picture: visits a second of each system, by desks."""

from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")

from matplotlib import pyplot  # noqa: E402

from bench.results import SYSTEMS  # noqa: E402

COLOURS = ("#1b4f72", "#5499c7", "#b9770e", "#d4ac0d", "#909497")
"""Of ours, blue; of those it is compared with, yellow; of the floor, grey."""
STEADY: dict[Any, Any] = {
    "svg.hashsalt": "bench",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
}
"""The same results draw the same file."""


def draw(told: dict[str, Any], file: Path) -> None:
    desks = sorted(told["visits_per_s"][SYSTEMS[0]], key=int)
    width = 0.8 / len(SYSTEMS)
    with matplotlib.rc_context(STEADY):
        figure, axes = pyplot.subplots(figsize=(8, 3.6), layout="constrained")
        for place, (system, colour) in enumerate(zip(SYSTEMS, COLOURS, strict=True)):
            rates = [told["visits_per_s"][system][one] for one in desks]
            spread = [told["spread"][system][one] for one in desks]
            reach = [
                [rate - low for rate, (low, _) in zip(rates, spread, strict=True)],
                [high - rate for rate, (_, high) in zip(rates, spread, strict=True)],
            ]
            at = [group + (place - (len(SYSTEMS) - 1) / 2) * width for group in range(len(desks))]
            bars = axes.bar(at, rates, width, yerr=reach, color=colour, label=system,
                            error_kw={"elinewidth": 0.8, "capsize": 2})  # fmt: skip
            axes.bar_label(bars, [f"{rate:.0f}" for rate in rates], fontsize=7, padding=1)
        axes.set_xticks(range(len(desks)), [f"{one} desk{'s' * (one != '1')}" for one in desks])
        axes.set_ylabel("visits a second")
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False, fontsize=8, ncols=len(SYSTEMS), loc="lower center",
                    bbox_to_anchor=(0.5, 1))  # fmt: skip
        file.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(file, format="svg", metadata={"Date": None})
        pyplot.close(figure)
