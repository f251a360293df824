"""What is said of `align` on the command line."""

from argparse import ArgumentParser

from whisper_desktop.app.export import SubtitleFormat
from whisper_desktop.app.row_cut import RowCut
from whisper_desktop.cli import arguments as read
from whisper_desktop.cli.reading_option import add_reading_option

SUMMARY = "give a text that is there its times"
DESCRIPTION = """\
Find when a text is said that is there already.

talk.txt becomes talk.srt beside it, and subtitles that have times get new ones: talk.srt becomes
talk.aligned.srt. The text is not changed. Times it has may be off by seconds, or drift. What is
not in the recording gets times between its neighbours and is told on standard error; what is said
and not in the text is passed over. JSON has the times of the words.
"""
USAGE = "%(prog)s [OPTION ...] MEDIA SUBTITLES"


def add_text_options(parser: ArgumentParser) -> None:
    """Add the inputs and what to write."""
    parser.usage = USAGE
    parser.add_argument("media", metavar="MEDIA", type=read.path, help="audio or video file")
    parser.add_argument(
        "subtitles", metavar="SUBTITLES", type=read.path, help="subtitles of any format, or text"
    )
    group = parser.add_argument_group("what to write")
    group.add_argument(
        "--output",
        metavar="PATH",
        type=read.path,
        help="file to write, of the format that its ending tells (beside SUBTITLES)",
    )
    group.add_argument(
        "--format",
        dest="formats",
        action="append",
        choices=[form.value for form in SubtitleFormat if not form.is_counted_in_frames],
        help="may be given more than once without --output (srt)",
    )
    group.add_argument("--overwrite", action="store_true", help="replace outputs that exist")
    group.add_argument(
        "--rows",
        choices=[cut.value for cut in RowCut],
        default=RowCut.AUTO.value,
        help="what of a text without times becomes a row: its lines, or its sentences, which may "
        "go on in the next line; auto takes lines, and sentences where a line is too long for "
        "subtitles (auto)",
    )
    add_reading_option(group, "rows as they are given")


def add_language_option(parser: ArgumentParser) -> None:
    """Add what is spoken."""
    parser.add_argument(
        "--language",
        metavar="CODE|auto",
        type=read.language,
        help="code or English name of the spoken language, or auto to find it out (auto)",
    )
