// Drives node-postgres with its cursors, streams and pool, and prints what it sees: `same` what any server should answer,
// `refused` what Sallyport refuses.
'use strict';

const { Client, Pool } = require('pg');
const Cursor = require('pg-cursor');
const { from, to } = require('pg-copy-streams');
const { once } = require('node:events');
const { Readable } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const { attempt, digest, failure, large, main, roundTrips, say } = require('./values.js');

const options = { ssl: process.env.PGSSLMODE === 'disable' ? false : { rejectUnauthorized: false } };

async function connect() {
  const client = new Client(options);
  await client.connect();
  return client;
}

async function types(client) {
  for (const [type, value] of roundTrips) {
    say(type, (await client.query(`SELECT $1::${type} AS v`, [value])).rows);
    say(`${type} binary`, (await client.query({ text: `SELECT $1::${type} AS v`, values: [value], binary: type === 'int4' })).rows);
  }
  say('json', (await client.query('SELECT $1::json AS a, $1::jsonb AS b', [{ a: [1, null, 'ü'] }])).rows);
  const { fields } = await client.query("SELECT 1 AS a, 'x'::varchar(5) AS b");
  say('fields', fields.map(({ name, dataTypeID, dataTypeSize, dataTypeModifier, format }) => [name, dataTypeID, dataTypeSize, dataTypeModifier, format]));
}

async function prepared(client) {
  for (let i = 0; i < 5; i++) {
    const { rows } = await client.query({ name: 'next', text: 'SELECT $1::int + 1 AS next, $2::text AS word', values: [i, 'x'.repeat(i)] });
    say('prepared', rows);
  }
  await attempt('prepared badly', client.query({ name: 'bad', text: 'SELECT nothing FROM things' }));
}

async function transactions(client) {
  for (const text of ['BEGIN', "INSERT INTO things (name) VALUES ('kept')", 'SAVEPOINT s', 'SELECT 1 / 0', 'SELECT 1', 'ROLLBACK TO s', 'COMMIT']) {
    await attempt(text, client.query(text));
  }
  for (const text of ['BEGIN', 'DELETE FROM things', 'SELECT 1 / 0', 'COMMIT', 'SELECT count(*) FROM things']) {
    await attempt(text, client.query(text));
  }
  const results = await client.query("SELECT 1 AS a; SELECT 2 AS b; INSERT INTO things (name) VALUES ('s')");
  say('several', results.map(({ command, rowCount, rows }) => [command, rowCount, rows]));
}

async function cursors(client) {
  const cursor = client.query(new Cursor(`${large} WHERE i > $1`, [10]));
  const rows = [];
  for (let some = await cursor.read(700); some.length > 0; some = await cursor.read(700)) {
    rows.push(...some);
  }
  say('cursor', digest(rows));
  await cursor.close();
  const early = client.query(new Cursor(large, []));
  say('some rows', await early.read(2));
  await early.close();
  await attempt('after a cursor that is closed early', client.query('SELECT 1'));
}

async function copies(client) {
  const lines = Array.from({ length: 2000 }, (_, i) => `${i}\tline ${i}\t${i / 8}\n`);
  const into = client.query(from('COPY copied FROM STDIN'));
  await pipeline(Readable.from(lines), into);
  say('COPY in', into.rowCount);
  const out = client.query(to('COPY (SELECT * FROM copied ORDER BY id) TO STDOUT (FORMAT csv)'));
  const chunks = [];
  for await (const chunk of out) {
    chunks.push(chunk);
  }
  say('COPY out', digest(Buffer.concat(chunks).toString().split('\n')));
  await pipeline(Readable.from(['x\ty\tz\n']), client.query(from('COPY copied FROM STDIN'))).catch((error) =>
    say('COPY of a bad line', failure(error)),
  );
  await attempt('after COPY', client.query('SELECT count(*), sum(ratio) FROM copied'));
}

async function notifications(client, other) {
  const came = once(client, 'notification');
  await client.query('LISTEN pg_channel');
  await other.query("SELECT pg_notify('pg_channel', $1)", ['payload ü']);
  const [{ channel, payload }] = await came;
  say('notification', [channel, payload]);
  const notice = once(client, 'notice');
  await client.query("DO $$BEGIN RAISE NOTICE 'from a block'; END$$");
  say('notice', (await notice)[0].message);
}

async function cancels(client, other) {
  await client.query("SET statement_timeout = '200ms'");
  await attempt('too long', client.query('SELECT pg_sleep(60)'));
  await client.query('RESET statement_timeout');
  const sleeping = attempt('cancelled', client.query('SELECT pg_sleep(61)'));
  const busy = "SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(61)' AND wait_event = 'PgSleep'";
  while ((await other.query(busy)).rows.length === 0);
  const canceller = new Client(options);
  // node-postgres sends the request before it begins TLS, and minds that the server then closes.
  canceller.connection.on('error', () => {});
  canceller.cancel(client, client._getActiveQuery());
  await sleeping;
  await attempt('after that', client.query("SELECT 'goes on' AS it"));
}

async function same() {
  const client = await connect();
  const other = await connect();
  await client.query('DROP SCHEMA IF EXISTS node_postgres CASCADE; CREATE SCHEMA node_postgres; SET search_path = node_postgres');
  await client.query('CREATE TABLE things (id serial PRIMARY KEY, name text NOT NULL)');
  await client.query('CREATE TABLE copied (id int, body text, ratio float8)');
  const names = Array.from({ length: 100 }, (_, i) => `n${i}`);
  await client.query('INSERT INTO things (name) SELECT unnest($1::text[])', [names]);
  for (const part of [types, prepared, transactions, cursors, copies, notifications, cancels]) {
    await part(client, other);
  }
  for (const text of ['SELEC 1', 'SELECT nothing FROM things', 'INSERT INTO things (name) VALUES (NULL)', "SELECT 'x'::int", '']) {
    await attempt(text, client.query(text));
  }
  await client.query('DROP SCHEMA node_postgres CASCADE');
  await client.end();
  await other.end();
  const pool = new Pool({ ...options, max: 3 });
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => pool.query('SELECT $1::int AS i', [i])));
  say('pool', answers.map(({ rows }) => rows[0].i));
  await pool.end();
  console.log('done');
}

async function refused() {
  const client = await connect();
  const first = async (query) => {
    try {
      return Object.values((await client.query(query)).rows[0]).join(' ');
    } catch (error) {
      return error.code;
    }
  };
  console.log('masked', await first({ text: 'SELECT name, ssn, visits FROM people WHERE id = $1', values: [1] }));
  console.log('refused', await first('SELECT * FROM vault'));
  console.log('refused when prepared', await first({ name: 'v', text: 'SELECT * FROM vault WHERE id = $1', values: [1] }));
  console.log('next', await first('SELECT 1'));
  await client.query('BEGIN');
  await client.query("INSERT INTO people (id, name) VALUES (99, 'undone')");
  console.log('refused in a transaction', await first('SELECT * FROM vault'));
  console.log('then', await first('SELECT 1'));
  await client.query('ROLLBACK');
  console.log('undone', await first('SELECT count(*) FROM people WHERE id = 99'));
  await pipeline(client.query(to('COPY vault TO STDOUT')), async (source) => console.log('leaked', await source.toArray())).catch((error) =>
    console.log('refused COPY', error.code),
  );
  console.log('last', await first('SELECT 1'));
  await client.end();
}

main({ same, refused });
