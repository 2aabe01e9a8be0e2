import contextlib
import signal
import time

from merge.ending import interrupts_kept


class InterruptedWhileDeleted:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)


def test_ctrl_c_ends_the_work_even_while_an_object_is_being_deleted():
    begun = time.monotonic()
    with interrupts_kept(), contextlib.suppress(KeyboardInterrupt):
        InterruptedWhileDeleted()
        time.sleep(60)
    assert time.monotonic() - begun < 30


def test_other_errors_of_a_deletion_are_reported_as_ever(monkeypatch):
    class Failing:
        def __del__(self):
            raise OSError("told")

    told = []
    monkeypatch.setattr("sys.unraisablehook", lambda error: told.append(str(error.exc_value)))
    with interrupts_kept():
        Failing()
    assert told == ["told"]
