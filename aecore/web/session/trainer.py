"""Where networks are trained: one trainer for all visitors, and this visitor's runs in it.

The Train page asks `identity.owner()` for who its visitor is, and ends with `identity.remember()`.
"""

import atexit
import contextlib
import os
from typing import TYPE_CHECKING

import streamlit as st

from aecore.i18n.message import NO_MESSAGE, Message
from aecore.jobs.quotas import Limits
from aecore.jobs.run import Run
from aecore.jobs.worker_process import LocalWorker, WorkerLost, scratch_folder
from aecore.training import availability
from aecore.web.session import identity

if TYPE_CHECKING:
    from aecore.jobs.scheduler import Jobs

_opened: list[bool] = []  # not empty once there is a trainer


@st.cache_resource(show_spinner=False)
def jobs() -> "Jobs":
    """The trainer; it begins when it is first asked for."""
    scheduler = _scheduler()
    # a worker takes longer to load than all that follows
    ahead = None if scheduler or lacking() else _worker()
    from aecore.jobs.scheduler import Jobs  # noqa: PLC0415 (loads what only training needs)

    _opened.append(True)
    found = Jobs(scheduler=scheduler, present=identity.here, ahead=ahead)
    atexit.register(found.close)  # a run would complain at length that everything goes
    return found


def lacking() -> Message:
    """Why nobody can train; silence where they can, as far as is known of a cluster."""
    return NO_MESSAGE if _scheduler() else availability.lacking()


def warm_up() -> None:
    """Have the trainer made ready in the background, where there can be one."""
    if not lacking():
        jobs().warm_up()


def _scheduler() -> str | None:
    return os.environ.get("AECORE_SCHEDULER") or None


def _worker() -> LocalWorker | None:
    with contextlib.suppress(WorkerLost):  # a run that is started will say so
        return LocalWorker(scratch=scratch_folder(), memory=Limits().worker_bytes)
    return None


def waiting() -> int:
    """How many runs of all visitors wait for their turn; asking does not begin the trainer."""
    return jobs().waiting if _opened else 0


def runs() -> list[Run]:
    """This visitor's runs, the oldest first; asking does not begin the trainer."""
    name = identity.known()
    return jobs().runs(name) if name and _opened else []
