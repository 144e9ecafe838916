import asyncio
from concurrent.futures import ThreadPoolExecutor

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from aecore.benchmarks import load
from aecore.benchmarks.tools import protocol
from aecore.benchmarks.tools.protocol import Visit


def finished(status: "ForwardMsg.ScriptFinishedStatus.ValueType") -> ForwardMsg:
    return ForwardMsg(script_finished=status)


def test_a_run_stopped_for_another_one_is_not_the_end() -> None:
    assert not protocol.is_end(ForwardMsg())
    assert not protocol.is_end(finished(ForwardMsg.FINISHED_EARLY_FOR_RERUN))
    assert protocol.is_end(finished(ForwardMsg.FINISHED_SUCCESSFULLY))
    assert protocol.is_end(finished(ForwardMsg.FINISHED_WITH_COMPILE_ERROR))


def test_what_fails_is_told() -> None:
    broken, missing = ForwardMsg(), ForwardMsg()
    broken.delta.new_element.exception.type = "ValueError"
    missing.page_not_found.page_name = "nowhere"
    assert protocol.failures(broken) == ["ValueError"]
    assert protocol.failures(missing) == ["page_not_found"]
    assert protocol.failures(finished(ForwardMsg.FINISHED_WITH_COMPILE_ERROR)) == [
        "FINISHED_WITH_COMPILE_ERROR"
    ]
    for status in ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_EARLY_FOR_RERUN:
        assert not protocol.failures(finished(status))


def test_a_visit_to_nobody_is_an_error_and_no_exception() -> None:
    visit = protocol.visit("http://127.0.0.1:1")
    with ThreadPoolExecutor(1) as apart:  # browser tests keep a loop of their own in this thread
        assert apart.submit(asyncio.run, visit).result().errors


def test_ratios_are_of_the_middle_and_of_the_slowest_visits() -> None:
    bare = [Visit(1.0, 10)] * 18 + [Visit(2.0, 10)] * 2
    app = [Visit(3.0, 10)] * 18 + [Visit(5.0, 10, ("TimeoutError",))] * 2
    found = load.compared({"bare": bare, "bare_tuned": [Visit(0.5, 10)] * 20, "app": app})
    assert (found["ratio_p50"], found["ratio_p95"]) == (3, 2.5)
    assert (found["tuned_ratio_p50"], found["tuned_ratio_p95"]) == (6, 10)
    assert found["errors"] == 2
