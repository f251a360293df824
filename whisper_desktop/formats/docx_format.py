"""A transcript for word processors (.docx): one paragraph a cue, its times before its text."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.timecode import parse_clock
from whisper_desktop.formats.cue_gatherer import CueGatherer
from whisper_desktop.formats.cue_text import normal_text
from whisper_desktop.formats.markup import fit_for_xml, styled_runs, tagged
from whisper_desktop.formats.subtitles import ReadReason, Subtitles
from whisper_desktop.formats.txt_reader import read_txt
from whisper_desktop.formats.vtt import format_vtt_time

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_MAX_UNPACKED_BYTES = 1 << 29
_CLOCK = r"\d{1,3}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?"
_TIMES = re.compile(rf"\s*\[?({_CLOCK})\s*(?:-->|[-–—])\s*({_CLOCK})\]?\s*", re.ASCII)


def write_docx(cues: Sequence[Cue]) -> bytes:
    """Return the cues as a document; bold, italic, underlined and struck through text stays so."""
    import docx

    document = docx.Document()
    for cue in cues:
        _write_paragraph(document, cue)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def read_docx(data: bytes, cancel: CancelToken | None = None) -> Subtitles:
    """Return a cue for every paragraph or row that begins with two times.

    Where none does, every paragraph is a cue whose times are made up. Raises `Cancelled`.
    """
    import docx

    cancel = cancel or CancelToken()
    gatherer = CueGatherer(cancel=cancel)
    try:
        _check_size(data)
        document = docx.Document(io.BytesIO(data))
        paragraphs = list(_paragraphs(document, cancel))
    # SyntaxError is what a broken XML inside raises.
    except (KeyError, OSError, SyntaxError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        gatherer.report(0, str(error), ReadReason.DAMAGED)
        return Subtitles((), tuple(gatherer.problems))
    if not any(_TIMES.match(text) for text in paragraphs):
        return read_txt("\n".join(paragraphs), cancel)
    for number, text in enumerate(paragraphs, start=1):
        _take(text, number, gatherer)
    return Subtitles(tuple(gatherer.cues), tuple(gatherer.problems))


def _check_size(data: bytes) -> None:
    """Raise ValueError for a small file that would unpack to more than any transcript has."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _MAX_UNPACKED_BYTES:
            raise ValueError("it unpacks to more than a transcript can hold")


def _write_paragraph(document: "Document", cue: Cue) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{format_vtt_time(cue.start_ms)} – {format_vtt_time(cue.end_ms)}\t")
    for run in styled_runs(fit_for_xml(normal_text(cue.text))):
        written = paragraph.add_run(run.text)
        written.bold = "b" in run.styles or None
        written.italic = "i" in run.styles or None
        written.underline = "u" in run.styles or None
        written.font.strike = "s" in run.styles or None


def _paragraphs(document: "Document", cancel: CancelToken) -> Iterator[str]:
    """Yield the text of paragraphs, and of the rows of tables, in the order of the document."""
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cancel.raise_if_cancelled()
                first, *others = (cell.text for cell in row.cells)
                yield " – ".join((first, *others[:1])) + "\t" + "\t".join(others[1:])
        else:
            cancel.raise_if_cancelled()
            yield _text_of(block)


def _text_of(paragraph: "Paragraph") -> str:
    """Return the text with tags where its style is not that of the paragraph."""
    return "".join(
        tagged(
            run.text,
            ("b" if run.bold else "")
            + ("i" if run.italic else "")
            + ("s" if run.font.strike else "")
            + ("u" if run.underline else ""),
        )
        for run in paragraph.runs
    )


def _take(text: str, number: int, gatherer: CueGatherer) -> None:
    match = _TIMES.match(text)
    if match is not None:
        try:
            times_ms = parse_clock(match[1]), parse_clock(match[2])
        except ValueError:
            match = None
        else:
            gatherer.add(*times_ms, text[match.end() :], number)
    if match is None and text.strip():
        gatherer.report(number, text, ReadReason.STRAY_TEXT)
