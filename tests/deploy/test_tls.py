"""Training over a network that others use too: TLS, as the folder's README says."""

import re
import shlex
import socket
import subprocess
from contextlib import closing
from pathlib import Path

import dask
import psutil
import pytest

from aecore.jobs.messages import UNREACHABLE
from aecore.jobs.scheduler import Jobs
from tests.core.dask_cluster import dask_cluster
from tests.core.training_runs import order, wait_until_over
from tests.deploy.dockerfile import DEPLOY


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    """Those of `tls.env`, with a certificate made by the command of the README."""
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")
    command = re.search(r"^openssl .*$", text, re.MULTILINE)
    assert command
    subprocess.run(shlex.split(command[0]), cwd=tmp_path, check=True, capture_output=True)
    lines = (DEPLOY / "tls.env").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("=") for line in lines if not line.startswith("#"))
    return {name: value.replace("/tls/", f"{tmp_path}/") for name, value in pairs}


@pytest.fixture
def address() -> str:
    """One by which other computers reach this one."""
    for name, here in psutil.net_if_addrs().items():
        for one in here:
            if one.family == socket.AF_INET and name != "lo":
                return one.address
    pytest.skip("this computer is in no network")


def _begun_with(variables: dict[str, str]) -> "dask.config.set":
    """As if this process had begun with them."""
    names = {name: name.removeprefix("DASK_").lower().replace("__", ".") for name in variables}
    return dask.config.set({names[name]: value for name, value in variables.items()})


def test_those_with_the_certificate_train_and_nobody_else(
    variables: dict[str, str], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aecore.jobs.cluster._CONNECTING", 3)
    with dask_cluster(workers=1, host=address, tls=variables) as cluster:
        assert cluster.address.startswith(f"tls://{address}:")
        with _begun_with(variables), closing(Jobs(scheduler=cluster.address)) as jobs:
            run = jobs.start("ada", order())
            wait_until_over(run)
            assert run.state == "finished", run.sentence
        for scheduler in (cluster.address, cluster.address.replace("tls:", "tcp:")):
            with closing(Jobs(scheduler=scheduler)) as jobs:
                run = jobs.start("eve", order())
                wait_until_over(run)
                assert (run.state, run.sentence) == ("failed", UNREACHABLE)
