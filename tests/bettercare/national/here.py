"""A pool of processes that is none: it works in this one, where a test can watch it."""

from concurrent.futures import Executor, Future


class Here(Executor):
    """Does each task at once. What a task raises is the task's."""

    def __init__(self, workers):
        self.workers = workers

    def submit(self, task, /, *words, **named):
        future = Future()
        try:
            future.set_result(task(*words, **named))
        except Exception as error:  # noqa: BLE001  (as a process does)
            future.set_exception(error)
        return future
