"""Two replicas behind nginx: when one goes, its visitors go on with the other."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from aecore.benchmarks.tools.app_server import serve
from aecore.benchmarks.tools.replicas import ABSENT, COOKIE, Replicas, nginx_path, replicas
from aecore.models import archive
from tests.browser.rebuild_page import (
    _SNAPSHOT,
    _UNTIL_CHANGED,
    DASH,
    PATIENCE_MS,
    SEVEN,
    RebuildPage,
)
from tests.browser.shell.test_recall import go, opened_map
from tests.browser.train.test_home import bring
from tests.core.networks import random_files

pytestmark = pytest.mark.browser

_STROKES = "window.aecore.pad.strokes"


@pytest.fixture
def both(browser: Browser, tmp_path: Path) -> Iterator[Replicas]:  # noqa: ARG001 (skips first)
    if nginx_path() is None:
        pytest.skip(ABSENT)
    with replicas(tmp_path) as found:
        yield found
    for log in tmp_path.glob("*.txt"):
        assert "Traceback" not in log.read_text()


def _replica(page: Page) -> str:
    (name,) = (one["value"] for one in page.context.cookies() if one["name"] == COOKIE)
    return name


def test_a_frame_stays_with_one_replica_and_visitors_of_a_stopped_one_go_on_with_the_other(
    both: Replicas, browser: Browser
) -> None:
    expect_a_frame_of_another_site_to_stay_with_one_replica(both, browser)
    with ExitStack() as stack:

        def visitor() -> RebuildPage:
            page = stack.enter_context(closing(browser.new_context())).new_page()
            page.set_default_timeout(PATIENCE_MS)
            tab = RebuildPage(page)
            page.goto(f"{both.front.url}/?digit=11&noise=gaussian:0.5&seed=4")
            tab.wait_for_diagram()
            tab.rest_after(SEVEN)
            return tab

        tabs = [visitor(), visitor()]
        replicas = [_replica(tab.page) for tab in tabs]
        assert sorted(replicas) == ["one", "two"]  # shared fairly
        tab, page = tabs[0], tabs[0].page
        strokes, figures, address = page.evaluate(_STROKES), tab.figures.inner_text(), page.url

        both.apps[replicas[0]].process.terminate()
        app = page.locator(".stApp")
        expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
        tab.wait_for_python()
        assert _replica(page) == replicas[1]
        assert page.evaluate(_STROKES) == strokes
        assert page.url == address
        expect(tab.figures).to_have_text(figures)

        # all of it works there: what is drawn, the map, what comes over HTTP
        tab.rest_after(DASH)
        opened_map(page)
        go(page, "Train")
        bring(page, archive.pack(random_files(), "From home"))
        expect(page.get_by_text("brought: From home")).to_be_visible()

        # the first one is back, and nobody is torn between the two
        with serve(port=int(both.apps[replicas[0]].url.rsplit(":")[-1])):
            go(page, "Rebuild")
            tab.wait_for_diagram()
            page.reload()
            tab.wait_for_diagram()
            assert _replica(page) == replicas[1]
            assert len(page.evaluate(_STROKES)) == len(strokes) + 1
            assert _replica(tabs[1].page) == replicas[1]


def expect_a_frame_of_another_site_to_stay_with_one_replica(
    both: Replicas, browser: Browser
) -> None:
    with closing(browser.new_context()) as context:
        page = context.new_page()
        failed: list[str] = []
        page.on("response", lambda answer: failed.append(answer.url) if not answer.ok else None)
        address = f"{both.front.url}/?embed=rebuild&digit=11"
        page.set_content(f'<iframe width="900" height="600" src="{address}"></iframe>')
        frame = page.frame_locator("iframe")
        rebuilt = frame.locator(".rebuilt canvas")
        expect(rebuilt).to_be_visible()
        frame.locator(".map").wait_for()
        before = rebuilt.evaluate(_SNAPSHOT)
        frame.locator(".pad").click()
        rebuilt.evaluate(_UNTIL_CHANGED, [before, PATIENCE_MS])
        assert failed == []
        assert context.cookies() == []  # it would not take any
