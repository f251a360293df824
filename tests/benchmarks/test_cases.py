from pathlib import Path

from benchmarks.audio_set import Recording, Trust
from benchmarks.cases import Search, Wanted, cases


def recording(file: str, language: str, duration_s: float = 10.0, **other: bool) -> Recording:
    return Recording(
        file=file,
        language=language,
        duration_s=duration_s,
        reference_text="",
        trust=Trust.NONE,
        folds_diacritics=False,
        has_word_times=other.get("has_word_times", False),
    )


def test_multilingual_models_are_asked_for_everything() -> None:
    found = cases([recording("a.wav", "de")], "base", is_multilingual=True)
    assert {(case.search, case.wanted) for case in found} == {
        (Search.GREEDY, Wanted.TRANSCRIBE),
        (Search.GREEDY, Wanted.TRANSLATE),
        (Search.GREEDY, Wanted.WORDS),
        (Search.BEAM5, Wanted.TRANSCRIBE),
        (Search.BEAM5, Wanted.TRANSLATE),
    }
    assert {case.language for case in found} == {"de"}


def test_english_models_only_transcribe_english() -> None:
    recordings = [recording("a.wav", "en"), recording("b.wav", "de"), recording("c.wav", "zxx")]
    found = cases(recordings, "tiny.en", is_multilingual=False)
    assert {case.file for case in found} == {"a.wav", "c.wav"}
    assert Wanted.TRANSLATE not in {case.wanted for case in found}


def test_word_times_are_compared_on_short_speech_and_where_true_ones_are_known() -> None:
    recordings = [
        recording("short.wav", "en"),
        recording("long.wav", "en", 600.0),
        recording("long_known.wav", "en", 600.0, has_word_times=True),
        recording("music.wav", "zxx"),
    ]
    found = cases(recordings, "base", is_multilingual=True)
    with_words = {case.file for case in found if case.wanted is Wanted.WORDS}
    assert with_words == {"short.wav", "long_known.wav"}


def test_quick_cases_come_first() -> None:
    recordings = [recording("long.wav", "en", 100.0), recording("short.wav", "en", 10.0)]
    efforts_s = [case.effort_s for case in cases(recordings, "base", is_multilingual=True)]
    assert efforts_s == sorted(efforts_s)


def test_every_case_is_kept_in_a_place_of_its_own() -> None:
    recordings = [recording("a.wav", "en"), recording("b.wav", "en")]
    found = cases(recordings, "base", is_multilingual=True)
    places = {case.kept_at(Path("cache")) for case in found}
    assert len(places) == len(found)
    assert Path("cache/reference/base-beam5-translate/a.wav.json") in places


def test_words_are_a_way_to_transcribe() -> None:
    tasks = {
        case.wanted: case.task
        for case in cases([recording("a.wav", "de")], "base", is_multilingual=True)
    }
    assert tasks == {
        Wanted.TRANSCRIBE: "transcribe",
        Wanted.TRANSLATE: "translate",
        Wanted.WORDS: "transcribe",
    }
