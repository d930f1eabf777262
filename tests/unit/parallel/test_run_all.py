"""The same batches on every engine: the same answers to the last bit, errors in their words, nothing lost."""

import os
import signal
import threading
import time

import pytest

from core.errors import AidError, InvalidScenario, SourceUnavailable
from core.parallel import HERE, Engine, local_processes, read_engine, run_all
from tests.unit.parallel import work
from tests.unit.parallel.cluster import running_cluster

PROCESSES, THREADS = Engine("processes", 2), Engine("threads", 2)
LOCAL = [HERE, THREADS, PROCESSES]


@pytest.fixture(autouse=True)
def others_at_once(monkeypatch):
    monkeypatch.setattr(local_processes, "SECONDS_TO_BEGIN", 0.0)


@pytest.mark.parametrize("engine", LOCAL, ids=lambda engine: f"{engine.kind}{engine.workers}")
def test_answers_are_in_order_and_equal_to_the_last_bit(engine):
    expected = [work.sum_of(batch) for batch in range(20)]
    shares = []
    found = run_all(engine, work.summed, range(20), shares.append)
    assert [value for value, _ in found] == expected
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len({process for _, process in found}) == (2 if engine == PROCESSES else 1)


@pytest.mark.parametrize("engine", LOCAL, ids=lambda engine: f"{engine.kind}{engine.workers}")
def test_an_error_comes_back_with_its_words_and_nothing_asked_is_no_work(engine):
    with pytest.raises(InvalidScenario, match="Not this one") as caught:
        run_all(engine, work.refused, range(4))
    assert caught.value.hint == "Take another."
    assert run_all(engine, work.refused, []) == []


def test_a_read_only_view_goes_to_a_process_and_back():
    assert [dict(view) for view in run_all(PROCESSES, work.read_only, [{"a": 1}] * 9)] == [{"a": 1, "b": 2}] * 9


def test_a_killed_process_loses_no_batch(tmp_path):
    batches = [(number, str(tmp_path), os.getpid()) for number in range(20)]
    assert run_all(PROCESSES, work.killed_once, batches) == list(range(len(batches)))
    assert list(tmp_path.glob(f"{work.KILLED}*"))


def test_work_that_no_process_survives_ends_with_a_message():
    with pytest.raises(SourceUnavailable, match="in a row ended"):
        run_all(PROCESSES, work.always_killed, [os.getpid()] * 100)


def test_an_exception_of_the_tick_ends_the_work_and_every_process(tmp_path):
    class StoppedError(Exception):
        pass

    def others():
        return {int(path.suffix[1:]) for path in tmp_path.iterdir()} - {os.getpid()}

    def stop(_share):
        if others():
            raise StoppedError

    with pytest.raises(StoppedError):
        run_all(PROCESSES, work.slow, [(number, str(tmp_path)) for number in range(50)], stop)
    assert len(list(tmp_path.iterdir())) < 50
    for process in others():
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_a_setting_that_names_no_engine_is_named():
    assert read_engine("processes:3") == Engine("processes", 3)
    assert read_engine("").kind == "processes"
    for told in ("processes", "threads:0", "dask:host", "dask:http://host:1", "ray:4", "processes:1000"):
        with pytest.raises(AidError, match="AID_PARALLEL"):
            read_engine(told)


def test_a_cluster_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setattr("core.parallel.dask_cluster.SECONDS_TO_CONNECT", 1)
    with pytest.raises(SourceUnavailable, match="cannot be reached"):
        run_all(Engine("dask", address="tcp://127.0.0.1:9"), work.summed, [1])


@pytest.mark.nightly
def test_a_cluster_gives_the_same_and_loses_nothing_when_a_worker_is_killed(tmp_path):
    expected = [work.sum_of(batch) for batch in range(7)]
    with running_cluster(tmp_path / "cluster") as cluster:
        engine = Engine("dask", address=cluster.address)
        found = run_all(engine, work.summed, range(7))
        assert [value for value, _ in found] == expected
        assert os.getpid() not in {process for _, process in found}
        with pytest.raises(InvalidScenario, match="Not this one"):
            run_all(engine, work.refused, range(4))

        began = tmp_path / "began"
        began.mkdir()
        victim = cluster.workers[0]

        def kill_in_the_middle():
            while len(list(began.glob(f"*.{victim.pid}"))) < 3:
                time.sleep(0.01)
            os.kill(victim.pid, signal.SIGKILL)

        killer = threading.Thread(target=kill_in_the_middle)
        killer.start()
        assert run_all(engine, work.slow, [(number, str(began)) for number in range(16)]) == list(range(16))
        killer.join(10)
        assert victim.wait(10) == -signal.SIGKILL
        tries = [int(path.stem) for path in began.iterdir()]
        # what the killed worker had done or begun was done again by the other
        assert len(tries) > 16
        assert set(tries) == set(range(16))


def test_short_work_starts_no_process(monkeypatch):
    monkeypatch.setattr(local_processes, "SECONDS_TO_BEGIN", 60.0)
    assert {process for _, process in run_all(PROCESSES, work.summed, range(3))} == {os.getpid()}
