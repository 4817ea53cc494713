"""`python -m rise_tui.simulator`: the simulator without the rest of the program."""

import argparse

from rise_tui.simulator.flags import add_flags
from rise_tui.simulator.main import serve_flags

parser = argparse.ArgumentParser(prog="python -m rise_tui.simulator", description="A phone company that is not one.")
add_flags(parser)
raise SystemExit(serve_flags(parser.parse_args()))
