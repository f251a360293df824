"""What an action and a menu are: data without behaviour."""

from dataclasses import dataclass
from enum import Enum, auto

CONTEXT = "Actions"
"""Of the translations of all menus."""


class Need(Enum):
    """What must be there for an action to make sense."""

    NOTHING = auto()
    DOCUMENT = auto()
    SELECTION = auto()
    MEDIA = auto()
    MEDIA_AND_SELECTION = auto()
    MEDIA_AT_REST = auto()
    """A recording, and no transcription of it that runs."""
    RUN = auto()
    """A transcription that runs or is paused."""
    UNFINISHED_RUN = auto()
    """One that was stopped, and can go on."""
    WORK = auto()
    """A transcription, or rows that are being recognised again."""
    PROPOSALS = auto()
    """Something that was recognised again and waits for the person."""


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action; `name` is also what the key maps and the settings call it."""

    name: str
    text: str
    icon: str = ""
    need: Need = Need.NOTHING
    is_checkable: bool = False
    submenu: str = ""


@dataclass(frozen=True, slots=True)
class MenuSpec:
    """A menu; a line is drawn between its groups."""

    name: str
    title: str
    groups: tuple[tuple[ActionSpec, ...], ...]
