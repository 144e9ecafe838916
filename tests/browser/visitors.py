"""Browser contexts that stay for the next test, and forget who was there.

A new context has fetched and compiled nothing, and opens a window of its own: the map takes 3 s in
it, against 2 s in one that has shown the app before. So contexts are lent to one visitor after the
other, with what a browser keeps of public files, and without all that a visitor leaves behind.
"""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.rebuild_page import PATIENCE_MS

_VIEWPORT = {"width": 1280, "height": 900}
_OF_THE_PAGE = ("color_scheme", "reduced_motion", "forced_colors")
_MOST_AT_REST = 3  # each is a window, with a process or two
_LEFT_BEHIND = "cache_storage,file_systems,indexeddb,local_storage,service_workers"


class Visitors:
    """New visitors of one origin or more, each in a context that is theirs until they leave."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._here: list[tuple[str, BrowserContext]] = []  # by their options; "" stays for nobody
        self._at_rest: list[tuple[str, BrowserContext]] = []  # the one used last is the last
        self._origins: set[str] = set()

    def open_page(self, origin: str, **options: Any) -> Page:
        """An empty page of a new visitor.

        Args:
            origin: Where the app is.
            options: Playwright's, of a context. Where there are permissions, it is new.
        """
        of_the_page = {name: options.pop(name) for name in _OF_THE_PAGE if name in options}
        viewport = options.pop("viewport", _VIEWPORT)
        context = self._context(
            "" if "permissions" in options else repr(sorted(options.items())),
            {"viewport": viewport if options.get("is_mobile") else _VIEWPORT, **options},
        )
        self._origins.add(origin)
        page = context.new_page()
        if page.viewport_size != viewport:
            page.set_viewport_size(viewport)
        if of_the_page:
            page.emulate_media(**of_the_page)
        return page

    def leave(self) -> None:
        """Everybody goes; some contexts stay for others."""
        for key, context in self._here:
            if key:
                _, *pages = context.pages
                for page in pages:
                    page.close()
                self._at_rest.append((key, context))
            else:
                context.close()
        self._here.clear()
        while len(self._at_rest) > _MOST_AT_REST:
            _, context = self._at_rest.pop(0)
            context.close()

    def _context(self, key: str, options: dict[str, Any]) -> BrowserContext:
        found = next((rest for rest in reversed(self._at_rest) if rest[0] == key), None)
        if found:
            self._at_rest.remove(found)
            self._forget(found[1])
        else:
            context = self._browser.new_context(**options)
            context.set_default_timeout(PATIENCE_MS)
            found = (key, context)
            if key:
                context.new_page()  # an empty tab, which keeps the window open
        self._here.append(found)
        return found[1]

    def _forget(self, context: BrowserContext) -> None:
        context.unroute_all()
        context.clear_permissions()
        context.clear_cookies()
        devtools = context.new_cdp_session(context.pages[0])
        for origin in self._origins:
            told = {"origin": origin, "storageTypes": _LEFT_BEHIND}
            devtools.send("Storage.clearDataForOrigin", told)
        devtools.detach()
