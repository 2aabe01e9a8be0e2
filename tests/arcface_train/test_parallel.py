import threading
import time
from contextlib import closing

import pytest

from arcface_train.parallel import AHEAD, done_in_order


def test_results_keep_the_order_of_the_jobs():
    def work(number):
        time.sleep(0.002 * (number % 5))
        return number * 2

    assert list(done_in_order(work, range(200))) == [number * 2 for number in range(200)]


def test_no_more_is_begun_than_a_few_ahead():
    taken = []

    def jobs():
        for number in range(1000):
            taken.append(number)
            yield number

    with closing(done_in_order(lambda number: number, jobs())) as results:
        assert next(results) == 0
        assert len(taken) <= AHEAD


def test_what_goes_wrong_is_raised_where_it_is_asked_for_and_no_thread_stays():
    def work(number):
        if number == 3:
            raise ZeroDivisionError
        return number

    results = done_in_order(work, range(100))
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ZeroDivisionError):
        next(results)
    assert not [one for one in threading.enumerate() if one.name.startswith("face set")]
