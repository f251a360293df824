"""Everything that can be done, in the order of the menus: tables without behaviour."""

from whisper_desktop.ui.menus.check import CHECK
from whisper_desktop.ui.menus.edit import EDIT
from whisper_desktop.ui.menus.file import FILE
from whisper_desktop.ui.menus.help import HELP
from whisper_desktop.ui.menus.play import PLAY
from whisper_desktop.ui.menus.recognise import RECOGNISE
from whisper_desktop.ui.menus.rows import ROWS
from whisper_desktop.ui.menus.spec import ActionSpec, MenuSpec, Need
from whisper_desktop.ui.menus.times import TIMES
from whisper_desktop.ui.menus.view import VIEW

__all__ = ["MENUS", "ActionSpec", "MenuSpec", "Need"]

MENUS = (FILE, EDIT, ROWS, TIMES, RECOGNISE, PLAY, CHECK, VIEW, HELP)
