"""What is said of `models` on the command line."""

from typing import TYPE_CHECKING

from whisper_desktop.cli import arguments as read
from whisper_desktop.cli.subcommand import add_command

if TYPE_CHECKING:
    from whisper_desktop.cli.subcommand import Commands


def add_models(commands: "Commands") -> None:
    """Add the command and its actions."""
    parser = add_command(commands, "models", "list, install, import, verify and remove models")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add_command(actions, "list", "list the official models, and those that were imported")
    install = add_command(
        actions,
        "install",
        "download models",
        "Download official models. What arrived before an interruption is not fetched again.",
    )
    install.add_argument("names", metavar="NAME", nargs="+")
    bring_in = add_command(
        actions, "import", "copy weights from this machine", "Copy weights into the model folder."
    )
    bring_in.add_argument("path", metavar="PATH", type=read.path, help="file or folder of weights")
    bring_in.add_argument(
        "--name",
        metavar="NAME",
        type=read.model_name,
        help="what to call it (after the path)",
    )
    bring_in.add_argument(
        "--language",
        dest="languages",
        metavar="CODE",
        type=read.language,
        action="append",
        default=[],
        help="language of an aligner, which its weights do not tell; may be given again",
    )
    verify = add_command(actions, "verify", "check the files of installed models against checksums")
    verify.add_argument("name", metavar="NAME", nargs="?", help="(all that are installed)")
    remove = add_command(actions, "remove", "delete an installed model")
    remove.add_argument("name", metavar="NAME")
