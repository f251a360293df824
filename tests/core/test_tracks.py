import pytest

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.segment import Word
from whisper_desktop.core.tracks import Track, track_cues, translated

BOTH = Cue(1, 0, 900, "{\\an8}Hallo daar", (Word(0, 9, " Hallo", 1.0),), "nl", translation="Hello")
TEXT_ONLY = Cue(2, 900, 1_000, "Dag", language="nl")
TRANSLATION_ONLY = Cue(3, 1_000, 2_000, " ", translation="Bye")
CUES = [BOTH, TEXT_ONLY, TRANSLATION_ONLY]


@pytest.mark.parametrize(
    ("track", "texts"),
    [
        (Track.TEXT, ["{\\an8}Hallo daar", "Dag", " "]),
        (Track.TRANSLATION, ["{\\an8}Hello", "Bye"]),
        (Track.TEXT_FIRST, ["{\\an8}Hallo daar\nHello", "Dag", "Bye"]),
        (Track.TRANSLATION_FIRST, ["{\\an8}Hello\nHallo daar", "Dag", "Bye"]),
    ],
)
def test_a_track_shows_its_texts(track: Track, texts: list[str]) -> None:
    assert [cue.text for cue in track_cues(CUES, track)] == texts


def test_a_translation_that_has_its_own_place_keeps_it() -> None:
    cue = Cue(1, 0, 9, "{\\an8}Hallo", translation="{\\an5}Hello")
    assert [shown.text for shown in track_cues([cue], Track.TRANSLATION)] == ["{\\an5}Hello"]


def test_the_document_itself_is_the_first_track() -> None:
    assert track_cues(CUES, Track.TEXT) == CUES


def test_words_of_the_text_are_no_words_of_the_translation() -> None:
    shown = translated(BOTH)
    assert (shown.words, shown.task, shown.language) == ((), Task.TRANSLATE, "nl")
    assert track_cues([BOTH], Track.TEXT_FIRST)[0].words == ()


def test_bilingual_tracks_are_known() -> None:
    assert [track for track in Track if track.is_bilingual] == [
        Track.TEXT_FIRST,
        Track.TRANSLATION_FIRST,
    ]
