"""`--reading`: the delivery rules that text is cut into subtitles for."""

from argparse import _ActionsContainer

from whisper_desktop.core.presets import SHIPPED_PRESETS


def add_reading_option(parser: _ActionsContainer, without: str = "as recognised") -> None:
    """Add the option; `without` it the text is cut so."""
    parser.add_argument(
        "--reading",
        metavar="PRESET",
        choices=[preset.name for preset in SHIPPED_PRESETS],
        help="cut the text into subtitles that can be read, by the rules of "
        f"{', '.join(preset.name for preset in SHIPPED_PRESETS)}; the last are those of "
        f"settings.json ({without})",
    )
