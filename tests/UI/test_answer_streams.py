import json
import threading
import time
from collections.abc import Iterator

import httpx
import pytest

API = "/gradio_api"


class Asker:
    """A program that asks the page, and reads its stream of answers only when it is told to."""

    def __init__(self, client: httpx.Client, visit: str) -> None:
        self.client, self.visit = client, visit
        dependencies = client.get("/config").json()["dependencies"]
        self.people = next(one["id"] for one in dependencies if one["api_name"] == "people")

    def ask(self) -> str:
        """Return the number of a question after who is known."""
        question = {"data": [], "fn_index": self.people, "session_hash": self.visit}
        answer = self.client.post(f"{API}/queue/join", json=question)
        return answer.raise_for_status().json()["event_id"]

    def messages(self) -> Iterator[tuple[str, str | None]]:
        """Yield what comes over a new stream: kind and question."""
        params = {"session_hash": self.visit}
        with self.client.stream("GET", f"{API}/queue/data", params=params) as stream:
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    message = json.loads(line[5:])
                    yield message["msg"], message.get("event_id")


@pytest.fixture
def asker(running):
    with httpx.Client(base_url=running[0], timeout=20) as client:
        yield Asker(client, "somebody")


def read_until(messages, kind, question=None):
    for message in messages:
        if message == (kind, question):
            return
        assert message[0] != "close_stream"
    pytest.fail(f"the stream ended without {kind}")


def test_a_question_right_behind_an_answer_is_answered_on_the_same_stream(asker):
    question = asker.ask()
    messages = asker.messages()
    for _ in range(5):
        read_until(messages, "process_completed", question)
        question = asker.ask()
    read_until(messages, "process_completed", question)


def test_a_stream_ends_when_nothing_is_asked_for_a_while_and_the_next_one_answers(asker):
    for _ in range(2):
        question = asker.ask()
        messages = asker.messages()
        read_until(messages, "process_completed", question)
        since = time.monotonic()
        read_until(messages, "close_stream")
        assert 0.8 < time.monotonic() - since < 3
        assert list(messages) == []


def test_a_question_right_behind_the_end_waits_until_the_end_was_read(asker):
    first = asker.ask()
    messages = asker.messages()
    read_until(messages, "process_completed", first)
    read_until(messages, "close_stream")
    since = time.monotonic()
    second = asker.ask()
    assert 0.1 < time.monotonic() - since < 2
    read_until(asker.messages(), "process_completed", second)


def test_a_program_that_left_loses_nothing_of_the_next_ones(asker):
    first = asker.ask()
    messages = asker.messages()
    read_until(messages, "process_completed", first)
    messages.close()
    second = asker.ask()
    read_until(asker.messages(), "process_completed", second)


def test_visits_do_not_wait_for_each_other(asker, running):
    with httpx.Client(base_url=running[0], timeout=20) as client:
        other = Asker(client, "somebody else")
        first = asker.ask()
        messages = asker.messages()
        read_until(messages, "process_completed", first)
        reader = threading.Thread(target=read_until, args=(messages, "close_stream"))
        reader.start()
        while reader.is_alive():
            since = time.monotonic()
            question = other.ask()
            read_until(other.messages(), "process_completed", question)
            assert time.monotonic() - since < 0.9
