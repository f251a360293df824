"""Deliver the files of a model from one of its sources into a folder."""

from collections.abc import Iterator
from pathlib import Path

from whisper_desktop.app.catalogue import PackageSource, Source, WebSource
from whisper_desktop.app.install_events import InstallEvent, InstallRetried, InstallStarted
from whisper_desktop.app.package_download import LineRunner, fetch_packages, run_command
from whisper_desktop.app.transfer import Retry, TransferMeter, TransferPolicy, TransferStep
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.system_errors import writing


class ModelFetcher:
    """Speaks to every kind of source in the catalogue."""

    def __init__(
        self, policy: TransferPolicy | None = None, run_pip: LineRunner = run_command
    ) -> None:
        self.policy = policy or TransferPolicy()
        self._run_pip = run_pip

    def fetch(
        self, name: str, source: Source, folder: Path, cancel: CancelToken
    ) -> Iterator[InstallEvent]:
        """Bring all files of `source` into `folder`; what is there already is not fetched again.

        Raises `TransferFailedError`, `OutputUnwritableError` and `Cancelled`; what has arrived
        by then is kept for the next try.
        """
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
        yield InstallStarted(name, source.label, source.download_bytes)
        meter = TransferMeter(source.download_bytes, self.policy.clock)
        for step in self._steps(source, folder, cancel):
            if isinstance(step, Retry):
                yield InstallRetried(source.label, step.reason, step.wait_s)
            elif progress := meter.measure(step):
                yield progress

    def _steps(self, source: Source, folder: Path, cancel: CancelToken) -> Iterator[TransferStep]:
        match source:
            case WebSource():
                return _fetch_files(source, folder, self.policy, cancel)
            case PackageSource():
                return fetch_packages(source, folder, self.policy, cancel, self._run_pip)


def _fetch_files(
    source: WebSource, folder: Path, policy: TransferPolicy, cancel: CancelToken
) -> Iterator[TransferStep]:
    # The HTTP client opens a socket while it is imported; only an installation needs it.
    from whisper_desktop.app.download import download_file

    done_bytes = 0
    for remote in source.files:
        target = folder / remote.name
        for step in download_file(remote, target, policy, cancel):
            yield step if isinstance(step, Retry) else done_bytes + step
        done_bytes += target.stat().st_size
