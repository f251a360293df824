import errno
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from av.stream import Disposition

from whisper_desktop.audio.media import open_media
from whisper_desktop.core.errors import (
    AudioTrackMissingError,
    MediaUnreadableError,
    NoAudioError,
)

Make = Callable[..., Path]
MakeSound = Callable[..., Any]


def _refusal(path: Path) -> str:
    with pytest.raises(MediaUnreadableError) as caught, open_media(path):
        pass
    assert caught.value.path == path
    return caught.value.reason


@pytest.mark.parametrize(
    "name",
    [
        "http:foo.wav",
        "concat:a.wav|b.wav",
        "file:a.wav",
        "pipe:0.wav",
        "-i.wav",
        "a:b%03d.wav",
        "100% *?[x].wav",
        "дикторка 録音 é.wav",
        "n" * 250 + ".wav",
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_is_only_ever_a_name(
    name: str,
    tmp_path: Path,
    write_media: Make,
    make_sine: MakeSound,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_media("plain.wav", make_sine(0.1, 16_000)).rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)

    with open_media(Path(name)) as media:
        assert media.inputs[0].rate_hz == 16_000


def test_a_deep_path_is_opened(tmp_path: Path, write_media: Make, make_sine: MakeSound) -> None:
    folder = tmp_path.joinpath(*["f" * 200] * 8)
    folder.mkdir(parents=True)
    path = write_media("a.wav", make_sine(0.1, 16_000)).rename(folder / "a.wav")

    with open_media(path) as media:
        assert len(media.inputs) == 1


def test_a_name_that_is_no_unicode_is_opened(
    tmp_path: Path, write_media: Make, make_sine: MakeSound
) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.wav")
    try:
        write_media("a.wav", make_sine(0.1, 16_000)).rename(path)
    except OSError:
        pytest.skip("this file system knows Unicode names only")

    with open_media(path) as media:
        assert len(media.inputs) == 1


@pytest.mark.parametrize(
    "playlist",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:{port}/a.ts\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile 'http://127.0.0.1:{port}/a.wav'\n",
    ],
)
def test_a_playlist_does_not_reach_the_network(playlist: str, tmp_path: Path) -> None:
    path = tmp_path / "talk.m3u8"
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        path.write_text(playlist.format(port=server.getsockname()[1]), encoding="utf-8")

        assert _refusal(path) == "it is not a media file, or it is too damaged to open"
        with pytest.raises(BlockingIOError):
            server.accept()


def test_a_missing_file_a_folder_and_an_empty_file_say_so(tmp_path: Path) -> None:
    (tmp_path / "empty.mp3").touch()

    assert _refusal(tmp_path / "none.mp3") == "the file does not exist"
    assert _refusal(tmp_path / "empty.mp3" / "a.mp3") == "the file does not exist"
    assert _refusal(tmp_path) == "it is a folder"
    assert _refusal(tmp_path / "empty.mp3") == "the file is empty"
    assert _refusal(tmp_path / ("n" * 300)) == "its name is too long for this system"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")

    assert _refusal(tmp_path / "pipe.wav") == "it is not a regular file"


def test_a_forbidden_file_says_so(
    write_media: Make, make_sine: MakeSound, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_media("a.wav", make_sine(0.1, 16_000))
    path.chmod(stat.S_IWUSR)
    if os.access(path, os.R_OK):  # The administrator may read everything.

        def refuse(self: Path, mode: str = "r") -> None:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)

    assert _refusal(path) == "reading it is not permitted"


def test_an_unforeseen_refusal_is_passed_on(
    write_media: Make, make_sine: MakeSound, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_media("a.wav", make_sine(0.1, 16_000))

    def fail(self: Path, mode: str = "r") -> None:
        raise OSError(errno.EIO, "")

    monkeypatch.setattr(Path, "open", fail)

    assert _refusal(path) == "the disk reports an error"


def test_a_film_that_was_cut_off_before_its_index_says_so(
    write_media: Make, make_sine: MakeSound
) -> None:
    path = write_media("a.mp4", make_sine(2, 16_000), codec="aac")
    path.write_bytes(path.read_bytes()[:5_000])

    assert _refusal(path) == (
        "the file is damaged or cut off: the index of its contents is missing"
    )


def test_tracks_are_chosen_by_number_or_by_default(write_media: Make, make_sine: MakeSound) -> None:
    sine = make_sine(0.5, 16_000)
    marked = write_media("a.mka", sine, sine, flags=[0, int(Disposition.default)])
    unmarked = write_media("b.mka", sine, sine, flags=[0, 0])

    with open_media(marked) as media:
        assert media.choose(None) is media.inputs[1]
        assert media.choose(1) is media.inputs[0]
        assert media.choose(2) is media.inputs[1]
    with open_media(unmarked) as media:
        assert media.choose(None) is media.inputs[0]


@pytest.mark.parametrize("track", [0, 3, -1])
def test_a_track_that_does_not_exist_is_refused(
    track: int, write_media: Make, make_sine: MakeSound
) -> None:
    sine = make_sine(0.5, 16_000)
    path = write_media("a.mka", sine, sine)

    with open_media(path) as media, pytest.raises(AudioTrackMissingError) as caught:
        media.choose(track)

    assert (caught.value.path, caught.value.track, caught.value.track_count) == (path, track, 2)


def test_a_film_without_sound_has_no_audio(write_media: Make) -> None:
    path = write_media("a.mp4", picture_s=1)

    with open_media(path) as media, pytest.raises(NoAudioError) as caught:
        media.choose(None)

    assert caught.value.reason == "it has no audio track"


def test_a_codec_that_nobody_knows_is_refused(write_media: Make, make_sine: MakeSound) -> None:
    path = write_media("a.mka", make_sine(0.5, 16_000))
    path.write_bytes(path.read_bytes().replace(b"A_PCM/INT/LIT", b"A_QQQ/QQQ/QQQ"))

    with open_media(path) as media:
        assert media.inputs[0].codec == ""
        with pytest.raises(MediaUnreadableError) as caught:
            media.choose(None)

    assert caught.value.reason == "the codec of its audio is not supported"


def test_time_zero_is_the_start_of_the_container(write_media: Make, make_sine: MakeSound) -> None:
    sine = make_sine(1, 48_000)
    at_once = write_media("a.wav", sine, rate_hz=48_000)
    late = write_media("a.ts", sine, rate_hz=48_000, codec="mp2", cuts=[(0, 1, 1.4)])

    with open_media(at_once) as media:
        assert media.zero_s == 0
    with open_media(late) as media:
        assert media.zero_s == pytest.approx(1.4, abs=0.05)


_READ = """
import sys
from pathlib import Path
from whisper_desktop.audio.decode import decode_blocks
from whisper_desktop.audio.probe import probe

(track,) = probe(Path(sys.argv[1])).tracks
blocks = list(decode_blocks(Path(sys.argv[1])))
print(track.channels, sum(map(len, blocks)), blocks[0].max())
"""


def _reorder_channels(path: Path) -> None:
    """Say in a QuickTime file of three channels that they are centre, left and right."""
    data = bytearray(path.read_bytes())
    first = data.index(b"chan") + 8
    last = first - 12 + int.from_bytes(data[first - 12 : first - 8], "big")
    labels = b"".join(label.to_bytes(4, "big") + bytes(16) for label in (3, 1, 2))
    order = bytes(8) + (3).to_bytes(4, "big") + labels
    data[first:last] = order
    grown = len(order) - (last - first)
    for box in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd", b"sowt", b"chan"):
        at = data.index(box) - 4
        size = int.from_bytes(data[at : at + 4], "big") + grown
        data[at : at + 4] = size.to_bytes(4, "big")
    path.write_bytes(data)


def test_a_custom_order_of_channels_does_not_end_the_process(
    write_media: Make, make_sine: MakeSound
) -> None:
    sine = make_sine(1, 16_000)
    path = write_media("a.mov", np.concatenate([sine, 0 * sine, 0 * sine]))
    _reorder_channels(path)

    # A process of its own, which the crash would end.
    run = subprocess.run(
        [sys.executable, "-c", _READ, path], capture_output=True, check=False, text=True
    )

    assert run.returncode == 0, run.stderr
    channels, count, peak = run.stdout.split()
    assert (channels, count) == ("3", "16000")
    assert float(peak) == pytest.approx(0.5 / 3, abs=0.01)
