import io
import zipfile

import docx
import pytest

from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.docx_format import read_docx, write_docx
from whisper_desktop.formats.subtitles import ReadReason

CUES = [
    Cue(1, 0, 1_500, "<i>Hello</i> & <b><s><u>there</u></s></b>\nsecond line"),
    Cue(2, 90_000_000, 90_001_001, "1984"),
    Cue(3, 90_002_000, 90_003_000, ""),
]


def saved(document: "docx.document.Document") -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_what_was_written_is_read_back() -> None:
    read = read_docx(write_docx(CUES))
    assert list(read.cues) == CUES
    assert read.problems == ()


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    assert read_docx(write_docx([Cue(1, 0, 1, "a\x00\x0b\ud800b")])).cues[0].text == "ab"


def test_paragraphs_and_rows_with_times_are_cues() -> None:
    document = docx.Document()
    document.add_paragraph("Interview")
    document.add_paragraph("")
    document.add_paragraph("[0:01 - 0:02] one")
    table = document.add_table(1, 3)
    for cell, text in zip(table.rows[0].cells, ["0:03.5", "0:04", "two"], strict=True):
        cell.text = text
    document.add_paragraph("00:00:70 --> 00:00:80 not a time")
    document.add_paragraph("00:00:06,000 --> 00:00:05,000 crossing")
    read = read_docx(saved(document))
    assert [(cue.start_ms, cue.end_ms, cue.text) for cue in read.cues] == [
        (1_000, 2_000, "one"),
        (3_500, 4_000, "two"),
        (5_000, 6_000, "crossing"),
    ]
    assert [(one.line, one.reason) for one in read.problems] == [
        (1, ReadReason.STRAY_TEXT),
        (5, ReadReason.STRAY_TEXT),
        (6, ReadReason.CROSSING_TIMES),
    ]


def test_a_document_without_times_gets_some() -> None:
    document = docx.Document()
    document.add_paragraph("one")
    document.add_paragraph("two")
    read = read_docx(saved(document))
    assert [(cue.start_ms, cue.text) for cue in read.cues] == [(0, "one"), (1_000, "two")]
    assert [one.reason for one in read.problems] == [ReadReason.TIMES_MADE_UP]


def _archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _with_broken_xml() -> bytes:
    parts = {}
    with zipfile.ZipFile(io.BytesIO(write_docx(CUES))) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    parts["word/document.xml"] = parts["word/document.xml"][:500]
    return _archive(**parts)


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"text", _archive(a=b"b"), _with_broken_xml(), write_docx(CUES)[:-300]],
)
def test_what_is_no_document_is_told(data: bytes) -> None:
    read = read_docx(data)
    assert read.cues == ()
    assert [one.reason for one in read.problems] == [ReadReason.DAMAGED]


def test_a_document_that_unpacks_to_too_much_is_refused() -> None:
    read = read_docx(_archive(a=bytes(600_000_000)))
    assert [one.reason for one in read.problems] == [ReadReason.DAMAGED]
