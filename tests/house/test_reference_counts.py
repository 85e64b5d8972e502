"""A canary for the Qt binding: 6.12.0 lost a reference to True and None with every signal, until it aborted."""

import sys

from PySide6.QtCore import QObject, Signal

EMISSIONS = 200
# Other references come and go while the test runs; a loss or a leak would be one for each emission.
NOISE = 20


class Bell(QObject):
    rung = Signal(object)
    switched = Signal(bool)


def test_signals_keep_the_counts_of_true_and_none() -> None:
    bell, heard = Bell(), [0]

    def hear(_value: object) -> None:
        heard[0] += 1

    bell.rung.connect(hear)
    bell.switched.connect(hear)
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(EMISSIONS):
        bell.switched.emit(True)
        bell.rung.emit(None)
    after = sys.getrefcount(True), sys.getrefcount(None)
    assert heard == [2 * EMISSIONS]
    assert all(abs(now - then) < NOISE for now, then in zip(after, before, strict=True)), (before, after)
