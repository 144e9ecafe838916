"""The command line: `python -m aecore --help`, or from any folder `python /where/it/is/aecore`."""

import sys
from collections.abc import Sequence

if not __package__:  # started by its folder, and Python looks for modules in there
    sys.path[0] += "/.."

from aecore import terminal


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    with terminal.loading():
        from aecore.cli import commands

    return commands.run(arguments)


if __name__ == "__main__":
    sys.exit(terminal.run(main))
