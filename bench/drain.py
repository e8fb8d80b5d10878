#!/usr/bin/env python3
"""Sends one Query over the PostgreSQL protocol, throws the answer away as fast as it comes, prints "ROWS SECONDS".

    PGHOST=127.0.0.1 PGPORT=6432 PGUSER=agent PGPASSWORD=TOKEN PGDATABASE=bench [PGSSLMODE=require] drain.py "SELECT ..."

It does next to no work of its own, so that the figure is the endpoint's. It can answer a request for a clear-text password
and no other; certificates are not checked, because it only ever speaks with what the benchmark itself has started.
"""
import os
import re
import socket
import ssl
import struct
import sys
import time

WAIT_SECONDS = 60
CHUNK = 1 << 20
LONGEST_MESSAGE = 1 << 20
SSL_REQUEST = struct.pack("!ii", 8, 80877103)
PROTOCOL = 196608
# ReadyForQuery outside a transaction; nothing follows it before the next query.
READY = b"Z\0\0\0\5I"


def message(kind, body):
    return kind + struct.pack("!i", 4 + len(body)) + body


class Connection:
    def __init__(self, env):
        plain = socket.create_connection((env["PGHOST"], int(env["PGPORT"])), timeout=WAIT_SECONDS)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = self._encrypted(plain) if env.get("PGSSLMODE", "disable") != "disable" else plain
        parameters = b"".join(part.encode() + b"\0" for part in ("user", env["PGUSER"], "database", env["PGDATABASE"]))
        startup = struct.pack("!i", PROTOCOL) + parameters + b"\0"
        self.socket.sendall(struct.pack("!i", 4 + len(startup)) + startup)
        self._log_in(env.get("PGPASSWORD", ""))

    @staticmethod
    def _encrypted(plain):
        plain.sendall(SSL_REQUEST)
        if plain.recv(1) != b"S":
            sys.exit("the server does not offer TLS")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context.wrap_socket(plain)

    def _exactly(self, count):
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            if not more:
                sys.exit("the server closed the connection")
            data += more
        return data

    def _log_in(self, password):
        while True:
            kind, length = struct.unpack("!ci", self._exactly(5))
            if not 4 <= length <= LONGEST_MESSAGE:
                sys.exit("the server sent a message of an impossible length")
            body = self._exactly(length - 4)
            if kind == b"R" and body[:4] == b"\0\0\0\3":
                self.socket.sendall(message(b"p", password.encode() + b"\0"))
            elif kind == b"R" and body[:4] != b"\0\0\0\0":
                sys.exit("the server asks for a kind of password that is not known here")
            elif kind == b"E":
                sys.exit("refused: " + body.replace(b"\0", b" ").decode(errors="replace"))
            elif kind == b"Z":
                return

    def drain(self, query):
        """Returns the rows that the server says it sent."""
        self.socket.sendall(message(b"Q", query.encode() + b"\0"))
        buffer, tail, head = bytearray(CHUNK), b"", b""
        while not tail.endswith(READY):
            count = self.socket.recv_into(buffer)
            if count == 0:
                sys.exit("the server closed the connection")
            head = head or bytes(buffer[:count])
            tail = (tail + bytes(buffer[max(0, count - 64):count]))[-64:]
        if head.startswith(b"E"):
            sys.exit("refused: " + head.replace(b"\0", b" ").decode(errors="replace"))
        tag = re.search(rb"(?:SELECT|COPY) (\d+)\0", tail)
        return int(tag.group(1)) if tag else 0


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    connection = Connection(os.environ)
    start = time.perf_counter()
    rows = connection.drain(sys.argv[1])
    print(rows, time.perf_counter() - start)


if __name__ == "__main__":
    main()
