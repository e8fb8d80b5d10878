// What the programs here ask for and how they print it. Every line is one thing that a client saw.
'use strict';

const { createHash } = require('node:crypto');
const { inspect } = require('node:util');

// PostgreSQL's types with values that a client sends and must get back.
const roundTrips = [
  ['int2', -32768],
  ['int4', 2147483647],
  ['int8', '-9223372036854775808'],
  ['numeric', '-12345678901234567890.0987654321'],
  ['float8', 0.1],
  ['bool', true],
  ['text', ''],
  ['text', 'Grüße, 世界 🚪 \'quoted\' \\ "double"'],
  ['text', null],
  ['bytea', Buffer.from(Array.from({ length: 256 }, (_, i) => i))],
  ['date', '2026-02-28'],
  ['timestamp', '2026-01-02 03:04:05.678'],
  ['timestamptz', new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678))],
  ['timestamptz', null],
  ['uuid', '0f0e0d0c-0b0a-0908-0706-050403020100'],
  ['int4[]', [1, -2, null, 3]],
  ['text[]', ['a', 'b,"c"', '', null, '{}']],
  ['interval', '3 days 04:05:06'],
];

const large = 'SELECT i, md5(i::text) FROM generate_series(1, 5000) i';

function say(what, value) {
  console.log(`${what}: ${inspect(value, { depth: 6, breakLength: Infinity, maxArrayLength: 300 })}`);
}

function digest(rows) {
  const hash = createHash('sha256');
  for (const row of rows) {
    hash.update(JSON.stringify(row));
  }
  return `${rows.length} rows ${hash.digest('hex').slice(0, 16)}`;
}

function failure(error) {
  const { name, severity, code, message, detail, constraint, constraint_name, position } = error;
  return { name, severity, code, message, detail, constraint, constraint_name, position };
}

async function attempt(what, promise) {
  try {
    const result = await promise;
    say(what, result.rows ?? [...result]);
  } catch (error) {
    say(what, failure(error));
  }
}

// Runs the half of the program that is asked for; a failure that it did not expect ends it with an exit code.
function main(parts) {
  parts[process.argv[2]]().catch((error) => {
    console.error(error);
    process.exitCode = 1;
    process.exit();
  });
}

module.exports = { attempt, digest, failure, large, main, roundTrips, say };
