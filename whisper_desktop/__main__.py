"""`python -m whisper_desktop` is the same as `whisper-desktop`: both start here.

Nothing is imported outside the guard, so that Ctrl-C while the program starts shows no traceback.
"""

import sys


def main() -> int:
    """Show the window or run the command line of this process; return the exit status."""
    try:
        import os

        # Frozen, the program is its own recogniser process (see app.recogniser_process).
        if sys.argv[1:] == ["--recogniser-process"]:
            from whisper_desktop.app.recognition_child import main as serve

            return serve()

        from whisper_desktop.cli.standard_streams import replace_closed_streams
        from whisper_desktop.cli.window_request import has_display, wanted_files

        replace_closed_streams()
        files = wanted_files(sys.argv[1:])
        if files is None:
            from whisper_desktop.cli import main as run

            return run()
        if not has_display(os.environ):
            sys.stderr.write(
                "whisper-desktop: there is no display to show the window on. Set DISPLAY, or use"
                " a command: whisper-desktop --help\n"
            )
            return 2
        from whisper_desktop.ui.application import run as show

        return show(files)
    except KeyboardInterrupt:
        # 128 + SIGINT, as shells have it.
        return 130


if __name__ == "__main__":
    sys.exit(main())
