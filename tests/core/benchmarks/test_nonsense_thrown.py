"""A small share of what `python -m aecore benchmark nonsense` throws at the server."""

import json
from itertools import islice
from pathlib import Path

from aecore.benchmarks import nonsense
from aecore.benchmarks.synthetic import nonsense as synthetic
from aecore.benchmarks.tools.app_server import serve


def test_nothing_of_it_is_an_error_and_no_page_is_stuck(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    with serve(log) as app:
        found = nonsense.throw(app.url, log, queries=15, messages=80, links=10)
    assert (found["tracebacks"], found["stuck"]) == (0, 0), found["examples"]


def test_it_is_the_same_for_the_same_seed_and_of_many_kinds() -> None:
    once, again = (list(islice(synthetic.messages(1), 200)) for _ in range(2))
    assert json.dumps(once) == json.dumps(again)
    assert {type(value) for value in once} == {type(None), bool, int, float, str, list, dict}
