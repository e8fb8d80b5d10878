#!/usr/bin/env python3
"""Writes what the gateway needs for a leak corpus: its configuration, its keys and a token.

usage: leaktest_setup.py POLICY_JSON DIRECTORY DATABASE_PORT masks|rules
"""

import base64
import json
import subprocess
import sys
import time
from pathlib import Path

ISSUER = "https://issuer.invalid"
TOKEN_LIFE_SECONDS = 6 * 3600
DATABASES = ("shop_a", "shop_b")


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True).stdout


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def write_keys(directory):
    openssl("genrsa", "-out", str(directory / "issuer.pem"), "2048")
    modulus = openssl("rsa", "-in", str(directory / "issuer.pem"), "-noout", "-modulus").decode().strip()
    key = {"kty": "RSA", "kid": "leaktest", "use": "sig", "alg": "RS256", "e": "AQAB",
           "n": base64url(bytes.fromhex(modulus.partition("=")[2]))}
    (directory / "jwks.json").write_text(json.dumps({"keys": [key]}))
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost",
            "-keyout", str(directory / "server.key"), "-out", str(directory / "server.crt"))


def write_token(directory):
    now = int(time.time())
    header = {"alg": "RS256", "typ": "JWT", "kid": "leaktest"}
    claims = {"iss": ISSUER, "sub": "agent", "aud": "sallyport", "groups": ["ai-agents"], "iat": now, "nbf": now,
              "exp": now + TOKEN_LIFE_SECONDS, "jti": str(time.time_ns())}
    signed = ".".join(base64url(json.dumps(part).encode()) for part in (header, claims))
    signature = openssl("dgst", "-sha256", "-sign", str(directory / "issuer.pem"), data=signed.encode())
    (directory / "token").write_text(signed + "." + base64url(signature))


def json_column(entry):
    (key,) = entry["path"]
    return f"{entry['column']}->>'{key}'"


def configuration(policy, port, guard):
    columns = policy["columns"] + policy["derived_columns"] + [json_column(entry) for entry in policy["json_paths"]]
    trusted = [function.partition("(")[0] for function in policy["harmless_functions"]]
    everything = ["read", "write", "ddl", "admin"]
    masks = [{"name": f"sensitive-{name}", "database": name, "columns": columns, "with": policy["mask"]} for name in DATABASES]
    # Nobody answers what a rule holds for a person.
    rules = {"rules": ["pack:safe-agent"], "approval": {"approvers": "false", "within": "1s", "inTransaction": "1s"}}
    return {
        "listen": {"postgres": "127.0.0.1:0", "http": "127.0.0.1:0",
                   "tls": {"certificate": "server.crt", "key": "server.key", "required": True}},
        "identity": {"issuers": [{"issuer": ISSUER, "audience": "sallyport", "jwks": "file:jwks.json"}]},
        "databases": {name: {"url": f"postgresql://127.0.0.1:{port}/{name}?sslmode=disable",
                             "credential": {"type": "password", "username": "shop_owner", "password": "shop"},
                             "trustedFunctions": trusted} for name in DATABASES},
        **({"masks": masks} if guard == "masks" else rules),
        "access": [{"name": f"all-{name}", "who": "true", "database": name, "statements": everything,
                    "session": {"lasts": "6h", "idle": "1h"}} for name in DATABASES],
        "audit": {"directory": "audit", "durability": "written"},
    }


def main():
    policy_file, directory, port, guard = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    write_keys(directory)
    write_token(directory)
    # JSON is YAML too.
    policy = json.loads(policy_file.read_text())
    (directory / "sallyport.yaml").write_text(json.dumps(configuration(policy, port, guard), indent=2))


if __name__ == "__main__":
    main()
