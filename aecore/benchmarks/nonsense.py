"""What the server makes of nonsense: addresses, messages of components, links, by the thousand."""

import asyncio
import json
import re
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: TID251 (as a browser does)
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: TID251
from websockets.asyncio.client import ClientConnection

from aecore.benchmarks.synthetic import nonsense
from aecore.benchmarks.tools.app_server import serve
from aecore.benchmarks.tools.protocol import connected, opened, request

_QUERIES, _MESSAGES, _LINKS = 10_000, 10_000, 2_000
_AT_ONCE = 4
_A_VISIT = 40  # messages that one visitor sends
_PATIENCE_S = 120
_ABOUT = 30  # lines of the log that are told about a fault
_PAGES = ("", "latent", "train", "limits", "story")
_EVENTS = (
    "drawing", "level", "explored", "coloured", "pinned", "unpinned", "removed", "picked",
    "adjusted", "chosen", "forgotten", "told", "back", "asked",
)  # fmt: skip
_TRIGGER = "$$STREAMLIT_INTERNAL_KEY_{}__events"  # how Streamlit (1.67) calls a component's events
_FAULT = re.compile(r"Traceback| (?:ERROR|CRITICAL) ")


@dataclass
class _Count:
    errors: list[str] = field(default_factory=list)
    stuck: int = 0


def measure(data: Path | None) -> dict[str, Any]:  # noqa: ARG001 (nothing here reports on digits)
    """Throw all of it at a server, and look into its log.

    Returns:
        `queries`, `messages` and `links`, how many there were; `tracebacks`, lines of the log that
        say an error, and messages to browsers that do; `examples` of these; `stuck`, pages that
        were not finished within two minutes; `seconds`.
    """
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log.txt"
        with serve(log) as app:
            return throw(app.url, log, queries=_QUERIES, messages=_MESSAGES, links=_LINKS)


def throw(url: str, log: Path, *, queries: int, messages: int, links: int) -> dict[str, Any]:
    """The same with a server that runs, and fewer of each."""
    started, count = time.perf_counter(), _Count()
    before = len(log.read_text(errors="replace"))
    addresses = [
        *islice(nonsense.query_strings(1), queries),
        *islice(nonsense.links(2), links),
    ]
    values = islice(nonsense.messages(3), messages)
    with ThreadPoolExecutor(1) as elsewhere:  # where no browser of Playwright's has a loop already
        elsewhere.submit(
            lambda: asyncio.run(_all(url, addresses, values, messages, count))
        ).result()
    said = log.read_text(errors="replace")[before:].splitlines()
    faults = [
        "\n".join(said[number : number + _ABOUT])
        for number, line in enumerate(said)
        if _FAULT.search(line)
    ]
    return {
        "queries": queries,
        "messages": messages,
        "links": links,
        "tracebacks": len(faults) + len(count.errors),
        "stuck": count.stuck,
        "seconds": round(time.perf_counter() - started),
        "examples": [*faults, *count.errors][:5],
    }


async def _all(
    url: str, addresses: list[dict[str, str]], values: Iterator[Any], many: int, count: _Count
) -> None:
    waiting = iter(enumerate(addresses))
    visits = iter(range(-(-many // _A_VISIT)))

    async def guest() -> None:
        for number, settings in waiting:
            await _patiently(_visit(url, _PAGES[number % 5], settings, iter(())), count)
        for number in visits:
            some = islice(values, _A_VISIT)
            await _patiently(_visit(url, _PAGES[number % 5], {}, some), count)

    await asyncio.gather(*(guest() for _ in range(_AT_ONCE)))


async def _patiently(visit: Any, count: _Count) -> None:
    try:
        count.errors += await asyncio.wait_for(visit, _PATIENCE_S)
    except asyncio.TimeoutError:  # Python 3.10 has another one
        count.stuck += 1


async def _visit(
    url: str, page: str, settings: Mapping[str, str], values: Iterator[Any]
) -> list[str]:
    """Open a page at an address, and let its components say something after the other."""
    query = urlencode(settings, errors="ignore")
    async with connected(url) as socket:
        errors, components = await _run(socket, request(url, page, query=query))
        for number, value in enumerate(values):
            name = components[number % len(components)] if components else ""
            asked = request(url, page, query=query)
            state = asked.rerun_script.widget_states.widgets.add()
            state.id = _TRIGGER.format(name)
            state.json_trigger_value = json.dumps(
                [{"event": event, "value": value} for event in _EVENTS]
            )
            found, others = await _run(socket, asked)
            errors += found
            components = others or components
        return errors


async def _run(socket: ClientConnection, asked: BackMsg) -> tuple[list[str], list[str]]:
    """One run of a page: what went wrong in it, and the components that it showed."""
    components: list[str] = []

    def take(message: ForwardMsg) -> None:
        element = message.delta.new_element
        if element.WhichOneof("type") == "bidi_component":
            components.append(element.bidi_component.id)

    seen = await opened(socket, asked, take)
    return list(seen.errors), components
