"""What nginx makes of its configuration."""

import subprocess
from pathlib import Path

import pytest

from aecore.benchmarks.tools.replicas import ABSENT, CONFIGURATION, configuration, nginx_path


@pytest.fixture
def nginx() -> str:
    found = nginx_path()
    if found is None:
        pytest.skip(ABSENT)
    return found


def test_nginx_takes_it(nginx: str, tmp_path: Path) -> None:
    path = configuration(tmp_path, {"8080": 18080, "8501": 18501, "8502": 18502})
    command = [nginx, "-t", "-e", "stderr", "-c", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def test_nothing_of_a_visitor_is_kept() -> None:
    text = CONFIGURATION.read_text(encoding="utf-8")
    for setting in (
        "access_log off",
        "error_log stderr crit",
        "proxy_max_temp_file_size 0",
        "proxy_request_buffering off",
    ):
        assert f"{setting};" in text
