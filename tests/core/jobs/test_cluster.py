import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from distributed import Client

from aecore.i18n.message import NO_MESSAGE
from aecore.jobs.channel import LOST_CONNECTION
from aecore.jobs.cluster import RemoteSlots
from aecore.jobs.messages import LOST, UNREACHABLE
from aecore.jobs.monitor import UNEQUIPPED
from aecore.jobs.quotas import Timeouts
from aecore.jobs.scheduler import NOBODY, Jobs
from tests.core.dask_cluster import DaskCluster, dask_cluster
from tests.core.training_runs import (
    ENDLESS,
    order,
    wait_for,
    wait_until_over,
    wait_until_trains,
)

ROOT = Path(__file__).parents[3]

_SERVER = """
import sys, time
from aecore.jobs.monitor import UNEQUIPPED
from aecore.jobs.scheduler import Jobs
from aecore.jobs.quotas import Timeouts
from tests.core.training_runs import ENDLESS
jobs = Jobs(scheduler=sys.argv[1], times=Timeouts(lease=1.5, beat=0.3))
run = jobs.start("ada", ENDLESS)
while not run.step:
    assert not run.over, run.sentence
    time.sleep(0.01)
print("trains", flush=True)
time.sleep(600)
"""


@pytest.fixture
def cluster() -> Iterator[DaskCluster]:
    with dask_cluster() as cluster:
        yield cluster


def test_runs_go_on_side_by_side_until_their_worker_or_the_cluster_is_gone(
    cluster: DaskCluster,
) -> None:
    jobs = Jobs(scheduler=cluster.address, times=Timeouts(tick=0.1))
    try:
        first, second = jobs.start("ada", ENDLESS), jobs.start("bob", ENDLESS)
        wait_until_trains(first)
        wait_until_trains(second)
        assert first.state == second.state == "running"
        third = jobs.start("cyd", order())
        jobs.stop(first)
        wait_until_over(first, third)
        assert (first.state, third.state) == ("stopped", "finished")
        assert third.files is not None
        assert not second.over

        cluster.workers[0].kill()
        cluster.workers[1].kill()
        wait_until_over(second)
        assert (second.state, second.sentence) == ("failed", LOST)
        alone = jobs.start("ada", order())
        wait_for(lambda: alone.sentence == NOBODY)
        assert alone.state == "waiting"

        cluster.scheduler.kill()
        wait_until_over(alone)
        assert (alone.state, alone.sentence) == ("failed", UNREACHABLE)
        late = jobs.start("ada", order())
        wait_until_over(late)
        assert (late.state, late.sentence) == ("failed", UNREACHABLE)
    finally:
        jobs.close()


def test_scheduler_that_is_gone_in_mid_run_and_back_is_used_again(cluster: DaskCluster) -> None:
    jobs = Jobs(scheduler=cluster.address, times=Timeouts(tick=0.1))
    with ExitStack() as back, closing(jobs):
        run = jobs.start("ada", ENDLESS)
        wait_until_trains(run)
        cluster.close()
        wait_until_over(run)
        assert (run.state, run.sentence) == ("failed", UNREACHABLE)
        assert run.frames  # what was seen stays
        early = jobs.start("ada", order())
        wait_until_over(early)
        assert (early.state, early.sentence) == ("failed", UNREACHABLE)
        back.enter_context(dask_cluster(workers=1, port=int(cluster.address.rsplit(":")[-1])))
        again = jobs.start("ada", order())
        wait_until_over(again)
        assert (again.state, again.sentence) == ("finished", NO_MESSAGE)


def test_connection_that_ends_while_it_is_used_is_lost(cluster: DaskCluster) -> None:
    remote = RemoteSlots(cluster.address)
    try:
        client = remote.client
        client.sync(client.rpc.close)
        with pytest.raises(LOST_CONNECTION):
            remote.slots()
    finally:
        remote.close()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "tls://127.0.0.1:9", "nowhere"])
def test_no_cluster_is_a_sentence(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aecore.jobs.cluster._CONNECTING", 1)
    jobs = Jobs(scheduler=address)
    try:
        run = jobs.start("ada", order())
        wait_until_over(run)
        assert (run.state, run.sentence) == ("failed", UNREACHABLE)
    finally:
        jobs.close()


def test_workers_without_the_project_are_a_sentence() -> None:
    with dask_cluster(workers=1, path="") as cluster:
        jobs = Jobs(scheduler=cluster.address, times=Timeouts(tick=0.1))
        try:
            run = jobs.start("ada", order())
            wait_until_over(run)
            assert (run.state, run.sentence) == ("failed", UNEQUIPPED)
        finally:
            jobs.close()


def test_run_ends_whose_server_was_killed(cluster: DaskCluster) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _SERVER, cluster.address],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == b"trains\n"

        def training(dask_worker: Any) -> int:
            return len(dask_worker.active_threads)

        with Client(cluster.address, set_as_default=False) as client:
            assert sum(client.run(training).values()) == 1
            server.kill()
            wait_for(lambda: not sum(client.run(training).values()), "the end of the run")
