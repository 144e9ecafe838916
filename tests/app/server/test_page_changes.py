"""What a browser asks of a page that its visitor is leaving."""

from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from aecore.web.server.page_changes import PageChanges, Pages
from tests.app.server import asgi


def asked(page: str, fragment: str = "", strokes: str = "none", query: str = "") -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_script_hash = page
    message.rerun_script.fragment_id = fragment
    message.rerun_script.widget_states.widgets.add(id="drawing", string_value=strokes)
    content: bytes = message.SerializeToString()
    return content


def test_a_part_of_the_page_that_is_left_becomes_the_page_that_comes() -> None:
    for first in ("", "rebuild"):
        pages = Pages()
        pages.redirected(asked(first))
        change = asked("latent", query="model=map")
        assert pages.redirected(change) == change
        for strokes in ("one", "two"):
            late = asked("rebuild", "room", strokes, query="digit=11")
            assert pages.redirected(late) == asked("latent", "", strokes, query="model=map")
        assert pages.redirected(asked("latent", "chart")) == asked("latent", "chart")


def test_parts_of_the_page_that_shows_stay_parts() -> None:
    pages = Pages()
    for message in (
        asked(""),
        asked("rebuild", "room"),
        asked("latent"),
        asked("latent", "chart"),  # after which Python itself went to another
        asked("story", "scene"),
        asked("story"),
        asked("rebuild"),
        asked("latent"),
        asked("latent"),
        asked("rebuild", "room"),
    ):
        assert pages.redirected(message) == message


def test_what_is_no_such_message_stays_as_it_is() -> None:
    pages = Pages()
    pages.redirected(asked("rebuild"))
    pages.redirected(asked("latent"))
    for content in (b"", b"\xff\xff\xff", BackMsg(stop_script=True).SerializeToString()):
        assert pages.redirected(content) == content


def test_each_socket_has_a_browser_of_its_own() -> None:
    heard = []

    async def app(_scope: Scope, receive: Receive, _send: Send) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            heard.append(message.get("bytes"))

    def listen(kind: str, *contents: bytes | None) -> list[bytes | None]:
        rest = iter(contents)
        heard.clear()

        async def receive() -> Message:
            for content in rest:
                return {"type": "websocket.receive", "bytes": content}
            return {"type": "websocket.disconnect"}

        async def send(_message: Message) -> None:
            pass

        asgi.finish(PageChanges(app)({"type": kind}, receive, send))
        return list(heard)

    changed = [asked("rebuild"), None, asked("latent"), asked("rebuild", "room")]
    assert listen("websocket", *changed) == [*changed[:3], asked("latent")]
    assert listen("websocket", changed[-1]) == [changed[-1]]
    assert listen("http", *changed) == changed
