from pathlib import Path

import pytest

from whisper_desktop.app.export_cues import CueExport, export_cues
from whisper_desktop.app.subtitle_files import SubtitleFormat, Track, read_subtitles
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import OutputExistsError, OutputUnwritableError

CUES = [Cue(1, 0, 900, "Hallo", translation="Hello"), Cue(2, 900, 2_000, "Dag")]
BOTH = CueExport(
    (SubtitleFormat.SRT, SubtitleFormat.TTML), (Track.TEXT, Track.TRANSLATION, Track.TEXT_FIRST)
)


@pytest.fixture
def media(tmp_path: Path) -> Path:
    media = tmp_path / "talk.nl.mp4"
    media.write_bytes(b"")
    return media


def texts(path: Path) -> list[str]:
    return [cue.text for cue in read_subtitles(path).cues]


def test_every_track_goes_beside_the_media(media: Path) -> None:
    written = export_cues(CUES, BOTH, media)
    assert written == BOTH.paths(media)
    assert [path.name for path in written] == [
        "talk.nl.srt",
        "talk.nl.ttml",
        "talk.nl.en.srt",
        "talk.nl.en.ttml",
        "talk.nl.bilingual.srt",
        "talk.nl.bilingual.ttml",
    ]
    assert [texts(path) for path in written[::2]] == [
        ["Hallo", "Dag"],
        ["Hello"],
        ["Hallo\nHello", "Dag"],
    ]


def test_tracks_of_translations_that_are_not_there_are_left_out(
    media: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    wanted = CueExport(tracks=BOTH.tracks, folder=folder)
    assert export_cues(CUES[1:], wanted, media) == (folder / "talk.nl.srt",)


def test_nothing_is_replaced_unless_that_is_wanted(media: Path) -> None:
    wanted = CueExport(tracks=(Track.TRANSLATION, Track.TEXT))
    media.with_name("talk.nl.srt").write_text("mine", "utf-8")
    with pytest.raises(OutputExistsError):
        export_cues(CUES, wanted, media)
    assert not media.with_name("talk.nl.en.srt").exists()
    export_cues(CUES, wanted, media, overwrite=True)
    assert texts(media.with_name("talk.nl.srt")) == ["Hallo", "Dag"]


def test_the_media_itself_is_never_replaced(tmp_path: Path) -> None:
    media = tmp_path / "talk.srt"
    media.write_bytes(b"film")
    with pytest.raises(OutputUnwritableError):
        export_cues(CUES, CueExport(), media, overwrite=True)


def test_one_name_is_not_for_two_tracks() -> None:
    with pytest.raises(ValueError, match="bilingual"):
        CueExport(tracks=(Track.TEXT_FIRST, Track.TRANSLATION_FIRST))
