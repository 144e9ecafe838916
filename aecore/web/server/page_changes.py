"""What a visitor does on a page while another is on its way goes to the other."""

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg


class PageChanges:
    """Asks for no part of a page that a visitor has left (ASGI).

    A browser that has asked for another page may still ask for a part (a fragment) of the one that
    it shows, as when somebody leaves just after a stroke. Streamlit (1.67) runs that part after the
    new page, and tells the browser that it is back on the old one; the browser looks there for
    where the part belongs, finds nothing, and shows an error in place of everything.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an app."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request pass, or listen to one visitor."""
        pages = Pages()

        async def received() -> Message:
            message = await receive()
            if content := message.get("bytes"):
                return {**message, "bytes": pages.redirected(content)}
            return message

        await self._app(scope, received if scope["type"] == "websocket" else receive, send)


class Pages:
    """Where a browser is, or on its way to."""

    def __init__(self) -> None:
        """Know of no page."""
        self._page = ""
        self._change: BackMsg | None = None  # that asked for it, until it is there

    def redirected(self, content: bytes) -> bytes:
        """A message of the browser's; on the way to a page it asks for that alone.

        Args:
            content: The bytes of a `BackMsg`, or any others.
        """
        message = BackMsg()
        try:
            message.ParseFromString(content)
        except DecodeError:
            return content  # Streamlit says so
        if not message.HasField("rerun_script"):
            return content
        run = message.rerun_script
        other = run.page_script_hash != self._page
        if run.fragment_id and other and self._change:
            self._change.rerun_script.widget_states.CopyFrom(run.widget_states)
            again: bytes = self._change.SerializeToString()
            return again
        # a page that comes without its name has the address's
        is_change = other and not run.fragment_id and run.page_script_hash
        self._change = message if is_change else None
        self._page = run.page_script_hash
        return content
