import os
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from distributed import Client

from aecore.jobs.channel import LOST_CONNECTION
from aecore.jobs.cluster import RemoteSlots
from aecore.jobs.messages import LOST, UNREACHABLE
from aecore.jobs.monitor import UNEQUIPPED
from aecore.jobs.quotas import Timeouts
from aecore.jobs.scheduler import NOBODY, Jobs
from tests.core.dask_cluster import dask_cluster
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


def test_runs_go_on_side_by_side_and_on_the_next_cluster_where_the_first_is_gone() -> None:
    with ExitStack() as clusters:
        cluster = clusters.enter_context(dask_cluster())
        jobs = clusters.enter_context(
            closing(Jobs(scheduler=cluster.address, times=Timeouts(tick=0.1)))
        )
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

        cluster.close()
        wait_until_over(second)
        assert (second.state, second.sentence) == ("failed", UNREACHABLE)
        assert second.frames  # what was seen stays
        early = jobs.start("ada", order())
        wait_until_over(early)
        assert (early.state, early.sentence) == ("failed", UNREACHABLE)

        port = int(cluster.address.rsplit(":")[-1])
        back = clusters.enter_context(dask_cluster(workers=1, port=port))
        again = jobs.start("ada", ENDLESS)
        wait_until_trains(again)
        back.workers[0].kill()
        wait_until_over(again)
        assert (again.state, again.sentence) == ("failed", LOST)
        alone = jobs.start("ada", order())
        wait_for(lambda: alone.sentence == NOBODY)
        assert alone.state == "waiting"

        back.scheduler.kill()
        wait_until_over(alone)
        assert (alone.state, alone.sentence) == ("failed", UNREACHABLE)


def test_connection_that_ends_while_it_is_used_is_lost() -> None:
    with dask_cluster(workers=0) as cluster, closing(RemoteSlots(cluster.address)) as remote:
        client = remote.client
        client.sync(client.rpc.close)
        with pytest.raises(LOST_CONNECTION):
            remote.slots()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "tls://127.0.0.1:9", "nowhere"])
def test_no_cluster_is_a_sentence(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aecore.jobs.cluster._CONNECTING", 1)
    with closing(Jobs(scheduler=address)) as jobs:
        run = jobs.start("ada", order())
        wait_until_over(run)
        assert (run.state, run.sentence) == ("failed", UNREACHABLE)


def test_workers_without_the_project_are_a_sentence() -> None:
    with (
        dask_cluster(workers=1, path="") as cluster,
        closing(Jobs(scheduler=cluster.address, times=Timeouts(tick=0.1))) as jobs,
    ):
        run = jobs.start("ada", order())
        wait_until_over(run)
        assert (run.state, run.sentence) == ("failed", UNEQUIPPED)


def test_run_ends_whose_server_was_killed() -> None:
    with (
        dask_cluster(workers=1) as cluster,
        subprocess.Popen(
            [sys.executable, "-c", _SERVER, cluster.address],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        ) as server,
    ):
        assert server.stdout is not None
        assert server.stdout.readline() == b"trains\n"

        def training(dask_worker: Any) -> int:
            return len(dask_worker.active_threads)

        with Client(cluster.address, set_as_default=False) as client:
            assert sum(client.run(training).values()) == 1
            server.kill()
            wait_for(lambda: not sum(client.run(training).values()), "the end of the run")
