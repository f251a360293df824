"""The process that automated persons are forked from, so that nothing is imported a hundred times.

Its argument names the module of the person. Each line of its input is a session: what `live` of
that module takes, parted by tabs. It forks a child for it and prints its process id and, later,
how it ended.
"""

import importlib
import os
import sys
import traceback


def main() -> None:
    live = importlib.import_module(sys.argv[1]).live
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                live(*line.rstrip("\n").split("\t"))
            except BaseException:  # noqa: BLE001 - the border of the forked process
                traceback.print_exc()
            finally:
                os._exit(1)
        print(child, flush=True)  # noqa: T201 - this is how it answers
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
