"""The results to read."""

from typing import Any

from bench.results import OURS, SYSTEMS, WANTED, reached

SHARED = ("database", "broker", "client", "others")
SENTENCES = {
    "ours_to_plain": "ours / plain nameko, visits a second",
    "p99_ours_to_plain": "ours / plain nameko, p99 of the command with the highest",
    "ours_to_faststream": "ours / FastStream, visits a second",
    "ours_to_floor": "ours / floor, visits a second",
    "growth": "CPU of a visit with the most stored / with the fewest",
    "events_per_confirm": "events for each confirm round trip",
}


def tables(told: dict[str, Any]) -> str:
    desks = told["judged_at_desks"]
    one = told["of_one_visit"]
    return "\n\n".join((
        _rates(told),
        f"A visit of ours, and of the floor: {one['writes']} writes, {one['messages']} messages.",
        f"p50, p99 in ms of each command at {desks} desks:",
        _commands(told),
        f"The ratios, at {desks} desks:",
        _ratios(told),
    ))  # fmt: skip


def _rates(told: dict[str, Any]) -> str:
    lines = [
        "| desks | system | visits/s | lowest, highest | CPU ms a visit: services | gateway "
        "| database | broker | client | idle others | asked again: too early, turned away |",
        "|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for desks in sorted(told["visits_per_s"][OURS], key=int):
        for system in SYSTEMS:
            rate, cpu = told["visits_per_s"][system][desks], told["cpu_ms"][system][desks]
            low, high = told["spread"][system][desks]
            lines.append(
                f"| {desks} | {system}{_failed(told, system, desks)} | {rate} | {low}, {high} "
                f"| {_services(cpu):.1f} | {cpu.get('gateway', 0):.1f} "
                + "".join(f"| {cpu[name]:.1f} " for name in SHARED)
                + f"| {told['too_early'][system][desks]:.0f}, "
                f"{told['turned_away'][system][desks]:.0f} |"
            )
    return "\n".join(lines)


def _services(cpu: dict[str, float]) -> float:
    return sum(ms for name, ms in cpu.items() if name not in (*SHARED, "gateway"))


def _failed(told: dict[str, Any], system: str, desks: str) -> str:
    failed = told["failed"][system][desks]
    return f" (**{failed} failed**)" if failed else ""


def _commands(told: dict[str, Any]) -> str:
    desks = str(told["judged_at_desks"])
    asked = [system for system in SYSTEMS if told["p50_ms"][system][desks]]
    lines = [
        f"| command | {' | '.join(asked)} | p99 ours / plain |",
        "|---|" + "---:|" * (len(asked) + 1),
    ]
    for command, ratio in told["p99_by_command"].items():
        cells = (
            f"{told['p50_ms'][system][desks].get(command, 0):.0f}, "
            f"{told['p99_ms'][system][desks].get(command, 0):.0f}"
            for system in asked
        )
        lines.append(f"| {command} | {' | '.join(cells)} | {ratio} |")
    return "\n".join(lines)


def _ratios(told: dict[str, Any]) -> str:
    lines = ["| ratio | wanted | this run | each repetition | |", "|---|---:|---:|---|---|"]
    for name, sentence in SENTENCES.items():
        if name in told["ratios"]:
            value, (sign, bound) = told["ratios"][name], WANTED[name]
            each = ", ".join(map(str, told["ratios_by_repetition"].get(name, ())))
            word = "reached" if reached(name, value) else "**not reached**"
            lines.append(f"| {sentence} | {sign} {bound} | {value} | {each} | {word} |")
    return "\n".join(lines)
