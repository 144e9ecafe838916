"""A `.keras` file that older releases of Keras open too, from 3.8 on.

Keras writes every argument of a layer, and refuses arguments that it does not know: those that a
release added stop every older one, though hardly anybody sets them (`quantization_config` of
`Dense`, say). An argument at its default need not be there.

In the file, which is a zip, `config.json` is a tree of `{"module", "class_name", "config", …}`.
"""

import importlib
import inspect
import io
import json
import zipfile
from typing import Any

_CONFIG = "config.json"


def portable(content: bytes) -> bytes:
    """The same model, without the arguments that are at their defaults."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(file, "w") as smaller:
        for entry in whole.infolist():
            part = whole.read(entry)
            if entry.filename == _CONFIG:
                part = json.dumps(_shorter(json.loads(part))).encode()
            smaller.writestr(entry, part)
    return file.getvalue()


def _shorter(value: Any) -> Any:
    """A part of the tree without defaults."""
    if isinstance(value, list):
        return [_shorter(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {name: _shorter(one) for name, one in value.items()}
    if isinstance(found.get("config"), dict) and found.get("module"):
        found["config"] = _set(found["config"], _defaults(found["module"], found["class_name"]))
    return found


def _set(arguments: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    """The arguments that are not at their defaults."""
    missing = object()
    return {
        name: value for name, value in arguments.items() if defaults.get(name, missing) != value
    }


def _defaults(module: str, name: str) -> dict[str, Any]:
    """The defaults of a class of Keras, by the names of its arguments."""
    made = getattr(importlib.import_module(module), name)
    arguments = inspect.signature(made).parameters.values()
    return {one.name: one.default for one in arguments if one.default is not one.empty}
