"""`python -m whisper_desktop` is the same as `whisper-desktop`."""

import sys

from whisper_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
