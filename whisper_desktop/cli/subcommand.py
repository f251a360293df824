"""A command of the command line, or an action of one."""

import argparse
from argparse import ArgumentParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[ArgumentParser]


def add_command(
    commands: "Commands", name: str, summary: str, description: str = "", epilog: str = ""
) -> ArgumentParser:
    """Return the parser of one more; without a description its summary is one."""
    return commands.add_parser(
        name,
        help=summary,
        description=description or f"{summary[0].upper()}{summary[1:]}.",
        epilog=epilog,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
