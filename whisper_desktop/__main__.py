"""`python -m whisper_desktop` is the same as `whisper-desktop`: both start here.

Nothing is imported outside the guard, so that Ctrl-C while the program starts shows no traceback.
"""

import sys


def main() -> int:
    """Run the command line of this process and return the exit status."""
    try:
        from whisper_desktop.cli import main as run

        return run()
    except KeyboardInterrupt:
        # 128 + SIGINT, as shells have it.
        return 130


if __name__ == "__main__":
    sys.exit(main())
