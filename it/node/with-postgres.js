// Drives postgres.js, which pipelines all it can and prepares what has parameters, and prints what it sees: `same` what any
// server should answer, `refused` what Sallyport refuses.
'use strict';

const { Readable } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const postgres = require('postgres');
const { attempt, digest, failure, large, main, roundTrips, say } = require('./values.js');

const options = {
  ssl: process.env.PGSSLMODE === 'disable' ? false : { rejectUnauthorized: false },
  max: 1,
  onnotice: (notice) => say('notice', [notice.code, notice.message]),
};

async function types(sql) {
  for (const [type, value] of roundTrips) {
    say(type, [...(await sql.unsafe(`SELECT $1::${type} AS v`, [value]))]);
  }
  say('json', [...(await sql`SELECT ${sql.json({ a: [1, null, 'ü'] })}::jsonb AS a, ${'x'}::text AS b`)]);
  const result = await sql`SELECT 1 AS a, 'x'::varchar(5) AS b`;
  say('columns', result.columns.map(({ name, type, table, number }) => [name, type, table, number]));
}

async function prepared(sql) {
  for (let i = 0; i < 5; i++) {
    say('prepared', [...(await sql`SELECT ${i}::int + 1 AS next, ${'x'.repeat(i)}::text AS word`)]);
  }
  const names = Array.from({ length: 100 }, (_, i) => ({ name: `n${i}`, price: i / 4 }));
  say('inserted', (await sql`INSERT INTO things ${sql(names)} RETURNING id`).count);
  const many = Array.from({ length: 100 }, (_, i) => sql`SELECT name FROM things WHERE id = ${i + 1}`);
  say('pipelined', digest((await Promise.all(many)).map((rows) => [...rows])));
  await Promise.all([
    attempt('first of three', sql`SELECT 1 AS a`),
    attempt('second of three', sql`SELECT 1 / ${0}::int AS a`),
    attempt('third of three', sql`SELECT 3 AS a`),
  ]);
  say('described', (await sql`SELECT id FROM things WHERE name = ${'x'}`.describe()).types);
  say('simply', (await sql`SELECT 1 AS a; SELECT 2 AS b`.simple()).map((rows) => [...rows]));
}

async function transactions(sql) {
  await sql.begin(async (inner) => {
    await inner`INSERT INTO things (name) VALUES ('kept')`;
    await inner.savepoint(async (point) => {
      await point`INSERT INTO things (name) VALUES ('undone')`;
      await point`INSERT INTO things (id, name) VALUES (1, 'twice')`;
    }).catch((error) => say('in a savepoint', failure(error)));
    return [inner`SELECT 1`, inner`SELECT 2`];
  });
  await sql.begin('isolation level serializable read only', (inner) => inner`DELETE FROM things`)
    .catch((error) => say('read only', failure(error)));
  say('kept', [...(await sql`SELECT name FROM things WHERE name IN ('kept', 'undone')`)]);
}

async function cursors(sql) {
  const rows = [];
  for await (const some of sql.unsafe(large, []).cursor(700)) {
    rows.push(...some);
  }
  say('cursor', digest(rows));
  let count = 0;
  await sql.unsafe(large, []).forEach(() => count++);
  say('each', count);
}

async function copies(sql) {
  const lines = Array.from({ length: 2000 }, (_, i) => `${i}\tline ${i}\t${i / 8}\n`);
  await pipeline(Readable.from(lines), await sql`COPY copied FROM STDIN`.writable());
  await attempt('copied', sql`SELECT count(*), sum(ratio) FROM copied`);
  // postgres.js can wait for ever on a connection that has been read from so, whatever the server.
  const other = postgres(options);
  const chunks = [];
  for await (const chunk of await other`COPY (SELECT * FROM postgres_js.copied ORDER BY id) TO STDOUT`.readable()) {
    chunks.push(chunk);
  }
  say('COPY out', digest(Buffer.concat(chunks).toString().split('\n')));
  await other.end({ timeout: 0 });
}

async function notifications(sql) {
  let heard;
  const came = new Promise((resolve) => (heard = resolve));
  const { unlisten } = await sql.listen('postgres_js', heard);
  await sql.notify('postgres_js', 'payload ü');
  say('notification', await came);
  await unlisten();
  await sql`DROP TABLE IF EXISTS no_such_table`;
}

async function cancels(sql) {
  const other = postgres(options);
  const query = sql`SELECT pg_sleep(60)`;
  const sleeping = attempt('cancelled', query);
  const busy = () => other`SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)' AND wait_event = 'PgSleep'`;
  while ((await busy()).length === 0);
  await query.cancel();
  await sleeping;
  await attempt('after that', sql`SELECT 'goes on' AS it`);
  await other.end();
}

async function same() {
  const sql = postgres(options);
  await sql`SET client_min_messages = warning`;
  await sql`DROP SCHEMA IF EXISTS postgres_js CASCADE; CREATE SCHEMA postgres_js`.simple();
  await sql`SET client_min_messages = notice`;
  await sql`SET search_path = postgres_js`;
  await sql`CREATE TABLE things (id serial PRIMARY KEY, name text NOT NULL, price numeric(8, 2))`;
  await sql`CREATE TABLE copied (id int, body text, ratio float8)`;
  for (const part of [types, prepared, transactions, cursors, copies, notifications, cancels]) {
    await part(sql);
  }
  for (const text of ['SELEC 1', 'SELECT nothing FROM things', 'INSERT INTO things (name) VALUES (NULL)', "SELECT 'x'::int"]) {
    await attempt(text, sql.unsafe(text));
    await attempt(`${text} prepared`, sql.unsafe(text, [], { prepare: true }));
  }
  await sql`SET client_min_messages = warning`;
  await sql`DROP SCHEMA postgres_js CASCADE`;
  await sql.end();
  console.log('done');
}

async function refused() {
  const sql = postgres(options);
  const first = (query) =>
    query.then(
      (rows) => Object.values(rows[0]).join(' '),
      (error) => error.code,
    );
  console.log('masked', await first(sql`SELECT name, ssn, visits FROM people WHERE id = ${1}`));
  console.log('refused', await first(sql`SELECT * FROM vault`));
  console.log('refused when prepared', await first(sql`SELECT * FROM vault WHERE id = ${1}`));
  console.log('next', await first(sql`SELECT 1`));
  await sql
    .begin(async (inner) => {
      await inner`INSERT INTO people (id, name) VALUES (99, 'undone')`;
      console.log('refused in a transaction', await first(inner`SELECT * FROM vault`));
      console.log('then', await first(inner`SELECT 1`));
    })
    .catch((error) => console.log('the transaction', error.code));
  console.log('undone', await first(sql`SELECT count(*) FROM people WHERE id = 99`));
  const three = await Promise.all([first(sql`SELECT 1`), first(sql`SELECT * FROM vault`), first(sql`SELECT 3`)]);
  console.log('around it', three[0], three[2]);
  console.log('refused in a batch', three[1]);
  console.log('last', await first(sql`SELECT 1`));
  await sql.end();
}

main({ same, refused });
