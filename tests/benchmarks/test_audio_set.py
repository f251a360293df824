from pathlib import Path

import numpy as np
import pytest

from benchmarks.audio_set import (
    MANIFEST_NAME,
    Trust,
    join_with_gaps,
    load_samples,
    read_manifest,
    select,
)

HEADER = "file\tlanguage\tduration_s\treference_text\tref_trust\tnotes"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [
        'talk.wav\ten\t12.5\tHe said "no.\tgold text, aligned times\tread aloud',
        "lines.flac\tes\t3\tno se\tscript\tscore with diacritics folded",
        "toys.flac\tbg\t3\tтекст\tscript\treworded: WER only as a trend",
        "both.wav\ten\t5\tleft | right\tgold\tone speaker a channel",
        "music.ogg\tzxx\t60\t\tnone\tno voice",
        "numbers.wav\tund\t10\t\tgold VAD\tcounted words",
    ]
    (tmp_path / MANIFEST_NAME).write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    (tmp_path / "talk.wav.words.tsv").touch()
    return tmp_path


def test_every_line_is_a_recording_and_quotes_are_plain_text(folder: Path) -> None:
    talk, *others = read_manifest(folder)
    assert (talk.file, talk.language, talk.duration_s) == ("talk.wav", "en", 12.5)
    assert talk.reference_text == 'He said "no.'
    assert len(others) == 5


def test_trust_is_read_from_the_text_the_statement_and_the_notes(folder: Path) -> None:
    trust = {recording.file: recording.trust for recording in read_manifest(folder)}
    assert trust == {
        "talk.wav": Trust.GOLD,
        "lines.flac": Trust.SCRIPT,
        "toys.flac": Trust.TREND,
        "both.wav": Trust.NONE,
        "music.ogg": Trust.NONE,
        "numbers.wav": Trust.NONE,
    }


def test_accents_are_folded_only_where_the_reference_lacks_them(folder: Path) -> None:
    folded = [r.file for r in read_manifest(folder) if r.folds_diacritics]
    assert folded == ["lines.flac"]


def test_word_times_are_known_where_a_file_beside_holds_them(folder: Path) -> None:
    assert [r.file for r in read_manifest(folder) if r.has_word_times] == ["talk.wav"]


def test_recordings_without_a_known_language_are_decoded_as_english(folder: Path) -> None:
    by_file = {recording.file: recording for recording in read_manifest(folder)}
    assert by_file["music.ogg"].decoding_language == "en"
    assert not by_file["music.ogg"].has_speech
    assert by_file["numbers.wav"].decoding_language == "en"
    assert by_file["numbers.wav"].has_speech
    assert by_file["lines.flac"].decoding_language == "es"


def test_a_missing_column_is_no_silent_default(tmp_path: Path) -> None:
    (tmp_path / MANIFEST_NAME).write_text("file\tlanguage\na.wav\ten\n", encoding="utf-8")
    with pytest.raises(KeyError, match="reference_text"):
        read_manifest(tmp_path)


def test_select_keeps_the_order_of_the_manifest(folder: Path) -> None:
    recordings = read_manifest(folder)
    chosen = select(recordings, ["music", "talk"])
    assert [recording.file for recording in chosen] == ["talk.wav", "music.ogg"]
    assert select(recordings, []) == recordings


def test_decoded_samples_are_kept_and_read_again(tmp_path: Path) -> None:
    kept = np.array([0.5, -0.25], dtype=np.float32)
    (tmp_path / "pcm").mkdir()
    np.save(tmp_path / "pcm" / "talk.wav.npy", kept)
    loaded = load_samples(tmp_path / "nowhere" / "talk.wav", tmp_path)
    assert loaded.dtype == np.float32
    assert loaded.tolist() == kept.tolist()


def test_gaps_lie_between_the_parts_only() -> None:
    parts = [np.full(2, value, dtype=np.float32) for value in (1, 2, 3)]
    joined = join_with_gaps(parts, gap_samples=1)
    assert joined.tolist() == [1, 1, 0, 2, 2, 0, 3, 3]
    assert joined.dtype == np.float32
    assert join_with_gaps([], gap_samples=1).size == 0
