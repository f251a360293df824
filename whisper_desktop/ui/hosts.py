"""The processes that do heavy work: one that recognises, others that need not wait for it."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from whisper_desktop.app.host_turns import HostSide, HostTurns, Side
from whisper_desktop.app.paths import AppPaths
from whisper_desktop.app.recognition_host import RecognitionHost
from whisper_desktop.app.recognition_jobs import RecognitionJob
from whisper_desktop.core.cancel import CancelToken


@dataclass(frozen=True, slots=True)
class Hosts:
    """The recogniser, as those who have work for it share it, and the keeper of models."""

    recogniser: RecognitionHost
    document: HostSide
    again: HostSide
    fitting: HostSide
    queue: HostSide
    machine: "MachineHost"
    storekeeper: RecognitionHost
    """A download need not wait for a transcription."""

    @property
    def ends(self) -> tuple[Callable[[], None], ...]:
        """What ends their processes."""
        return self.recogniser.close, self.machine.close, self.storekeeper.close


class MachineHost:
    """Looks at the devices: in the recogniser, which is warm then, or beside it while it works."""

    def __init__(self, turns: HostTurns, spare: RecognitionHost) -> None:
        self._turns, self._spare = turns, spare
        self._side = turns.side(Side.MACHINE)

    def run(self, job: RecognitionJob, cancel: CancelToken) -> Iterator[object]:
        """Yield the events of a job, which does not wait for a transcription."""
        return (self._spare if self._turns.is_busy else self._side).run(job, cancel)

    def close(self) -> None:
        """End the process beside the recogniser."""
        self._spare.close()


def make_hosts(paths: AppPaths) -> Hosts:
    """Return the hosts; nothing is started before there is work."""
    logs = paths.home / "logs"
    recogniser = RecognitionHost(os.environ, logs / "recogniser.log")
    storekeeper = RecognitionHost(os.environ, logs / "models.log", keeps_child=False)
    spare = RecognitionHost(os.environ, logs / "devices.log", keeps_child=False)
    turns = HostTurns(recogniser)
    return Hosts(
        recogniser,
        turns.side(Side.DOCUMENT),
        turns.side(Side.DOCUMENT),
        turns.side(Side.DOCUMENT),
        turns.side(Side.QUEUE),
        MachineHost(turns, spare),
        storekeeper,
    )
