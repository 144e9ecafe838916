"""The command line, and scripts that use the core, keep to this computer and to their files."""

import importlib
import json
import os
import subprocess
import sys
import types
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import aecore
from aecore.cli.commands import RUNS
from aecore.data import digits
from tests import syscalls

_RUN_ALL = """
import json, sys
from aecore.__main__ import main
for command in json.loads(sys.argv[1]):
    print(command, flush=True)
    assert main(command) == 0
"""
_MAKERS = {"rival", "record", "novelty"}  # of shipped files; they load what the others do
# Settings of somebody who works with another framework.
_OTHERS = json.dumps({"backend": "jax", "floatx": "float16", "image_data_format": "channels_first"})


@pytest.fixture
def watch(tmp_path: Path) -> syscalls.Watch:
    syscalls.require()
    return syscalls.Watch(tmp_path)


def test_no_command_leaks(watch: syscalls.Watch, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    picture = out / "digit.png"
    ink = np.rint(digits.embedded().images[0, ..., 0] * 255).astype(np.uint8)
    Image.fromarray(ink).resize((140, 140)).save(picture)
    commands = [
        ["models"],
        ["summary", "classic"],
        ["evaluate", "classic"],
        ["codes", "classic", "--out", f"{out}/codes.csv"],
        ["atlas", "classic", "--out", f"{out}/atlas.png"],
        ["normalise", str(picture), "--out", f"{out}/digits.npz"],
        ["reconstruct", "denoise", str(picture), "--out", f"{out}/strip.png"],
        ["morph", "classic", str(picture), str(picture), "--out", f"{out}/morph.gif"],
        ["train", "small-conv", "--steps", "2", "--out", f"{out}/model"],
        ["sweep", "--code-sizes", "1", "--seeds", "1", "--steps", "2", "--out", f"{out}/sweep.csv"],
        ["benchmark", "latency"],
    ]
    settings = watch.home / ".keras" / "keras.json"
    settings.parent.mkdir()
    settings.write_text(_OTHERS)
    assert {command[0] for command in commands} | _MAKERS == set(RUNS)
    subprocess.run(
        [*watch.command, sys.executable, "-c", _RUN_ALL, json.dumps(commands)],
        cwd=syscalls.ROOT,
        env=watch.environment,
        check=True,
    )
    assert watch.leaks(out) == []


def test_onnx_runtime_before_aecore_is_too_late_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", types.ModuleType("onnxruntime"))
    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", "0")
    with pytest.warns(RuntimeWarning, match="Import aecore before onnxruntime"):
        importlib.reload(aecore)
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
    importlib.reload(aecore)  # without a word where it was set in time
