"""What a browser sends, right or wrong, without a page."""

import logging

import pytest

from aecore.web.session.nonsense import passed_over
from aecore.web.session.visitor import begin


@pytest.mark.parametrize(
    ("sent", "kept"),
    [(7, 7), (6.9, 6), (99, 20), (-1, 0), (None, 5), (float("nan"), 5), (float("-inf"), 5)],
)
def test_a_step_of_the_noise_slider_is_one_there_is(sent: object, kept: int) -> None:
    me = begin({"noise": "blur:0.25"})
    me.take_level(sent)
    assert me.level == kept


def test_nonsense_is_in_the_log_and_a_fault_of_ours_is_not_hidden(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING), passed_over("a pin"):
        float("x")
    assert "passed over a pin that makes no sense" in caplog.text
    with pytest.raises(AttributeError), passed_over("a pin"):
        raise AttributeError
