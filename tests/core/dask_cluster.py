"""A Dask cluster started by hand, as somebody with several computers would."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

_ROOT = Path(__file__).parents[2]


@dataclass
class DaskCluster:
    """A scheduler and its workers."""

    address: str
    scheduler: "subprocess.Popen[str]"
    workers: list["subprocess.Popen[str]"] = field(default_factory=list)

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            with process:
                process.kill()


def _dask(
    *arguments: str, log: str, path: str, variables: Mapping[str, str] = MappingProxyType({})
) -> tuple["subprocess.Popen[str]", str]:
    """Start a part of Dask; returns it and the line of its log that holds `log`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        cwd=_ROOT.anchor,  # not here, where Python would find the project
        env={**os.environ, "PYTHONPATH": path, "TF_CPP_MIN_LOG_LEVEL": "3", **variables},
    )
    assert process.stderr is not None
    for line in process.stderr:
        if log in line:
            return process, line
    raise AssertionError(f"dask {arguments} ended")


@contextlib.contextmanager
def dask_cluster(
    workers: int = 2,
    *,
    path: str = str(_ROOT),
    host: str = "127.0.0.1",
    port: int = 0,
    tls: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[DaskCluster]:
    """A cluster on free ports of this computer; its workers have the project, its scheduler not.

    Args:
        workers: How many.
        path: Where they look for the project.
        host: Where the scheduler listens.
        port: The same; any that is free without one.
        tls: Variables of all processes, with which they speak TLS alone.
    """
    nowhere = ("--no-dashboard", "--dashboard-address", "127.0.0.1:0")
    scheduler, line = _dask(
        *("scheduler", "--host", host, "--port", str(port), *nowhere),
        *("--protocol", "tls" if tls else "tcp"),
        log="Scheduler at:",
        path="",
        variables=tls,
    )
    cluster = DaskCluster(line.split()[-1], scheduler)
    try:
        for _ in range(workers):
            worker, _ = _dask(
                "worker",
                cluster.address,
                "--nthreads",
                "1",
                "--no-nanny",
                *nowhere,
                log="Registered to:",
                path=path,
                variables=tls,
            )
            cluster.workers.append(worker)
        yield cluster
    finally:
        cluster.close()
