"""What the Python clients ask for and how they print it. Every line is one thing that a client saw."""

import datetime
import decimal
import hashlib
import uuid

UTC = datetime.timezone.utc

# By PostgreSQL's type: values that a client sends and must get back.
ROUND_TRIPS = {
    "int2": [0, -32768, 32767, None],
    "int4": [0, -2147483648, 2147483647],
    "int8": [-9223372036854775808, 9223372036854775807],
    "numeric": [decimal.Decimal("0"), decimal.Decimal("-12345678901234567890.0987654321"), decimal.Decimal("NaN")],
    "float8": [0.1, -1.7976931348623157e308, float("inf")],
    "bool": [True, False, None],
    "text": ["", "plain", "Grüße, 世界 🚪 'quoted' \\ \"double\"", None],
    "bytea": [b"", bytes(range(256)), None],
    "date": [datetime.date(1, 1, 1), datetime.date(2026, 2, 28)],
    "time": [datetime.time(23, 59, 59, 999999)],
    "timestamp": [datetime.datetime(2026, 1, 2, 3, 4, 5, 678901)],
    "timestamptz": [datetime.datetime(2026, 1, 2, 3, 4, 5, 678901, UTC), None],
    "interval": [datetime.timedelta(days=3, seconds=4, microseconds=5)],
    "uuid": [uuid.UUID("0f0e0d0c-0b0a-0908-0706-050403020100")],
    "int4[]": [[], [1, -2, None, 3], None],
    "text[]": [["a", 'b,"c"', "", None, "{}"]],
}

LARGE = "SELECT i, md5(i::text) FROM generate_series(1, 5000) i"


def say(what, value):
    print(what + ":", repr(value), flush=True)


def digest(rows):
    """Of many rows: how many, and what they say."""
    count, sha = 0, hashlib.sha256()
    for row in rows:
        count += 1
        sha.update(repr(tuple(row)).encode())
    return count, sha.hexdigest()[:16]
