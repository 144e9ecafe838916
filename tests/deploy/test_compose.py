"""`compose.yaml`: against its schema, and against what else is in the folder."""

import re
import subprocess
import sys
from typing import Any

import pytest
import yaml

from aecore.benchmarks.tools.replicas import CONFIGURATION
from tests.deploy.dockerfile import DEPLOY, stages

COMPOSE = DEPLOY / "compose.yaml"
REPLICAS = ("app-one", "app-two")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    return found


def test_it_is_what_compose_takes() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, COMPOSE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_part_is_kept_in_its_bounds(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["read_only"], name
        assert service["tmpfs"] == ["/tmp"], name  # noqa: S108 (of a container)
        assert service["cap_drop"] == ["ALL"], name
        assert "mem_limit" in service, name
        assert "privileged" not in service, name
        if "build" not in service:  # the others' user is in the Dockerfile
            assert not service["user"].startswith("0"), name
    assert compose["networks"]["training"]["internal"]


def test_only_nginx_is_reached_from_outside(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    assert [name for name, one in services.items() if "front" in one["networks"]] == [
        "nginx",
        *REPLICAS,
    ]


def test_nginx_finds_the_replicas(compose: dict[str, Any]) -> None:
    services = compose["services"]
    there = {
        f"{name}:{services[name]['environment']['STREAMLIT_SERVER_PORT']}" for name in REPLICAS
    }
    text = CONFIGURATION.read_text(encoding="utf-8")
    assert set(re.findall(r"server (\S+:\d+)", text)) == there
    assert f"listen {services['nginx']['ports'][0].split(':')[1]};" in text
    assert all(services["nginx"]["depends_on"][name] for name in REPLICAS)


def test_the_images_are_those_of_the_dockerfile(compose: dict[str, Any]) -> None:
    services = compose["services"]
    built = {name: one["build"].get("target") for name, one in services.items() if "build" in one}
    last = list(stages())[-1]
    trains = {name for name, target in built.items() if (target or last) == "train"}
    assert trains == {"worker"}
    for name, service in services.items():
        if name in built and name not in trains:
            assert (service["image"], built[name]) == ("autoencoder-playground:show", "show")


def test_all_that_train_know_the_scheduler(compose: dict[str, Any]) -> None:
    services = compose["services"]
    port = services["scheduler"]["command"][services["scheduler"]["command"].index("--port") + 1]
    address = f"tcp://scheduler:{port}"
    assert address in services["worker"]["command"]
    for name in REPLICAS:
        assert services[name]["environment"]["AECORE_SCHEDULER"] == address
