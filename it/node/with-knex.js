// Migrates a schema up, down and up again by Knex, uses it, and prints what is then there.
'use strict';

const knex = require('knex');
const { attempt, main, say } = require('./values.js');

const migrations = {
  '1_things': {
    up: (db) =>
      db.schema
        .createTable('things', (table) => {
          table.increments();
          table.string('name', 40).notNullable().unique();
          table.decimal('price', 8, 2).defaultTo(0);
          table.jsonb('attributes').index('things_attributes', 'GIN');
          table.timestamps(true, true);
        })
        .createTable('parts', (table) => {
          table.uuid('id').primary().defaultTo(db.fn.uuid());
          table.integer('thing_id').references('things.id').onDelete('CASCADE').index();
          table.enu('state', ['new', 'old'], { useNative: true, enumName: 'part_state' });
        }),
    down: (db) => db.schema.dropTable('parts').dropTable('things').raw('DROP TYPE part_state'),
  },
  '2_more': {
    up: (db) =>
      db.schema.alterTable('things', (table) => {
        table.text('more');
        table.renameColumn('price', 'cost');
        table.string('name', 80).notNullable().alter();
      }),
    down: (db) =>
      db.schema.alterTable('things', (table) => {
        table.dropColumn('more');
        table.renameColumn('cost', 'price');
      }),
  },
  '3_concurrently': {
    config: { transaction: false },
    up: (db) => db.raw('CREATE INDEX CONCURRENTLY things_more ON things (more)'),
    down: (db) => db.raw('DROP INDEX CONCURRENTLY things_more'),
  },
};

const source = {
  getMigrations: async () => Object.keys(migrations),
  getMigrationName: (name) => name,
  getMigration: async (name) => migrations[name],
};

async function same() {
  const db = knex({
    client: 'pg',
    connection: { ssl: process.env.PGSSLMODE === 'disable' ? false : { rejectUnauthorized: false } },
    searchPath: ['knex'],
    pool: { min: 1, max: 2 },
    migrations: { migrationSource: source, schemaName: 'knex' },
  });
  await db.raw('DROP SCHEMA IF EXISTS knex CASCADE');
  await db.raw('CREATE SCHEMA knex');
  say('up', (await db.migrate.latest())[1]);
  say('down', (await db.migrate.rollback(undefined, true))[1]);
  say('up again', (await db.migrate.latest())[1]);
  say('version', await db.migrate.currentVersion());
  say('columns', (await db.raw("SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns WHERE table_schema = 'knex' ORDER BY 1, 2")).rows);
  say('inserted', await db('things').insert([{ name: 'a', cost: 1.5, attributes: { b: [1] } }, { name: 'b' }], ['id', 'name']));
  say('merged', await db('things').insert({ name: 'a', cost: 2 }).onConflict('name').merge(['cost']).returning(['id', 'cost']));
  await db.transaction(async (inner) => {
    await inner('parts').insert({ thing_id: 1, state: 'new' });
    say('locked', await inner('things').where({ id: 1 }).forUpdate().select('name'));
  });
  await db.transaction((inner) => inner('parts').insert({ thing_id: 77 })).catch((error) => say('undone', [error.code, error.detail]));
  await attempt('joined', db('things').leftJoin('parts', 'things.id', 'parts.thing_id').select('name', 'state').orderBy('name').then((rows) => ({ rows })));
  const names = [];
  for await (const row of db('things').select('name').orderBy('name').stream()) {
    names.push(row.name);
  }
  say('streamed', names);
  await db.raw('DROP SCHEMA knex CASCADE');
  await db.destroy();
  console.log('done');
}

main({ same });
