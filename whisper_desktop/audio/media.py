"""Opening media: plain files only, never the network, refusals in plain words.

Known limit: FFmpeg reads AVI by the index at the file's end, whole or not, also when it is told
to ignore it. Where that index is damaged, the sound ends early, as if the file had been cut off.
"""

import ctypes
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Discard, Disposition

from whisper_desktop.core.errors import (
    AudioTrackMissingError,
    MediaUnreadableError,
    NoAudioError,
)
from whisper_desktop.core.system_errors import reading_reason

# Playlists and the like may name other addresses; nothing but files is ever opened.
# An index of more than 1 MB (19 minutes of MP3) would be thinned out, and no longer show where
# packets were lost: seeking would mean to decode from the beginning.
_OPEN_OPTIONS = {"protocol_whitelist": "file", "indexmem": str(1 << 26)}


@dataclass(frozen=True, slots=True)
class AudioInput:
    """One audio stream of an open file."""

    stream: AudioStream
    codec: str
    """Its name, such as "aac"; empty when there is no decoder for it."""
    channels: int
    rate_hz: int

    @property
    def is_default(self) -> bool:
        """Whether the file marks this stream as the one to play."""
        return Disposition.default in self.stream.disposition


@dataclass(frozen=True, slots=True)
class Media:
    """An open file and its audio streams in the order of the file."""

    path: Path
    container: InputContainer
    inputs: tuple[AudioInput, ...]

    @property
    def zero_s(self) -> float:
        """The stored timestamp that is shown as 0:00, in seconds.

        That is the container's start: the earliest of its streams. Players count from there, so
        a picture that starts at 1.4 s of a transport stream, with its sound, is at 0:00.
        """
        start_us: int | None = self.container.start_time
        return 0.0 if start_us is None else start_us / 1_000_000

    def choose(self, track: int | None) -> AudioInput:
        """Return a track counted from 1; None means the default one, or else the first.

        Raise `NoAudioError`, `AudioTrackMissingError`, or `MediaUnreadableError` for a codec
        that nobody here can decode.
        """
        if not self.inputs:
            raise NoAudioError(self.path, "it has no audio track")
        if track is not None and not 1 <= track <= len(self.inputs):
            raise AudioTrackMissingError(self.path, track, len(self.inputs))
        if track is None:
            chosen = next((one for one in self.inputs if one.is_default), self.inputs[0])
        else:
            chosen = self.inputs[track - 1]
        if not chosen.codec:
            raise MediaUnreadableError(self.path, "the codec of its audio is not supported")
        return chosen

    def read_only(self, chosen: AudioInput) -> None:
        """Leave the data of all other streams unread; a film's picture is most of its bytes."""
        for stream in self.container.streams:
            if stream.index != chosen.stream.index:
                stream.discard = Discard.all


@contextmanager
def open_media(path: Path) -> Iterator[Media]:
    """Open a file for reading; raise `MediaUnreadableError` when that is not possible."""
    head = _read_head(path)
    try:
        # "file:" keeps a name such as "http:a.mp3" or "concat:a|b" from meaning anything else.
        container = av.open(
            f"file:{path.absolute()}",
            metadata_errors="replace",
            container_options=_OPEN_OPTIONS,
        )
    except FFmpegError as error:
        raise MediaUnreadableError(path, _refusal(head)) from error
    with container:
        yield Media(path, container, tuple(_input(one) for one in container.streams.audio))


def _read_head(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise MediaUnreadableError(path, "it is a folder")
        if not stat.S_ISREG(mode):
            raise MediaUnreadableError(path, "it is not a regular file")
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise MediaUnreadableError(path, reading_reason(error)) from error
    if not head:
        raise MediaUnreadableError(path, "the file is empty")
    return head


def _refusal(head: bytes) -> str:
    if head[4:] == b"ftyp":
        return "the file is damaged or cut off: the index of its contents is missing"
    return "it is not a media file, or it is too damaged to open"


def _input(stream: AudioStream) -> AudioInput:
    context = cast("AudioCodecContext | None", stream.codec_context)
    if context is None:
        return AudioInput(stream, codec="", channels=0, rate_hz=0)
    codec = context.codec.canonical_name
    return AudioInput(stream, codec, _count_channels(context), context.sample_rate)


def _count_channels(context: AudioCodecContext) -> int:
    """Count channels; make a custom order of channels an order without roles.

    WORKAROUND https://github.com/PyAV-Org/PyAV/pull/2284: since 17.1 an AudioLayout frees the
    channel map that it shares with FFmpeg, so a second look at a stream with a custom order, or
    its first decoded frame, ends the process. The one look that is needed is never let go, and
    the decoder is told to forget the order before it opens.
    """
    layout = context.layout
    if " channels (" in layout.name:
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(layout))
        context.options = {"ch_layout": f"{layout.nb_channels} channels"}
    return layout.nb_channels
