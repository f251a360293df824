"""The findings of a document as comma-separated values, one finding a line."""

import csv
import io
from collections.abc import Iterable, Sequence

from whisper_desktop.core.checks import Finding
from whisper_desktop.core.cue import Cue
from whisper_desktop.formats.cue_text import single_line
from whisper_desktop.formats.vtt import format_vtt_time

_HEADER = ("row", "start", "end", "finding", "value", "limit", "text")
_FORMULA_STARTS = ("=", "+", "-", "@")


def write_findings_csv(cues: Sequence[Cue], findings: Iterable[Finding]) -> str:
    """Return a heading and a line for each finding of these cues, in the order given.

    Rows count from 1. What is wrong with a translation is called "translation:line-length" and
    told beside that text. Text that a spreadsheet would take for a formula gets an apostrophe,
    for whoever wrote the subtitles is not who opens the report.
    """
    row_of = {cue.uid: row for row, cue in enumerate(cues)}
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADER)
    for finding in findings:
        row = row_of[finding.uid]
        cue = cues[row]
        shown = cue.translation if finding.is_translation else cue.text
        writer.writerow(
            (
                row + 1,
                format_vtt_time(cue.start_ms),
                format_vtt_time(cue.end_ms),
                f"translation:{finding.kind}" if finding.is_translation else finding.kind,
                f"{round(finding.value, 2):.12g}",
                f"{round(finding.limit, 2):.12g}",
                _inert(single_line(shown)),
            )
        )
    return text.getvalue()


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
