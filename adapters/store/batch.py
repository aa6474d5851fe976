"""A group-commit door: what many threads write shares one transaction, so that the wait for the disk is shared too."""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from bot.ports import Store, UnitOfWork

T = TypeVar("T")
Waiting = tuple[Callable[[UnitOfWork], Any], "Future[Any]"]
MOST = 200


class Batch:
    """Runs functions in units of work of a thread of its own: all that wait, one commit, then their futures.

    When one of them raises, everything is rolled back and each runs alone, so that only the guilty one fails: a
    function must bear being called twice, and touch nothing but its unit of work. It never commits by itself.
    `collect` is how long (seconds, at most 0.01) to wait for company; 0: whatever came during the last commit.
    """

    def __init__(self, store: Store, collect: float = 0.0) -> None:
        self._store = store
        self._collect = min(collect, 0.01)
        self._waiting: deque[Waiting] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="credpath-batch", daemon=True)
        self._thread.start()

    def do(self, action: Callable[[UnitOfWork], T], /) -> "Future[T]":
        """The future of what the function returns, done once that is on disk. Raises RuntimeError after `close`."""
        future: Future[T] = Future()
        with self._changed:
            if self._closed:
                raise RuntimeError("This door is closed.")
            self._waiting.append((action, future))
            self._changed.notify()
        return future

    def close(self) -> None:
        """Run what waits and stop; nothing is taken on any more."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while taken := self._take():
            begun = [(action, future) for action, future in taken if future.set_running_or_notify_cancel()]
            if not begun:
                continue
            try:
                results = self._together([action for action, _ in begun])
            except Exception as error:
                if len(begun) == 1:
                    begun[0][1].set_exception(error)
                else:
                    self._alone(begun)
            else:
                for (_, future), result in zip(begun, results, strict=True):
                    future.set_result(result)

    def _take(self) -> list[Waiting]:
        """What waits, at least one; empty when the door is closed and nothing is left."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            if self._collect:
                end = time.monotonic() + self._collect
                full = lambda: len(self._waiting) >= MOST or self._closed  # noqa: E731
                self._changed.wait_for(full, max(0.0, end - time.monotonic()))
            return [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]

    def _together(self, actions: list[Callable[[UnitOfWork], Any]]) -> list[Any]:
        with self._store.begin() as work:
            results = [action(work) for action in actions]
            work.commit()
        return results

    def _alone(self, begun: list[Waiting]) -> None:
        for action, future in begun:
            try:
                result = self._together([action])[0]
            except Exception as error:
                future.set_exception(error)
            else:
                future.set_result(result)
