import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
import pytest

from benchmarks import mixtures, sounds
from benchmarks.audio_set import Samples
from benchmarks.mixtures import AudioSet, Mixture, non_speech, write_wav
from benchmarks.transcript import TimedText

RATE = 16_000
COLUMNS = ("file", "language", "duration_s", "reference_text", "ref_trust", "notes")


def noise(seed: int, duration_s: float) -> Samples:
    return sounds.at_level(sounds.white(np.random.default_rng(seed), round(duration_s * RATE)), -20)


def write_set(folder: Path, rows: Sequence[tuple[str, str]]) -> AudioSet:
    lines = ["\t".join(COLUMNS)]
    for seed, (file, language) in enumerate(rows):
        write_wav(folder / file, noise(seed, 4))
        lines.append("\t".join((file, language, "4", "", "none", "")))
    (folder / "manifest.tsv").write_text("\n".join(lines), encoding="utf-8")
    return AudioSet(folder, folder / "cache")


@pytest.fixture
def audio(tmp_path: Path) -> AudioSet:
    rows = [("music_a.wav", "zxx"), ("noise_b.wav", "zxx"), ("talk.wav", "en")]
    return write_set(tmp_path, rows)


def test_a_round_holds_every_kind_once_and_levels_change(
    audio: AudioSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mixtures, "CLIP_S", 1.0)
    found = list(non_speech(audio, minutes=32))
    kinds = [re.sub(r"-[12](-\d+dB)?$", "", mixture.name) for mixture in found]
    assert set(Counter(kinds).values()) == {2}
    assert {"music_a", "noise_b", "music-and-hum", "room-and-beeps", "wind"} <= set(kinds)
    assert len({mixture.name for mixture in found}) == 32
    assert [m.name for m in found if not m.samples.any()] == ["digital-silence-1"]
    assert not any(mixture.spoken for mixture in found)
    for mixture in found:
        assert mixture.duration_s == 1.0
        level = re.search(r"-(\d+)dB$", mixture.name)
        wanted = -float(level[1]) if level else 0.0
        # Clicks reach full scale long before noise does, and are clipped there.
        if wanted < -30:
            assert sounds.level_dbfs(mixture.samples) == pytest.approx(wanted, abs=0.5)


def test_the_same_set_gives_the_same_sound(
    audio: AudioSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mixtures, "CLIP_S", 0.2)
    first, again = ([m.fingerprint for m in non_speech(audio, 16)] for _ in range(2))
    assert first == again
    assert len(set(first)) == 16


def test_where_somebody_speaks_in_a_room_it_is_cut_out(tmp_path: Path) -> None:
    audio = write_set(tmp_path, [("room.wav", "zxx"), ("talk.wav", "en")])
    turn = "SPEAKER room 1 2.0 0.5 <NA> <NA> A <NA> <NA>\n"
    (tmp_path / "room.wav.rttm").write_text(turn, encoding="utf-8")
    whole = audio.samples("room.wav")
    assert list(audio.non_speech()) == ["room.wav"]
    expected = np.concatenate([whole[: round(1.5 * RATE)], whole[round(3.0 * RATE) :]])
    assert np.array_equal(audio.non_speech()["room.wav"], expected)


def test_pieces_are_cut_where_the_labels_say(audio: AudioSet, tmp_path: Path) -> None:
    text = "start_s\tend_s\ttext\tspeaker\n0.5\t1.0\thello\tA\n2.0\t2.25\tyou there\tB\n"
    (tmp_path / "talk.wav.segments.tsv").write_text(text, encoding="utf-8")
    (samples, first), (_, second) = audio.pieces("talk.wav")
    assert (first, second) == ("hello", "you there")
    assert np.array_equal(samples, audio.samples("talk.wav")[RATE // 2 : RATE])


def test_a_mixture_tells_all_that_is_said() -> None:
    spoken = (TimedText(0, 500, "one"), TimedText(700, 900, "two"))
    mixture = Mixture("m", noise(1, 1), spoken)
    assert mixture.reference_text == "one two"
    louder = Mixture("m", mixture.samples * np.float32(1.01), spoken)
    assert louder.fingerprint != mixture.fingerprint


def test_what_is_written_can_be_heard_again(tmp_path: Path) -> None:
    samples = noise(3, 0.5)
    write_wav(tmp_path / "folder" / "a.wav", samples)
    with av.open(str(tmp_path / "folder" / "a.wav")) as container:
        blocks = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    read = np.concatenate(blocks) / 32_767
    assert read == pytest.approx(samples, abs=1e-4)
