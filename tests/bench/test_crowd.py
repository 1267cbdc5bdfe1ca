from bench.live.crowd import Ledger, Standing
from bench.live.medians import medians


def test_a_listener_counts_what_was_missing_and_what_came_twice():
    standing = Standing(last=3)
    standing.take([4, 5])
    standing.take([5, 6])
    standing.take([9])
    assert (standing.last, standing.gaps, standing.repeats) == (9, 2, 1)


def test_delays_run_from_the_moment_an_event_was_written_to_each_receipt():
    ledger = Ledger()
    piece = ledger.slice_of(b'[{"s": 1, "at": 10.0}, {"s": 2, "at": 10.05}, {"k": "presence"}]')
    piece.receipts.extend([10.1, 10.1, 10.2])
    summary = ledger.summary()
    assert summary["delivered"] == 6
    assert 99 <= summary["p50_ms"] <= 101
    assert 199 <= summary["max_ms"] <= 201
    assert ledger.last_receipt() == 10.2


def test_who_was_told_of_the_database_is_counted_per_state():
    ledger = Ledger()
    for message, moments in ((b'[{"k": "state", "database": "away"}]', [1.0, 2.0]), (b'[{"k": "presence"}]', [3.0])):
        ledger.slice_of(message).receipts.extend(moments)
    assert (ledger.told("away"), ledger.told("back")) == ([1.0, 2.0], [])


def test_of_several_runs_the_middle_counts_but_the_worst_fault():
    runs = [{"p99_ms": 90, "gaps": 0}, {"p99_ms": 20, "gaps": 3}, {"p99_ms": 30, "gaps": 0}]
    assert medians(runs) == {"p99_ms": 30, "gaps": 3}
