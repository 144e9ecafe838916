"""The JavaScript of the components: which module imports which, and what Python knows too."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from aecore.rendering import palette

ROOT = Path(__file__).parents[2]
WEB = ROOT / "aecore" / "web"
MODULES = sorted(WEB.rglob("*.js"))
_IMPORT = re.compile(r'^import [^"]*"([^"]+)";$', re.MULTILINE)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_imports_from_its_own_room_and_the_shared_one_alone(module: Path) -> None:
    rooms = {module.parent, WEB / "browser", WEB / "browser" / "map"}
    for name in _IMPORT.findall(module.read_text(encoding="utf-8")):
        found = (module.parent / name).resolve()
        assert found.is_file(), name
        assert found.parent in rooms, name


def test_roles_have_the_colours_of_the_palette() -> None:
    text = (WEB / "browser" / "colours.js").read_text(encoding="utf-8")
    roles = dict(re.findall(r'^  (\w+): "(#[0-9a-f]{6})",$', text, re.MULTILINE))
    assert len(roles) == 8
    assert roles == {role: getattr(palette, role.upper()) for role in roles}


def test_streamlit_finds_the_app_and_no_component() -> None:
    script = (
        "import streamlit as st; met = []\n"
        "st.components.v2.component = lambda name, **_: met.append(name)\n"
        "import app; print(hasattr(app, 'app'), met)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.split() == [b"True", b"[]"]  # 1.65 forgets components that it meets then
