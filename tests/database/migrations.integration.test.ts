import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lintMigration, statementsOf } from './lint.ts'

const folder = join(import.meta.dirname, '../../migrations')
const migrations = readdirSync(folder)
	.filter((name) => name.endsWith('.sql'))
	.sort()

test.each(migrations)('%s keeps what the laptop, the server and the cluster need', (name) => {
	expect(lintMigration(readFileSync(join(folder, name), 'utf8'))).toEqual([])
})

test('migrations are numbered without a gap', () => {
	expect(migrations.map((name) => Number(name.slice(0, 4)))).toEqual(migrations.map((_, at) => at + 1))
	for (const name of migrations) expect(name).toMatch(/^\d{4}_[a-z0-9_]+\.sql$/)
})

const table =
	'create table thing (workspace_id uuid not null, id uuid not null, constraint thing_pkey primary key (workspace_id, id))'
const spread = '\n-- distribute: thing\n'

test('a table as it should be has no fault', () => {
	expect(lintMigration(`${table};${spread}`)).toEqual([])
})

test.each([
	['a serial column', 'create table thing (workspace_id uuid, number bigserial, primary key (workspace_id, number))'],
	[
		'an identity column',
		'create table thing (workspace_id uuid, number int generated always as identity, primary key (workspace_id, number))'
	],
	['merge', 'merge into thing using other on thing.id = other.id when matched then delete'],
	['uuidv7 in the database', 'insert into thing (id) values (uuidv7())'],
	[
		'a generated column that is not stored',
		'create table thing (workspace_id uuid, one int, two int generated always as (abs(one) + 1), primary key (workspace_id, one))'
	],
	[
		'on delete set null',
		'alter table thing add constraint thing_other foreign key (workspace_id, other_id) references other (workspace_id, id) on delete set null'
	],
	[
		'on update',
		'alter table thing add constraint thing_other foreign key (workspace_id, other_id) references other (workspace_id, id) on update cascade'
	],
	['a trigger', 'create trigger thing_changed after update on thing execute function noted()'],
	['a clock or chance in an update', 'update thing set changed_at = now() where true'],
	[
		'a clock or chance in an update',
		'insert into thing (id) values (1) on conflict (id) do update set draw = random()'
	],
	[
		'several constraints in one statement',
		'alter table thing add constraint one check (true), add constraint two check (true)'
	],
	[
		'a column and a constraint in one statement',
		'alter table thing add column other_id uuid references other (workspace_id, id)'
	],
	['thing: unique (key) without workspace_id', 'create table thing (workspace_id uuid, key text, unique (key))'],
	['thing: primary key (id) without workspace_id', 'create table thing (workspace_id uuid, id uuid, primary key (id))'],
	['thing: unique index without workspace_id', `${table}; create unique index once on thing (id)`],
	[
		'thing: foreign key (other_id) without workspace_id',
		`${table}; alter table thing add constraint thing_other foreign key (other_id) references other (workspace_id, id)`
	],
	[
		'foreign key in create table',
		'create table thing (workspace_id uuid, id uuid, other_id uuid references other (workspace_id, id), primary key (workspace_id, id))'
	]
])('%s is found', (fault, sql) => {
	expect(lintMigration(`${sql};${spread}`).some((one) => one.startsWith(fault))).toBe(true)
})

test('a table that is forgotten when tables are spread, and a foreign key that comes too early, are found', () => {
	expect(lintMigration(`${table};`)).toEqual(['thing is not distributed'])
	const early = `${table}; alter table thing add constraint t foreign key (workspace_id, id) references other (workspace_id, id);${spread}`
	expect(lintMigration(early)).toEqual(['a foreign key stands before its tables are distributed'])
})

test('what stands between dollar signs or in a comment is no statement of its own', () => {
	expect(
		statementsOf(
			"-- create trigger x;\nselect ';' as one; do $$ begin a; b; end $$; create function f() as $body$ x; $body$"
		)
	).toEqual(["select ';' as one", 'do $$ begin a; b; end $$', 'create function f() as $body$ x; $body$'])
})
