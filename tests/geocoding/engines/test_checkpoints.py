"""A run that was stopped goes on where it was and gives the same bytes."""

from __future__ import annotations

import pyarrow as pa
import pytest

from workbench.geocoding import Checkpoints, ThisProcess

BATCHES = [pa.RecordBatch.from_pydict({"n": [at, at + 1]}) for at in range(0, 12, 2)]


class Counting:
    """Doubles numbers, counts its calls, and may stop as a killed process would."""

    def __init__(self, stop_at=99):
        self.calls, self.stop_at = 0, stop_at

    def __call__(self, batch):
        if self.calls == self.stop_at:
            raise KeyboardInterrupt
        self.calls += 1
        return pa.RecordBatch.from_pydict({"twice": [2 * value for value in batch.column("n").to_pylist()]})


def run(folder, function, key="k"):
    """Run all batches with checkpoints."""
    return list(Checkpoints(ThisProcess(), folder, key).run(function, iter(BATCHES)))


@pytest.mark.parametrize("stop_at", [0, 1, 4])
def test_what_is_done_is_not_done_again(tmp_path, stop_at):
    """The second run works on the rest only, and the rows are the same."""
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "parts", Counting(stop_at))
    second = Counting()
    done = run(tmp_path / "parts", second)
    assert second.calls == len(BATCHES) - stop_at
    assert [one.to_pydict() for one in done] == [Counting()(batch).to_pydict() for batch in BATCHES]


def test_another_job_begins_anew(tmp_path):
    """Other input or settings make another key."""
    run(tmp_path / "parts", Counting())
    second = Counting()
    run(tmp_path / "parts", second, key="other")
    assert second.calls == len(BATCHES)


def test_a_gap_is_worked_on_again(tmp_path):
    """Only what is whole from the beginning counts."""
    run(tmp_path / "parts", Counting())
    (tmp_path / "parts" / "000002.arrow").unlink()
    second = Counting()
    run(tmp_path / "parts", second)
    assert second.calls == len(BATCHES) - 2


def test_nothing_stays_behind(tmp_path):
    """The parts hold addresses: they go when the result is written."""
    checkpoints = Checkpoints(ThisProcess(), tmp_path / "parts", "k")
    list(checkpoints.run(Counting(), iter(BATCHES)))
    checkpoints.forget()
    assert not (tmp_path / "parts").exists()
