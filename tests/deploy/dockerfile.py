"""What `deploy/Dockerfile` says, for tests on computers that cannot build images."""

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


@dataclass
class Stage:
    """One image.

    Attributes:
        base: What it begins with: an image, or another stage.
        copied: What of the project is in it.
        commands: What is run to make it, in order.
        variables: Those of every process in it.
        users: Whoever the commands from there on run as; the last of them is the app's.
        command: What it runs.
        health: What tells whether it is well.
    """

    base: str
    copied: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    users: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)


def stages() -> dict[str, Stage]:
    """The images by name."""
    text = re.sub(r"\\\n", " ", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"))
    found: dict[str, Stage] = {}
    stage = Stage("")
    for line in text.splitlines():
        instruction, _, given = line.partition(" ")
        match instruction:
            case "FROM":
                base, name = given.split(" AS ")
                stage = found[name] = Stage(base)
            case "COPY":
                source, target = given.split()
                assert source == target
                stage.copied.append(source)
            case "RUN":
                stage.commands.append(given)
            case "ENV":
                stage.variables |= dict(pair.split("=", 1) for pair in shlex.split(given))
            case "USER":
                stage.users.append(given)
            case "HEALTHCHECK":
                stage.health = json.loads(given.partition("CMD ")[2])
            case "CMD":
                stage.command = json.loads(given)
            case _:
                assert instruction in ("", "#", "WORKDIR", "EXPOSE"), line
    return found
