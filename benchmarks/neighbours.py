"""Measure how long good requests take while others misbehave: slow heads, broken heads, deaf readers and quitters.

A deck is served as `instructdeck serve` does; one client asks for its page again and again, first alone, then in the
midst of the crowd. The crowd is a program of its own.
"""
# ruff: noqa: INP001, T201  a script that prints

from __future__ import annotations

import argparse
import http.client
import random
import re
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles

SLOW = 200
"""Connections that send a byte each second."""
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/deck/")


def crowd(port: int, seconds: float) -> None:
    """Misbehave for some seconds."""
    rng = random.Random(1)  # noqa: S311  the same each time
    good = f"GET /deck/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    slow: list[socket.socket] = []
    sent = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        while len(slow) < SLOW:
            slow.append(socket.create_connection(("127.0.0.1", port), timeout=5))
        for line in rng.sample(slow, 5):
            try:
                line.send(b"G")
            except OSError:
                slow.remove(line)
        data = bytearray(good * 20)
        for _ in range(rng.randint(0, 5)):
            data[rng.randrange(len(good))] = rng.randrange(256)
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            line.sendall(data)
            sent += 1
            if rng.random() < 0.5:  # noqa: PLR2004
                line.recv(100)
        time.sleep(0.002)
    print(sent)


def asked(port: int, seconds: float) -> list[float]:
    """Give the milliseconds that each request took, as a browser asks: one connection, until it is closed."""
    found = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        for _ in range(20):
            began = time.perf_counter()
            try:
                connection.request("GET", "/deck/")
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                found.append(float("inf"))
                break
            found.append((time.perf_counter() - began) * 1000 if answer.status == http.client.OK else float("inf"))
            time.sleep(0.005)
        connection.close()
    return found


def show(name: str, found: list[float]) -> None:
    """Print a line on some requests."""
    lost = sum(each == float("inf") for each in found)
    known = [each for each in found if each != float("inf")]
    last = quantiles(known, n=100)[98]
    print(f"{name}: {len(found)} requests, median {median(known):.1f} ms, p99 {last:.1f} ms, {lost} lost")


def main() -> None:
    """Serve a deck, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("deck", type=Path, nargs="?", default=Path())
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    command = [sys.executable, "-m", "instructdeck", "serve", str(options.deck), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as serving:  # noqa: S603
        assert serving.stdout  # noqa: S101  for mypy
        found = ADDRESS.search(serving.stdout.readline())
        assert found  # noqa: S101
        port = int(found[1])
        show("alone", asked(port, options.seconds))
        code = f"from neighbours import crowd; crowd({port}, {options.seconds + 2})"
        with subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", code], cwd=Path(__file__).parent, stdout=subprocess.PIPE
        ) as others:
            time.sleep(1)
            show("in a crowd", asked(port, options.seconds))
            print(f"the crowd sent {int(others.communicate()[0])} requests, with {SLOW} slow connections open")
        serving.terminate()


if __name__ == "__main__":
    main()
