"""A page of the app without a browser: opened, run, and what it shows and says."""

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.components import v2
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest

from aecore.i18n import language

if TYPE_CHECKING:  # a module with a component must be imported after what follows
    from aecore.web.session.visitor import Visitor

ROOT = Path(__file__).parents[2]
APP = ROOT / "app.py"
CHINESE = "zh"

# Each AppTest is a server of its own, but components are registered once, as they are imported.
# Streamlit before 1.66, the last for Python 3.10, does not register them again by itself.
_COMPONENTS = BidiComponentManager()
v2.get_bidi_component_manager = lambda: _COMPONENTS  # type: ignore[attr-defined]


def cut_short(action: Callable[..., Any]) -> Callable[..., Any]:
    """Does the same, but the first time another run begins instead, as when a browser asks."""
    calls = itertools.count()

    def act(*args: Any, **options: Any) -> Any:
        if next(calls) == 0:
            st.rerun()
        return action(*args, **options)

    return act


class AppPage(AppTest):
    """One visitor's tab; no run of it may end in an exception.

    Args:
        page: The page, by the name of its file.
        script: A file that is run instead of the app.
        state: What the session holds before it begins.
        address: The settings in the address.
    """

    def __init__(
        self,
        page: str = "rebuild",
        *,
        script: str | Path = APP,
        state: Any = MappingProxyType({}),
        **address: str,
    ) -> None:
        super().__init__(script, default_timeout=120)
        self._bidi_component_manager = _COMPONENTS
        self.query_params.update(address)
        for name, value in state.items():
            self.session_state[name] = value
        if page != "rebuild":
            self.switch_page(f"pages/{page}.py")
        self.run()

    def run(self, *, timeout: float | None = None) -> "AppPage":
        super().run(timeout=timeout)
        assert not self.exception
        # AppTest asks for the titles of what was chosen outside the visitor's session
        spoken = self.session_state.get("language", language.ENGLISH)
        language.ask(lambda: spoken)
        return self

    def go(self, page: str) -> "AppPage":
        self.switch_page(f"pages/{page}.py")
        return self.run()

    def speak(self, name: str) -> "AppPage":
        """Choose a language in the head."""
        self.selectbox("language_box").set_value(name)
        return self.run()

    def press(self, key: str) -> "AppPage":
        self.button(key).click()
        return self.run()

    def upload(self, content: bytes, name: str = "a.png", kind: str = "image/png") -> "AppPage":
        self.file_uploader[0].set_value((name, content, kind))
        return self.run()

    @property
    def visitor(self) -> "Visitor":
        found: Visitor = self.session_state["visitor"]
        return found

    @property
    def address(self) -> dict[str, str]:
        """The address as the page wrote it; AppTest gives single values or lists of one."""
        return {
            name: value if isinstance(value, str) else value[0]
            for name, value in self.query_params.items()
        }

    @property
    def said(self) -> str:
        return "\n".join(element.value for element in [*self.markdown, *self.caption])

    @property
    def markup(self) -> str:
        """What the page has as HTML."""
        return "\n".join(element.proto.body for element in self.get("html"))

    def mounted(self, component: str) -> list[Any]:
        """The messages that mount components of a kind."""
        return [
            element.proto
            for element in self.get("bidi_component")
            if element.proto.component_name == f"aecore.{component}"
        ]

    def all_shown(self, component: str) -> list[dict[str, Any]]:
        """What components of a kind got to show."""
        return [json.loads(json.loads(one.json)["json"]) for one in self.mounted(component)]

    def shown(self, component: str) -> dict[str, Any]:
        """What the only component of a kind got to show."""
        (found,) = self.all_shown(component)
        return found

    def figures(self, key: str = "") -> list[dict[str, Any]]:
        """The charts, or the one with this key."""
        charts = [chart.proto for chart in self.get("plotly_chart")]
        return [json.loads(chart.spec) for chart in charts if chart.id.endswith(key)]
