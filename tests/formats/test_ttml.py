import xml.etree.ElementTree as ET

import pysubs2

from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.ttml import LANGUAGE, write_ttml

CUES = [
    Cue(1, 0, 1_500, "<i>a</i> & <b><u><s>b</s></u></b>\nc"),
    Cue(2, 90_000_000, 90_001_001, ""),
]


def test_a_document_holds_paragraphs_with_times_and_styles() -> None:
    written = write_ttml(CUES, {LANGUAGE: 'd"e'}, "utf-16-le")
    assert written.startswith('<?xml version="1.0" encoding="UTF-16-LE"?>\n')
    assert 'xml:lang="d&quot;e"' in written
    assert '<p begin="25:00:00.000" end="25:00:01.001"></p>' in written
    assert (
        '<span tts:fontStyle="italic">a</span> &amp; '
        '<span tts:fontWeight="bold" tts:textDecoration="lineThrough underline">b</span><br/>c'
    ) in written


def test_what_xml_cannot_hold_is_left_out() -> None:
    ET.fromstring(write_ttml([Cue(1, 0, 1, "a\x00\x0b\ud800<b> ]]> &lt;")]))


def test_another_reader_understands_the_file() -> None:
    read = pysubs2.SSAFile.from_string(write_ttml([Cue(1, 500, 1_500, "<i>a</i>\nb & c")]))
    assert [(e.start, e.end, e.plaintext) for e in read] == [(500, 1_500, "a\nb & c")]
