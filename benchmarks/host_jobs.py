"""Jobs that `benchmarks.host` gives to the recogniser process, which imports them from here."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from whisper_desktop.app.recognition_jobs import RecognitionJob, Workbench
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.events import SegmentReady


@dataclass(frozen=True, slots=True)
class Spent:
    """How much processor time a job took in its own process."""

    cpu_s: float


@dataclass(frozen=True, slots=True)
class Measured:
    """Does a job, and yields at last what it cost."""

    job: RecognitionJob

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        """Yield the events of the job, then `Spent`."""
        begun_s = time.process_time()
        yield from self.job.events(bench, cancel)
        yield Spent(time.process_time() - begun_s)


@dataclass(frozen=True, slots=True)
class Repeat:
    """Yields one event many times: all that it costs is the way to the program."""

    event: SegmentReady
    times: int

    def events(
        self,
        bench: Workbench,  # noqa: ARG002 - the protocol of jobs
        cancel: CancelToken,  # noqa: ARG002 - the protocol of jobs
    ) -> Iterator[object]:
        """Yield the event as often as wanted, then `Spent`."""
        begun_s = time.process_time()
        for _ in range(self.times):
            yield self.event
        yield Spent(time.process_time() - begun_s)


@dataclass(frozen=True, slots=True)
class Hang:
    """Waits in C code and hears nothing."""

    def events(
        self,
        bench: Workbench,  # noqa: ARG002 - the protocol of jobs
        cancel: CancelToken,  # noqa: ARG002 - the protocol of jobs
    ) -> Iterator[object]:
        """Yield once, and never come back."""
        yield "hangs"
        time.sleep(3_600)


@dataclass(frozen=True, slots=True)
class Ready:
    """Says that the process is there and has done what came before."""

    def events(
        self,
        bench: Workbench,  # noqa: ARG002 - the protocol of jobs
        cancel: CancelToken,  # noqa: ARG002 - the protocol of jobs
    ) -> Iterator[object]:
        """Yield once."""
        yield "ready"
