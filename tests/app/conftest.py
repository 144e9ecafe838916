"""What tests of pages share."""

from collections.abc import Iterator

import pytest
import streamlit as st

from aecore.jobs.messages import NO_SCRATCH
from aecore.jobs.worker_process import Gone
from tests.app.train_page import Still


@pytest.fixture
def trainer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Still]:
    def no_worker() -> str:
        raise Gone(NO_SCRATCH)

    still = Still()
    monkeypatch.setattr("aecore.jobs.worker_process.scratch_folder", no_worker)
    monkeypatch.setattr("aecore.jobs.scheduler.Jobs", lambda **_: still)
    st.cache_resource.clear()
    yield still
    st.cache_resource.clear()
