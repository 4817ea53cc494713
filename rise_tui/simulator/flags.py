"""The command line's flags of the simulator, apart from it so that `--help` loads nothing heavy."""

import argparse
from pathlib import Path

from rise_tui.simulator.options import ANSWERS


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The command line's flags, also for whoever offers the simulator as a command of its own."""
    parser.add_argument("--port", type=int, default=0, help="where to listen; 0 takes any free port")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--file", type=Path, required=True, help="the witness: an SQLite file")
    parser.add_argument("--webhook", required=True, help="where texts from phones are posted")
    parser.add_argument("--public-url", default="", help="the address in media links, if not the one listened on")
    parser.add_argument("--latency-ms", type=float, default=0, help="between acceptance and the answer")
    parser.add_argument("--status-delay-ms", type=float, default=50, help="before each status")
    parser.add_argument("--reply-delay-ms", type=float, default=300, help="between the last status and the answer")
    parser.add_argument("--answers", choices=ANSWERS, default="none", help="what phones answer without being told")
    parser.add_argument("--rate", type=float, default=0, help="segments a second, then 429; 0 means no limit")
    parser.add_argument("--burst", type=float, default=0, help="segments that may come at once")
    parser.add_argument("--retries", type=int, default=0, help="further attempts at a webhook that failed")
    parser.add_argument("--retry-delay-ms", type=float, default=200, help="before each further attempt")
    parser.add_argument("--receipts", default="sending,sent,delivered", help="the statuses that are called back")
    parser.add_argument("--direct-media", action="store_true", help="give media without a redirect")
    parser.add_argument("--largest-page", type=int, default=1000, help="texts on one page of the list, at most")
    parser.add_argument("--unfetched-media", action="store_true", help="do not fetch what is attached to a text")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end when standard input ends")
