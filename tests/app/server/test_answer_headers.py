"""The headers of answers, without a browser."""

from starlette.requests import Request

from aecore.web.server import headers
from aecore.web.shell.head import document
from tests.app.server.asgi import finish


def test_scripts_that_stand_in_the_page_are_named_and_no_others() -> None:
    scripts = next(
        rule for rule in headers.policy(document.text()).split("; ") if "script-src" in rule
    )
    assert document.text().count("<script>") == scripts.count("'sha256-")
    assert "unsafe-inline" not in scripts
    # `printf 'let a' | openssl dgst -sha256 -binary | base64`
    known = "'sha256-IfEXP/8HLuXoAiy0hZVrCAcjcLsZqYFpLOHDGj8enqE='"
    assert known in headers.policy("<script>let a</script>")


def test_an_answer_of_a_server_that_failed_has_them_and_says_nothing() -> None:
    answer = finish(headers.failed(Request({"type": "http"}), ValueError("/home/somebody/secret")))
    assert answer.status_code == 500
    assert b"secret" not in answer.body
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "content-security-policy" in answer.headers
