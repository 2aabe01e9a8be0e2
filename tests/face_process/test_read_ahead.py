import threading

import pytest

from face_process.read_ahead import read_ahead


def readers():
    return [thread for thread in threading.enumerate() if thread.name == "read ahead"]


def test_everything_comes_in_order_and_the_thread_ends():
    assert list(read_ahead(iter(range(100)))) == list(range(100))
    assert readers() == []


def test_what_goes_wrong_is_raised_after_what_came_before():
    def broken():
        yield 1
        raise ValueError("torn")

    items = read_ahead(broken())
    assert next(items) == 1
    with pytest.raises(ValueError, match="torn"):
        next(items)
    assert readers() == []


def test_leaving_early_closes_the_producer_in_its_own_thread():
    closed_in = []

    def endless():
        try:
            while True:
                yield 0
        finally:
            closed_in.append(threading.current_thread().name)

    items = read_ahead(endless())
    next(items)
    items.close()
    assert closed_in == ["read ahead"]
    assert readers() == []


def test_it_works_only_a_few_items_ahead():
    made = []
    enough = threading.Event()

    def counted():
        for number in range(100):
            made.append(number)
            if number == 4:
                enough.set()
            yield number

    items = read_ahead(counted(), ahead=3)
    next(items)
    assert enough.wait(10)
    assert len(made) <= 6
    items.close()
