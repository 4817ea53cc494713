"""The same server with nothing behind it: reads a form and gives it back. What the relay's webhook is measured against.

`python -m tests.benchmarks.echo PORT` prints `ready http://…` once it listens.
"""

import asyncio
import socket
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


async def echo(request: Request) -> Response:
    """The body, as it came."""
    return Response(await request.body(), media_type="application/x-www-form-urlencoded")


def main(port: int) -> None:
    """Serve until a signal."""
    listener = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(
        Starlette(routes=[Route("/echo", echo, methods=["POST"])]),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
    server = uvicorn.Server(config)
    print(f"ready http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(server.serve(sockets=[listener]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
