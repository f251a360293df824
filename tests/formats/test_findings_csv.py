import csv
import io
import math

from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.checks import Finding, FindingKind
from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.findings_csv import write_findings_csv

HEADER = "row,start,end,finding,value,limit,text\r\n"


def test_a_document_without_findings_has_a_heading_alone() -> None:
    assert write_findings_csv([], []) == HEADER


def test_every_finding_has_a_line_with_its_row_counted_from_one() -> None:
    cues = [
        Cue(7, 0, 1_500, "Hello, you\nthere"),
        Cue(3, 90_000_000, 90_000_833, '"Quoted"'),
    ]
    findings = [
        Finding(3, FindingKind.READING_SPEED, 20.123456, 17.0),
        Finding(3, FindingKind.READING_SPEED, math.inf, 17.5),
        Finding(7, FindingKind.OUTSIDE_MEDIA, 86_400_001, 86_400_000),
    ]
    assert write_findings_csv(cues, findings) == HEADER + (
        '2,25:00:00.000,25:00:00.833,reading-speed,20.12,17,"""Quoted"""\r\n'
        '2,25:00:00.000,25:00:00.833,reading-speed,inf,17.5,"""Quoted"""\r\n'
        '1,00:00:00.000,00:00:01.500,outside-media,86400001,86400000,"Hello, you there"\r\n'
    )


def test_a_spreadsheet_takes_no_text_for_a_formula() -> None:
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1"):
        line = write_findings_csv([Cue(1, 0, 1, text)], [Finding(1, FindingKind.TOO_SHORT, 1, 2)])
        assert line.endswith(f",'{text.strip()}\r\n")


@given(st.lists(st.text(), min_size=1))
def test_a_reader_of_csv_finds_every_line_whole(texts: list[str]) -> None:
    cues = [Cue(uid, 0, 1, text) for uid, text in enumerate(texts, 1)]
    findings = [Finding(cue.uid, FindingKind.TOO_SHORT, 1, 1_000) for cue in cues]
    rows = list(csv.reader(io.StringIO(write_findings_csv(cues, findings), newline="")))
    assert [row[0] for row in rows[1:]] == [str(cue.uid) for cue in cues]
    assert all(len(row) == 7 for row in rows)


def test_what_is_wrong_with_a_translation_is_told_beside_it() -> None:
    cue = Cue(1, 0, 1_500, "Hallo", translation="Hello")
    finding = Finding(1, FindingKind.LINE_LENGTH, 5, 4, is_translation=True)
    assert write_findings_csv([cue], [finding]) == HEADER + (
        "1,00:00:00.000,00:00:01.500,translation:line-length,5,4,Hello\r\n"
    )
