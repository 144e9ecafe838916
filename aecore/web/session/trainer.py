"""Where networks are trained: one trainer for all visitors, and this visitor's runs in it.

The Train page asks `identity.owner()` for who its visitor is, and ends with `identity.remember()`.
"""

import atexit
import contextlib
import os
from typing import TYPE_CHECKING

import streamlit as st

from aecore.jobs.quotas import Limits
from aecore.jobs.run import Run
from aecore.jobs.worker_process import LocalWorker, WorkerLost, scratch_folder
from aecore.web.session import identity

if TYPE_CHECKING:
    from aecore.jobs.scheduler import Jobs

_opened: list[bool] = []  # not empty once there is a trainer


@st.cache_resource(show_spinner=False)
def jobs() -> "Jobs":
    """The trainer; it begins when it is first asked for."""
    scheduler = os.environ.get("AECORE_SCHEDULER") or None
    ahead = None if scheduler else _worker()  # takes longer to load than all that follows
    from aecore.jobs.scheduler import Jobs  # noqa: PLC0415 (loads what only training needs)

    _opened.append(True)
    found = Jobs(scheduler=scheduler, present=identity.here, ahead=ahead)
    atexit.register(found.close)  # a run would complain at length that everything goes
    return found


def _worker() -> LocalWorker | None:
    with contextlib.suppress(WorkerLost):  # a run that is started will say so
        return LocalWorker(scratch=scratch_folder(), memory=Limits().worker_bytes)
    return None


def runs() -> list[Run]:
    """This visitor's runs, the oldest first; asking does not begin the trainer."""
    name = identity.known()
    return jobs().runs(name) if name and _opened else []
