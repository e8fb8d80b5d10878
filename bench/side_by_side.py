#!/usr/bin/env python3
"""Side-by-side load on several PostgreSQL endpoints, in rotation, reported as ratios.

    side_by_side.py --endpoint direct=postgresql://app:pw@127.0.0.1:5432/bench \
                    --endpoint pgbouncer=postgresql://app:pw@127.0.0.1:6431/bench,pid=123 \
                    --endpoint sallyport=postgresql://agent:TOKEN@127.0.0.1:6432/bench?sslmode=require,pid=456 \
                    --reference pgbouncer --clients 1,8,32 --mode prepared --workload select

Each round visits every endpoint once, in a rotating order, so that a machine that drifts hurts all alike. A figure is the
median over the rounds; a ratio is the median of the rounds' own ratios to the reference. `pid` adds the CPU microseconds
that the process and its threads spent on each transaction (on each row, for rows).

Workloads: select (pgbench -S), tpcb (pgbench), rows (one SELECT of --rows rows by the simple protocol, read and thrown
away by drain.py, because psql's own work would hide everything else). The database must come from `pgbench -i`.
`bench/side-by-side` starts all that is needed and calls this.
"""
import argparse
import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

TICK = os.sysconf("SC_CLK_TCK")
# What a run may take beyond the time that it was asked to take: connecting 32 clients on a busy machine.
SLACK_SECONDS = 60
ROWS_SECONDS = 120
NAN = float("nan")


class Failed(Exception):
    """A run did not do what it should: its figures would mean nothing."""


class Endpoint:
    def __init__(self, name, url, pid=None):
        self.name, self.pid = name, pid
        parts = urlsplit(url)
        settings = {"host": parts.hostname, "port": str(parts.port or 5432), "user": unquote(parts.username or ""),
                    "password": unquote(parts.password or ""), "database": parts.path.lstrip("/")}
        settings.update({key: values[0] for key, values in parse_qs(parts.query).items()})
        self.env = dict(os.environ, **{"PG" + key.upper(): value for key, value in settings.items()})

    @classmethod
    def parse(cls, text):
        name, rest = text.split("=", 1)
        url, _, pid = rest.partition(",pid=")
        return cls(name, url, int(pid) if pid else None)

    def cpu_seconds(self):
        if not self.pid:
            return NAN
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK


class Load:
    """What is run through each endpoint."""

    def __init__(self, workload, mode="prepared", clients=1, seconds=5, query="", rows=0):
        self.workload, self.mode, self.clients, self.seconds = workload, mode, clients, seconds
        self.query, self.rows = query, rows

    def run(self, endpoint):
        return self._rows(endpoint) if self.workload == "rows" else self._pgbench(endpoint)

    def _pgbench(self, endpoint):
        command = ["pgbench", "-n", "-M", self.mode, "-c", str(self.clients), "-j", "1", "-T", str(self.seconds)]
        if self.workload == "select":
            command.append("-S")
        before = endpoint.cpu_seconds()
        out = self._call(endpoint, command, self.seconds + SLACK_SECONDS)
        after = endpoint.cpu_seconds()
        count = int(re.search(r"number of transactions actually processed: (\d+)", out).group(1))
        failed = re.search(r"number of failed transactions: (\d+)", out)
        if count == 0 or (failed and failed.group(1) != "0"):
            raise Failed(f"{endpoint.name}: transactions failed: {out[-600:]}")
        return {"rate": float(re.search(r"tps = ([\d.]+)", out).group(1)),
                "latency_us": float(re.search(r"latency average = ([\d.]+) ms", out).group(1)) * 1000,
                "cpu_us": (after - before) / count * 1e6}

    def _rows(self, endpoint):
        command = [sys.executable, str(Path(__file__).with_name("drain.py")), self.query]
        before = endpoint.cpu_seconds()
        rows, seconds = self._call(endpoint, command, ROWS_SECONDS).split()
        after = endpoint.cpu_seconds()
        if int(rows) != self.rows:
            raise Failed(f"{endpoint.name}: {rows} rows instead of {self.rows}")
        return {"rate": self.rows / float(seconds), "latency_us": float(seconds) * 1e6,
                "cpu_us": (after - before) / self.rows * 1e6}

    @staticmethod
    def _call(endpoint, command, seconds):
        try:
            done = subprocess.run(command, env=endpoint.env, capture_output=True, text=True, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise Failed(f"{endpoint.name}: {command[0]} took longer than {seconds} s") from None
        if done.returncode:
            raise Failed(f"{endpoint.name}: {command[0]} failed: {done.stderr.strip()[-600:]}")
        return done.stdout


def compare(endpoints, reference, load, rounds):
    """Runs the load through all endpoints, a warm-up round first, and returns each one's figures by name."""
    kept = []
    for number in range(rounds + 1):
        first = number % len(endpoints)
        results = {e.name: load.run(e) for e in endpoints[first:] + endpoints[:first]}
        if number > 0:
            kept.append(results)
    return {e.name: dict({key: statistics.median(r[e.name][key] for r in kept) for key in kept[0][e.name]},
                         ratio=statistics.median(r[e.name]["rate"] / r[reference]["rate"] for r in kept))
            for e in endpoints}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint", action="append", required=True, type=Endpoint.parse)
    parser.add_argument("--reference", required=True)
    parser.add_argument("--clients", default="1,8,32")
    parser.add_argument("--mode", default="prepared", choices=["simple", "extended", "prepared"])
    parser.add_argument("--workload", default="select", choices=["select", "tpcb", "rows"])
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    if args.reference not in [e.name for e in args.endpoint]:
        parser.error("--reference must name an endpoint")
    query = f"SELECT aid, bid, abalance FROM pgbench_accounts LIMIT {args.rows}"
    for clients in [1] if args.workload == "rows" else [int(c) for c in args.clients.split(",")]:
        load = Load(args.workload, args.mode, clients, args.seconds, query, args.rows)
        try:
            figures = compare(args.endpoint, args.reference, load, args.rounds)
        except Failed as failure:
            sys.exit(str(failure))
        print(f"\n{args.workload} {args.mode} clients={clients} rounds={args.rounds} x {args.seconds} s")
        print(f"{'endpoint':<24}{'per second':>12}{'ratio':>8}{'latency us':>13}{'cpu us':>10}")
        for name, figure in figures.items():
            print(f"{name:<24}{figure['rate']:>12.0f}{figure['ratio']:>8.2f}"
                  f"{figure['latency_us']:>13.0f}{figure['cpu_us']:>10.2f}")


if __name__ == "__main__":
    main()
