"""Many visitors without browsers, who go from page to page at a person's pace, draw and train."""

import asyncio
import base64
import itertools
import json
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: TID251 (as a browser does)
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: TID251
from websockets.asyncio.client import ClientConnection

from aecore.benchmarks.tools.app_server import App
from aecore.benchmarks.tools.protocol import connected, opened, request
from aecore.config import PIXELS

PAGES = ("", "latent", "train", "limits", "story")
_LOOKS_S = (1.0, 4.0)  # at a page, before anything else
_DRAWINGS = 2  # on Rebuild, whenever one is there
_POINTS = 30  # of a stroke
_REFRESHES_S = 1.0  # of a network that learns
_PATIENCE_S = 60
_SAMPLE_S = 0.2


@dataclass
class Load:
    """What came of all visits.

    Attributes:
        seconds: Of the runs of each page, `rebuild` the first; of drawings; and of the looks at a
            network that learns.
        errors: What went wrong, in words.
        received: Bytes through the websockets.
        runs: Networks that began to learn.
        memory: Of the server in MB, several times a second.
    """

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    received: int = 0
    runs: int = 0
    memory: list[float] = field(default_factory=list)


class _Tab:
    """One tab: what it knows of the page, and how it asks for more."""

    def __init__(self, url: str, socket: ClientConnection, load: Load) -> None:
        self._url, self._socket, self._load = url, socket, load
        self._hashes: set[str] = set()  # of messages that are not sent again
        self._page = ""
        self._widgets: dict[str, tuple[str, str]] = {}  # ids and fragments, by the end of the id
        self.refreshing = ""  # the fragment that asks to be run every now and then

    async def open(self, page: str) -> None:
        self._page, self.refreshing = page, ""
        await self._run(self._asking(), page or "rebuild")

    async def draw(self, random: np.random.Generator) -> None:
        image = base64.b64encode(random.bytes(PIXELS)).decode()
        stroke = random.random((_POINTS, 2)).tolist()
        drawing = {"id": f"drawn-{random.random()}", "image": image, "strokes": [stroke]}
        asked = self._asked("rebuild_diagram")
        asked.rerun_script.widget_states.widgets[0].json_value = json.dumps({"drawing": drawing})
        await self._run(asked, "drawing")

    async def start(self) -> None:
        asked = self._asked("train_start")
        asked.rerun_script.widget_states.widgets[0].trigger_value = True
        self._load.runs += 1
        await self._run(asked, "start")

    async def refresh(self) -> None:
        """Have the part of the page that is alive run again."""
        asked = self._asking()
        asked.rerun_script.fragment_id = self.refreshing
        asked.rerun_script.is_auto_rerun = True
        await self._run(asked, "learning")

    def _asking(self) -> BackMsg:
        return request(self._url, self._page)

    def _asked(self, widget: str) -> BackMsg:
        asked = self._asking()
        found, asked.rerun_script.fragment_id = self._widgets[widget]
        asked.rerun_script.widget_states.widgets.add(id=found)
        return asked

    async def _run(self, asked: BackMsg, name: str) -> None:
        asked.rerun_script.cached_message_hashes.extend(self._hashes)
        run = opened(self._socket, asked, self._take)
        seen = await asyncio.wait_for(run, _PATIENCE_S)
        self._load.errors += seen.errors
        self._load.received += seen.received
        self._load.seconds[name].append(seen.seconds)

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if message.metadata.cacheable and message.hash:
            self._hashes.add(message.hash)
        if kind == "auto_rerun":
            self.refreshing = message.auto_rerun.fragment_id
        elif kind == "stop_auto_rerun":
            self.refreshing = ""
        elif kind == "delta":
            element = message.delta.new_element
            shown = getattr(element, element.WhichOneof("type") or "empty", None)
            found = getattr(shown, "id", "")
            self._widgets[str(found).rpartition("-")[-1]] = found, message.delta.fragment_id


@contextmanager
def crowd(
    app: App, count: int, *, learners: int = 0, pages: Sequence[str] = PAGES
) -> Iterator[Load]:
    """So many visitors are there, in the background, and go in the end.

    Args:
        app: Where.
        count: How many.
        learners: How many of them train, one network after the other.
        pages: Where the others go, in turn. On the first page they draw, if there are more.
    """
    load, leave = Load(), threading.Event()

    async def visit(place: int) -> None:
        random = np.random.default_rng(place)
        await asyncio.sleep(random.uniform(0, _LOOKS_S[1]))  # nobody comes at the same moment
        try:
            async with connected(app.url) as socket:
                tab = _Tab(app.url, socket, load)
                if place < learners:
                    await _learn(tab, leave)
                else:
                    await _look_around(tab, pages, random, leave)
        except Exception as error:  # noqa: BLE001 (whatever ends a visit is counted)
            load.errors.append(repr(error))

    async def all_visits() -> None:
        server = psutil.Process(app.process.pid)
        visits = asyncio.gather(*map(visit, range(count)))
        while not visits.done():
            load.memory.append(server.memory_info().rss / 1e6)
            await asyncio.sleep(_SAMPLE_S)
        await visits

    thread = threading.Thread(target=lambda: asyncio.run(all_visits()))
    thread.start()
    try:
        yield load
    finally:
        leave.set()
        thread.join()


async def _learn(tab: _Tab, leave: threading.Event) -> None:
    while not leave.is_set():
        await tab.open("train")
        await tab.start()
        await tab.open("train")
        while tab.refreshing and not leave.is_set():
            await asyncio.sleep(_REFRESHES_S)
            await tab.refresh()


async def _look_around(
    tab: _Tab, pages: Sequence[str], random: np.random.Generator, leave: threading.Event
) -> None:
    for page in itertools.cycle(pages):
        await tab.open(page)
        for _ in range(_DRAWINGS if not page and len(pages) > 1 else 0):
            await asyncio.sleep(random.uniform(*_LOOKS_S))
            await tab.draw(random)
        await asyncio.sleep(random.uniform(*_LOOKS_S))
        if leave.is_set():
            return
