"""The processes that do the heavy work: one that recognises, and one that keeps the models."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from whisper_desktop.app.host_turns import HostSide, HostTurns, Side
from whisper_desktop.app.paths import AppPaths
from whisper_desktop.app.recognition_host import RecognitionHost


@dataclass(frozen=True, slots=True)
class Hosts:
    """The recogniser, as the open document and the queue share it, and the keeper of models."""

    recogniser: RecognitionHost
    document: HostSide
    queue: HostSide
    storekeeper: RecognitionHost
    """A download need not wait for a transcription."""

    @property
    def ends(self) -> tuple[Callable[[], None], ...]:
        """What ends their processes."""
        return self.recogniser.close, self.storekeeper.close


def make_hosts(paths: AppPaths) -> Hosts:
    """Return the hosts; nothing is started before there is work."""
    logs = paths.home / "logs"
    recogniser = RecognitionHost(os.environ, logs / "recogniser.log")
    storekeeper = RecognitionHost(os.environ, logs / "models.log", keeps_child=False)
    turns = HostTurns(recogniser)
    return Hosts(recogniser, turns.side(Side.DOCUMENT), turns.side(Side.QUEUE), storekeeper)
