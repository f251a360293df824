from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.markup import plain_text
from whisper_desktop.formats.subtitles import ReadReason, Subtitles
from whisper_desktop.formats.ttml import LANGUAGE, write_ttml
from whisper_desktop.formats.ttml_reader import read_ttml

TEXTS = st.text(
    st.sampled_from("ab <>&\n\u00a0") | st.characters(exclude_categories=["C"]), max_size=8
).filter(lambda text: plain_text(text) == text)

HEAD = """<?xml version="1.0" encoding="utf-16"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling"
    xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="25" xml:lang="de">
<head><styling>
  <style xml:id="loud" tts:fontWeight="bold"/>
  <style xml:id="base" style="loud" tts:fontStyle="italic"/>
</styling></head>
"""


def told(read: Subtitles) -> list[tuple[int, int, str]]:
    return [(cue.start_ms, cue.end_ms, cue.text) for cue in read.cues]


@given(
    st.lists(st.tuples(st.integers(0, 400_000_000), st.integers(0, 9_000), TEXTS), max_size=4),
    st.sampled_from([{}, {LANGUAGE: "pt-BR"}]),
)
def test_what_was_written_is_read_back(
    rows: list[tuple[int, int, str]], header: dict[str, str]
) -> None:
    cues = [
        Cue(uid, start_ms, start_ms + length_ms, text)
        for uid, (start_ms, length_ms, text) in enumerate(rows, start=1)
    ]
    read = read_ttml(write_ttml(cues, header))
    assert list(read.cues) == cues
    assert read.header == header
    assert read.problems == ()


def test_times_add_up_and_styles_are_inherited() -> None:
    body = """<body begin="10s" style="base"><div begin="00:00:05:00">
      <p begin="1s" end="2s" tts:fontWeight="normal">
        one   two<br/>
        <span tts:fontStyle="normal">three</span> &nbsp;&amp; AT&T
      </p>
      <p begin="3s" dur="500ms"><metadata>no</metadata>four</p>
      <p begin="4s">five</p>
    </div></body></tt>"""
    read = read_ttml(HEAD + body)
    assert told(read) == [
        (16_000, 17_000, "<i>one two</i>\nthree \u00a0<i>& AT&T</i>"),
        (18_000, 18_500, "<b><i>four</i></b>"),
        (19_000, 20_000, "<b><i>five</i></b>"),
    ]
    assert read.header == {LANGUAGE: "de"}
    assert read.problems == ()


def test_spans_may_have_the_times() -> None:
    body = """<body><div><p><span begin="1s" end="2s">one</span> <span begin="2s" end="3s">two
    <span tts:fontWeight="bold">three</span></span></p></div></body></tt>"""
    assert told(read_ttml(HEAD + body)) == [
        (1_000, 2_000, "one"),
        (2_000, 3_000, "two <b>three</b>"),
    ]


def test_older_names_and_none_are_understood() -> None:
    for namespace in ("http://www.w3.org/2006/10/ttaf1", ""):
        text = f'<tt xmlns="{namespace}"><body><p begin="0:00:01" end="2s">a</p></body></tt>'
        assert told(read_ttml(text.replace("0:00:01", "00:00:01"))) == [(1_000, 2_000, "a")]


def test_a_broken_document_is_read_up_to_the_break() -> None:
    body = '<body><div><p begin="1s" end="2s">one</p>\n<p begin="2s" end="3s">two</div>'
    read = read_ttml(HEAD + body)
    assert told(read) == [(1_000, 2_000, "one")]
    assert [(one.line, one.reason) for one in read.problems] == [(9, ReadReason.DAMAGED)]


def test_what_cannot_be_read_is_told() -> None:
    body = """<body><div><p>no times</p><p begin="soon" end="2s">bad</p><p> </p>
    <p begin="3s" end="2s">crossing</p></div></body></tt>"""
    read = read_ttml(HEAD + body)
    assert told(read) == [(2_000, 3_000, "crossing")]
    assert [(one.text, one.reason) for one in read.problems] == [
        ("no times", ReadReason.BAD_TIME),
        ("bad", ReadReason.BAD_TIME),
        ("crossing", ReadReason.CROSSING_TIMES),
    ]


def test_spans_may_nest_as_deep_as_they_like() -> None:
    spans = "<span>" * 20_000 + "deep" + "</span>" * 20_000
    text = f'<tt><body><p begin="1s" end="2s">{spans}</p></body></tt>'
    assert told(read_ttml(text)) == [(1_000, 2_000, "deep")]


def test_entities_that_grow_without_end_are_refused() -> None:
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{inner};" * 10}">'
        for inner, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    text = f'<!DOCTYPE tt [{entities}]><tt><body><p begin="1s" end="2s">&i;</p></body></tt>'
    assert sum(len(cue.text) for cue in read_ttml(text).cues) < 1_000_000


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_ttml(text)
    read_ttml(f'<tt><body><p begin="1s" end="2s">{text}')
