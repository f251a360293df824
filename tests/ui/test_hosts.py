from collections.abc import Iterator
from pathlib import Path
from typing import cast

from whisper_desktop.app.host_turns import HostTurns, Side, TurnAwaited
from whisper_desktop.app.machine import DevicesJob
from whisper_desktop.app.paths import app_paths
from whisper_desktop.app.recognition_host import RecognitionHost
from whisper_desktop.app.recognition_jobs import RecognitionJob
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.ui.hosts import MachineHost, make_hosts


class NamedHost:
    """Says its name as the events of a job."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.is_closed = False

    def run(self, _job: RecognitionJob, _cancel: CancelToken) -> Iterator[object]:
        yield self._name

    def pause(self) -> None:
        """Nothing runs."""

    def go_on(self) -> None:
        """Nothing runs."""

    def close(self) -> None:
        self.is_closed = True


def test_devices_are_looked_at_beside_the_recogniser_while_it_works() -> None:
    turns, spare = HostTurns(NamedHost("recogniser")), NamedHost("spare")
    machine = MachineHost(turns, cast(RecognitionHost, spare))
    assert list(machine.run(DevicesJob(), CancelToken())) == ["recogniser"]
    entry = turns.side(Side.QUEUE).run(DevicesJob(), CancelToken())
    next(entry)
    assert list(machine.run(DevicesJob(), CancelToken())) == ["spare"]
    machine.close()
    assert spare.is_closed


def test_who_comes_while_the_devices_are_looked_at_waits_and_pauses_only_itself() -> None:
    turns = HostTurns(NamedHost("recogniser"))
    machine = MachineHost(turns, cast(RecognitionHost, NamedHost("spare")))
    look = machine.run(DevicesJob(), CancelToken())
    next(look)
    run = turns.side(Side.DOCUMENT).run(DevicesJob(), CancelToken())
    assert next(run) == TurnAwaited(Side.MACHINE)
    assert list(look) == []
    assert list(run) == ["recogniser"]


def test_nothing_is_started_before_there_is_work(tmp_path: Path) -> None:
    hosts = make_hosts(app_paths({"WHISPER_DESKTOP_HOME": str(tmp_path)}))
    assert hosts.recogniser.process_id is None
    assert hosts.document is not hosts.again
    for end in hosts.ends:
        end()
