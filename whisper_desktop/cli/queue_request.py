"""A parsed command line as orders for the queue."""

import os
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from whisper_desktop.app.queue import QueueOrder, SubtitleFormat
from whisper_desktop.app.request import LongFormMode
from whisper_desktop.cli.requests import wanted_recipe
from whisper_desktop.core.presets import Preset


def queue_order(arguments: Namespace, media: Path, reading: Preset | None = None) -> QueueOrder:
    """Return what the queue shall do with a recording, whichever folder it is run from.

    `reading` is what its rows are cut for.
    """
    model = arguments.model or ""
    if os.path.lexists(model):
        model = str(Path(model).absolute())
    return QueueOrder(
        media.absolute(),
        replace(wanted_recipe(arguments), model=model),
        LongFormMode(arguments.mode),
        arguments.audio_track,
        tuple(SubtitleFormat(wanted) for wanted in dict.fromkeys(arguments.formats or ("srt",))),
        is_overwriting=arguments.overwrite,
        reading=reading,
    )
