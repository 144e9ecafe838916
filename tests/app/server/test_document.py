"""What a page's document asks the browser to fetch, and in which order."""

import re

from aecore.web.browser import assets
from aecore.web.shell.head import document
from aecore.web.shell.head.imports import closure
from tests.app.app_page import AppPage

_MODULE = re.compile(r"aecore/module/\w+/([\w/]+\.js)")
_SCRIPT = re.compile(r"\./static/js/[^\"]+\.js")


def test_a_module_brings_what_it_imports_and_so_on_each_once() -> None:
    texts = {
        "a/top.js": 'import { b } from "./b.js";\nimport "../c.js";\nimport("./late.js");',
        "a/b.js": 'export { c } from "../c.js"; import{d}from"./d.js"',
        "a/d.js": 'import "./top.js"; // a circle',
        "c.js": "",
    }
    assert closure(["a/top.js"], texts.__getitem__) == ["a/top.js", "a/b.js", "c.js", "a/d.js"]


def test_the_first_page_begins_with_the_components_that_its_document_names() -> None:
    page = AppPage()
    mounted = {
        name
        for element in page.get("bidi_component")
        for name in _MODULE.findall(element.proto.js_content)
    }
    assert mounted == {"shell/head/head.js", *document.SHOWN_FIRST}


def test_every_script_is_named_once_and_those_of_other_pages_last() -> None:
    pages = ["rebuild", "latent", "train", "limits", "story"]
    for page in pages:
        others = [other for other in pages if other != page]
        html = document.text(page, others)
        modules, scripts = _MODULE.findall(html), _SCRIPT.findall(html)
        assert sorted(modules) == sorted(assets.module_names())
        assert len(set(scripts)) == len(scripts)
        folders = [name.partition("/")[0] for name in modules]
        elsewhere = min(place for place, folder in enumerate(folders) if folder in others)
        assert 0 < folders.index(page) < elsewhere


def test_the_looks_of_a_page_come_between_those_of_streamlit_and_its_words() -> None:
    body = document.text().partition("</head>")[2]
    before_words = body.partition("<noscript>")[0]
    for rule in (".st-key-presenter {", ".st-key-rebuild_tools {", ".st-key-gallery_place {"):
        assert rule in before_words
