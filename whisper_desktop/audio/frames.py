"""Reading one audio stream: placed frames, in spite of damage."""

from collections.abc import Iterator
from itertools import pairwise

from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.error import FFmpegError
from av.packet import Packet

from whisper_desktop.audio.clock import Place, StreamClock
from whisper_desktop.audio.damage import DamageLog
from whisper_desktop.audio.media import AudioInput, Media
from whisper_desktop.audio.pace import Pace
from whisper_desktop.audio.promise import promised_end_s
from whisper_desktop.audio.stray_stamps import StrayStamps
from whisper_desktop.core.cancel import CancelToken

_MOST_READ_ERRORS = 20
# In bytes, of MP3 and AAC in practice; a larger one only costs a decode from the beginning.
_LARGEST_PACKET = 2_000
_MATROSKA = "matroska,webm"

PlacedFrame = tuple[AudioFrame, Place]


class FrameReader:
    """Decodes a stream from where the file is read; keeps account of time and of failures."""

    def __init__(
        self, media: Media, source: AudioInput, damage: DamageLog, cancel: CancelToken | None
    ) -> None:
        self._media, self._stream = media, source.stream
        self._damage, self._cancel = damage, cancel
        self._tick_s = float(self._stream.time_base or 0)
        self._clock = StreamClock(self._tick_s, media.zero_s)
        self._first_s = self._clock.media_s(self._stream.start_time or 0)
        self._pace = Pace() if damage.is_counted else None
        self._read_until: int | None = None
        """The byte behind the last packet, where each packet follows the one before it."""
        self._is_dense = _is_dense(media)
        media.read_only(source)
        _set_up_decoder(self._stream)

    @property
    def end_s(self) -> float | None:
        """Where the last frame ended; None before the first."""
        return self._clock.end_s

    @property
    def first_s(self) -> float:
        """Where the stream starts by its own account."""
        return self._first_s

    def seek(self, at_s: float) -> bool:
        """Go to the last place at or before a time; say whether the container can tell."""
        ticks = int((at_s + self._media.zero_s) / self._tick_s)
        self._media.container.seek(ticks, stream=self._stream)
        return self._pace is None or not self._has_passed_hole()

    def frames(self) -> Iterator[PlacedFrame]:
        """Yield the frames to the end of the stream; raise `Cancelled` when asked to stop."""
        for packet in StrayStamps(self._tick_s).mend(self._packets()):
            for frame in self._decode(packet):
                if frame.samples:
                    yield frame, self._place(frame)

    def _decode(self, packet: "Packet[AudioStream] | None") -> list[AudioFrame]:
        if packet is None or (self._is_dense and self._is_behind_hole(packet)):
            self._damage.fail(None)
        if packet is None:
            return []
        try:
            frames = packet.decode()
        except FFmpegError:
            self._damage.fail(self._end_of(packet))
            if self._pace is not None:
                self._pace.fail(bytes(packet))
            return []
        if self._pace is not None and frames:
            self._keep_pace(packet)
        return frames

    def finish(self) -> None:
        """Give account of what the file promised beyond the last frame."""
        end_s = self._clock.end_s or 0.0
        self._damage.finish(end_s, promised_end_s(self._media, self._stream) or end_s)

    def _packets(self) -> Iterator["Packet[AudioStream] | None"]:
        """Yield what the file holds, and None where that could not be read."""
        errors = 0
        packets = self._media.container.demux(self._stream)
        while errors < _MOST_READ_ERRORS:
            if self._cancel is not None:
                self._cancel.raise_if_cancelled()
            try:
                packet = next(packets)
            except (StopIteration, IndexError):
                # WORKAROUND PyAV 18.1: at the end of a broadcast in which more streams appeared
                # on the way, `demux` looks those up where they are not.
                return
            except FFmpegError:
                # Behind damage that the container cannot step over in one go.
                errors += 1
                packets = self._media.container.demux(self._stream)
                yield None
            else:
                yield packet

    def _keep_pace(self, packet: "Packet[AudioStream]") -> None:
        assert self._pace is not None
        if self._damage.has_failures:
            self._clock.delay(self._pace.take_missed() * (packet.duration or 0) * self._tick_s)
        self._pace.hear(packet.size)

    def _has_passed_hole(self) -> bool:
        """Whether FFmpeg, which counted the packets on the way, took lost ones for one."""
        places = [entry.pos for entry in self._stream.index_entries]
        return any(later - place > _LARGEST_PACKET for place, later in pairwise(places))

    def _is_behind_hole(self, packet: "Packet[AudioStream]") -> bool:
        """Whether FFmpeg has stepped over data that it could make nothing of."""
        if packet.pos is None:
            return False
        # Packets that share a block share its place.
        start = max(packet.pos, self._read_until or packet.pos)
        before, self._read_until = self._read_until, start + packet.size
        return before is not None and start - before > _LARGEST_PACKET

    def _place(self, frame: AudioFrame) -> Place:
        is_first = self._clock.end_s is None
        place = self._clock.place(frame, is_after_loss=self._damage.has_failures)
        if self._damage.has_failures or not place.is_seamless:
            lost_from_s = min(self.first_s, place.start_s) if is_first else place.expected_s
            self._damage.resume(lost_from_s, place.start_s, is_first=is_first)
        return place

    def _end_of(self, packet: "Packet[AudioStream]") -> float | None:
        if packet.pts is None:
            return None
        return self._clock.media_s(packet.pts + (packet.duration or 0))


def _is_dense(media: Media) -> bool:
    """Whether every byte between two packets is overhead, of which there is little."""
    return media.container.format.name == _MATROSKA and len(media.container.streams) == 1


def _set_up_decoder(stream: AudioStream) -> None:
    # Decoders run one frame behind per thread, and audio gains little from more than one.
    stream.codec_context.thread_count = 1
    if stream.codec_context.name == "flac":
        # Each FLAC frame has a checksum; unheeded, a damaged one is decoded to loud noise.
        checks = {"err_detect": "crccheck+explode"}
        stream.codec_context.options = {**stream.codec_context.options, **checks}
