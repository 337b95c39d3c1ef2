"""The national day: what one visit asks of whom, when groups come, how many processes it takes."""

from collections import Counter

import pytest

import contracts
from bench.nation import STATIONS, costs, delay, nation, simulated, smallest
from bench.nation_day import COMMAND, EVENT, TOLD, TOLD_ON, arrivals, plan
from bench.visits.steps import STEPS

COST = {"gateway": 80.0, "registration": 90.0, "screening": 30.0, "lockers": 40.0,
        "notifications": 70.0, "database": 230.0}  # fmt: skip
HURRIED = [at / 10 for at in arrivals(2500, seed=1)]
"""A day's rush with few visits: a simulation of many takes its time."""


def test_the_parts_of_a_visit_cost_together_what_the_visit_costs() -> None:
    spent: Counter[str] = Counter()
    for job in plan(COST):
        for part in job.parts:
            spent[part.station] += 1000 * part.seconds
    assert spent == pytest.approx(COST)


def test_every_step_is_a_command_and_every_subscriber_hears_of_every_event() -> None:
    jobs = plan(COST)
    told = [event for step in STEPS for event in TOLD[step.name]] + list(TOLD_ON.values())
    heard = sum(len(contracts.ALL[event].heard_by) for event in told)
    assert Counter(job.kind for job in jobs) == {COMMAND: len(STEPS), EVENT: heard}


def test_a_step_waits_for_the_step_before_it_and_an_event_for_what_it_tells_of() -> None:
    jobs = plan(COST)
    commands = [place for place, job in enumerate(jobs) if job.kind == COMMAND]
    assert [jobs[place].after for place in commands] == [None, *commands[:-1]]
    assert all(job.after < place for place, job in enumerate(jobs) if job.after is not None)
    assert all(jobs[job.after].kind == COMMAND or job.kind == EVENT
               for job in jobs if job.after is not None)  # fmt: skip


def test_most_come_early_and_nobody_at_noon() -> None:
    come = arrivals(10_000, seed=1)
    assert come == sorted(come)
    first, second = (sum(since <= at < since + 3000 for at in come) for since in (0, 3000))
    assert first > 1.5 * second
    assert not [at for at in come if 6000 < at < 4 * 3600]


def test_fewer_processes_than_were_found_do_not_keep_the_bound() -> None:
    dear = {**dict.fromkeys(STATIONS, 1.0), "gateway": 1000.0, "database": 2000.0}
    found = smallest(dear, HURRIED)
    assert delay(found) <= 1
    assert found.processes["gateway"] > 1
    assert found.processes["database"] > 1
    assert found.processes["lockers"] == 1
    for name in ("gateway", "database"):
        fewer = {**found.processes, name: found.processes[name] - 1}
        assert delay(simulated(dear, fewer, HURRIED)) > 1, name


def test_it_is_said_when_no_number_of_processes_is_enough() -> None:
    with pytest.raises(ValueError, match="where nobody waits"):
        smallest({**COST, "gateway": 10_000.0}, HURRIED)


def test_what_costs_more_takes_no_fewer_processes() -> None:
    rows = nation({**COST, "gateway": 200.0}, visits=1500)["rows"]
    for name in STATIONS:
        many = [row["processes"][name] for row in rows]
        assert many == sorted(many)
    assert [row["times_the_cost"] for row in rows] == [1, 2, 4]
    assert all(row["p99_ms"][kind] <= 1000 for row in rows for kind in (COMMAND, EVENT))
    assert all(busy <= 1 for row in rows for busy in row["busy_at_the_peak"].values())


def test_figures_are_taken_from_a_report_of_the_bench(tmp_path) -> None:
    report = tmp_path / "report.json"
    report.write_text(
        '{"machine": {"date": "2026-12-01", "processor": "P"}, "judged_at_desks": 32, "cpu_ms": '
        '{"ours, gateway": {"32": {"gateway": 1, "registration": 2, "screening": 3, "lockers": 4,'
        ' "notifications": 5, "database": 6, "broker": 7, "client": 8}}}}'
    )
    found, source = costs(str(report))
    assert found == dict(zip(
        ("gateway", "registration", "screening", "lockers", "notifications", "database"),
        range(1, 7), strict=True,
    ))  # fmt: skip
    assert "2026-12-01" in source
