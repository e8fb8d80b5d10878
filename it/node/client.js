// Runs statements by node-postgres and prints what came of each, one JSON object a line.
// Reads one JSON object from standard input: { port, password, database, statements: [{ name?, text, values? }] }.
// `application` is the client's application_name.
'use strict';

const { Client } = require('pg');

// Texts as the server sent them: what a type parser makes of them is not what is tested here.
const asSent = { getTypeParser: () => (value) => (Buffer.isBuffer(value) ? value.toString('hex') : value) };

function failure(error) {
  return { error: { code: error.code, message: error.message, detail: error.detail, hint: error.hint } };
}

async function main(task) {
  const client = new Client({
    host: '127.0.0.1',
    port: task.port,
    user: 'agent',
    password: task.password,
    database: task.database,
    application_name: task.application,
    ssl: { rejectUnauthorized: false },
    types: asSent,
  });
  const say = (line) => process.stdout.write(JSON.stringify(line) + '\n');
  client.on('notice', (notice) => say({ notice: notice.message }));
  // A connection that ends also fails the query that waits for it.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    say(failure(error));
    return;
  }
  for (const statement of task.statements) {
    try {
      const result = await client.query({ ...statement, rowMode: 'array' });
      say({ rows: result.rows, command: result.command, count: result.rowCount });
    } catch (error) {
      say(failure(error));
    }
  }
  await client.end();
}

let input = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk) => (input += chunk));
process.stdin.on('end', () => main(JSON.parse(input)));
