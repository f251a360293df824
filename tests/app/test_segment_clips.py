import wave
from pathlib import Path

import pytest

from whisper_desktop.app.segment_clips import (
    CLIP_ENDINGS,
    ClipEvent,
    ClipPlan,
    ClipsFinished,
    ClipSkipped,
    ClipWritten,
    export_cue_clips,
)
from whisper_desktop.audio import clips
from whisper_desktop.audio.probe import probe
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import (
    Cancelled,
    MediaUnreadableError,
    NoAudioError,
    OutputExistsError,
    OutputUnwritableError,
)

CUES = [
    Cue(5, 1_000, 2_500, "one"),
    Cue(6, 3_000, 3_000, "no length"),
    Cue(7, 600_000, 601_000, "outside"),
    Cue(8, 4_000, 5_000, "two"),
]


def exported(media: Path, cues: list[Cue], plan: ClipPlan) -> list[ClipEvent]:
    return list(export_cue_clips(media, cues, plan, cancel=CancelToken()))


def length_ms(path: Path) -> int:
    with wave.open(str(path)) as file:
        return int(file.getnframes() * 1_000 // file.getframerate())


def test_each_cue_gets_its_file(sample_audio: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "clips"
    events = exported(sample_audio, CUES, ClipPlan(folder))
    first, last = folder / "harbor_001.wav", folder / "harbor_004.wav"
    assert events == [
        ClipWritten(first, 1, 4),
        ClipSkipped(2, 4),
        ClipSkipped(3, 4),
        ClipWritten(last, 4, 4),
        ClipsFinished((first, last), 2),
    ]
    assert [length_ms(first), length_ms(last)] == [1_500, 1_000]
    assert sorted(folder.iterdir()) == [first, last]


def test_more_can_be_heard_around_a_cue(sample_audio: Path, tmp_path: Path) -> None:
    plan = ClipPlan(tmp_path, ".flac", padding_ms=500, gain_db=-3, fade_ms=10_000)
    exported(sample_audio, [Cue(1, 200, 1_000, "a"), Cue(2, 2_000, 2_000, "b")], plan)
    lengths_ms = [probe(path).duration_ms for path in plan.paths(sample_audio, 2)]
    assert lengths_ms == pytest.approx([1_500, 1_000], abs=30)


def test_no_file_is_replaced_unasked(sample_audio: Path, tmp_path: Path) -> None:
    (tmp_path / "harbor_004.wav").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputExistsError):
        exported(sample_audio, CUES, ClipPlan(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["harbor_004.wav"]
    exported(sample_audio, CUES, ClipPlan(tmp_path, overwrite=True))
    assert length_ms(tmp_path / "harbor_004.wav") == 1_000


def test_a_stop_keeps_what_is_written(sample_audio: Path, tmp_path: Path) -> None:
    cancel = CancelToken()
    events = export_cue_clips(sample_audio, CUES, ClipPlan(tmp_path), cancel=cancel)
    assert isinstance(next(events), ClipWritten)
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(events)
    assert [path.name for path in tmp_path.iterdir()] == ["harbor_001.wav"]


def test_what_cannot_be_cut_or_written_is_an_error(sample_audio: Path, tmp_path: Path) -> None:
    with pytest.raises(MediaUnreadableError):
        exported(tmp_path / "none.wav", CUES, ClipPlan(tmp_path / "clips"))
    assert not (tmp_path / "clips").exists()
    (tmp_path / "file").touch()
    with pytest.raises(OutputUnwritableError):
        exported(sample_audio, CUES, ClipPlan(tmp_path / "file" / "clips"))


def test_media_without_audio_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_audio: Path
) -> None:
    def refuse(part: object) -> None:
        raise NoAudioError(sample_audio, "it has no audio track")

    monkeypatch.setattr("whisper_desktop.app.segment_clips.check_input", refuse)
    with pytest.raises(NoAudioError):
        exported(sample_audio, CUES, ClipPlan(tmp_path))


def test_the_endings_are_those_that_can_be_written() -> None:
    assert CLIP_ENDINGS == clips.ENDINGS
    with pytest.raises(ValueError, match="bad plan"):
        ClipPlan(Path(), ".xyz")
    assert len(ClipPlan(Path()).paths(Path("a.mp3"), 12_345)[0].stem) == len("a_00001")


def test_clips_may_have_the_numbers_of_their_rows() -> None:
    paths = ClipPlan(Path(), numbers=(3, 1_004)).paths(Path("a.mp3"), 2)
    assert [path.name for path in paths] == ["a_0003.wav", "a_1004.wav"]
