#!/usr/bin/env python3
"""Writes what the gateway needs to be played PostgreSQL's own tests: its configuration, its keys and a token.

usage: regress_setup.py DIRECTORY DATABASE_PORT SUPERUSER
"""

import json
import sys
from pathlib import Path

import leaktest_setup

# pg_regress makes the second by way of the first.
DATABASES = ("postgres", "regression")


def configuration(port, superuser):
    return {
        "listen": {"postgres": "127.0.0.1:0", "http": "127.0.0.1:0"},
        "identity": {"issuers": [{"issuer": leaktest_setup.ISSUER, "audience": "sallyport", "jwks": "file:jwks.json"}]},
        "databases": {name: {"url": f"postgresql://127.0.0.1:{port}/{name}?sslmode=disable",
                             "credential": {"type": "password", "username": superuser, "password": "trusted"}}
                      for name in DATABASES},
        "access": [{"name": f"all-{name}", "who": "true", "database": name,
                    "statements": ["read", "write", "ddl", "admin"], "session": {"lasts": "6h", "idle": "1h"}}
                   for name in DATABASES],
        "audit": {"directory": "audit", "durability": "written"},
    }


def main():
    directory, port, superuser = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    leaktest_setup.write_keys(directory)
    leaktest_setup.write_token(directory)
    # JSON is YAML too.
    (directory / "sallyport.yaml").write_text(json.dumps(configuration(port, superuser), indent=2))


if __name__ == "__main__":
    main()
