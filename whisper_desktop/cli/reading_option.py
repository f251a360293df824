"""`--reading`: the delivery rules that text is cut into subtitles for."""

from argparse import _ActionsContainer

from whisper_desktop.core.presets import SHIPPED_PRESETS


def add_reading_option(parser: _ActionsContainer) -> None:
    """Add the option to what recognises."""
    parser.add_argument(
        "--reading",
        metavar="PRESET",
        choices=[preset.name for preset in SHIPPED_PRESETS],
        help="cut the text into subtitles that can be read, by the rules of "
        f"{', '.join(preset.name for preset in SHIPPED_PRESETS)}; the last are those of "
        "settings.json (as recognised)",
    )
