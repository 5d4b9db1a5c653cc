import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import type { Server } from '../scripts/database-server.mjs'
import { registerKey } from './fill-registers.ts'
import type { Running } from './pitso.ts'
import { askWell } from './request.ts'
import { NARROWED, type Subject } from './subjects.ts'

/** The generic tool somebody would take instead, in the newest version that installs from the registry as a whole. */
export const DIRECTUS = '12.4.0'

const PORT = Number(process.env['PITSO_BENCH_DIRECTUS_PORT'] ?? 4932)
const TOKEN = 'a-token-for-this-measurement-alone'
const LONGEST_START = 120_000
const LONGEST_INSTALL = 900_000

async function finished(child: ChildProcess, within: number, words: () => string) {
	const timer = setTimeout(() => child.kill('SIGKILL'), within)
	await once(child, 'exit')
	clearTimeout(timer)
	if (child.exitCode !== 0) throw new Error(`it ended with ${String(child.exitCode)}: ${words().slice(-1_500)}`)
}

function started(command: string, args: readonly string[], folder: string, environment: NodeJS.ProcessEnv) {
	const child = spawn(command, args, { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
	let words = ''
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (piece: Buffer) => (words = `${words}${piece.toString()}`.slice(-8_000)))
	return { child, words: () => words }
}

// By the machine's own Node.js and not Pitso's: what is compiled at the installation is compiled for that one.
const machine = {
	...process.env,
	PATH: (process.env['PATH'] ?? '')
		.split(':')
		.filter((place) => !place.includes('node_modules'))
		.join(':')
}

/** The version of Node.js that Directus runs on. */
export const nodeOfDirectus = () => execFileSync('node', ['--version'], { env: machine, encoding: 'utf8' }).trim()

/** Installs Directus into a folder; kept by nobody, and no dependency of Pitso. */
async function install(folder: string) {
	await writeFile(join(folder, 'package.json'), '{"private":true}')
	const given = ['install', `directus@${DIRECTUS}`, '--no-audit', '--no-fund', '--loglevel=error']
	const { child, words } = started('npm', given, folder, machine)
	await finished(child, LONGEST_INSTALL, words)
}

const TABLE = `create table party (
	id uuid primary key, key text not null unique, title text collate "und-x-icu" not null, acronym text, kind text not null,
	status text not null, country text, parent_id uuid, state text not null, origin text not null, changed_at timestamptz not null
)`

// The same rows with the same indexes, in a database of its own on the same server.
async function copyRows(server: Server, workspaceId: string) {
	const from = new Client({ host: server.folder, user: 'postgres', database: 'pitso' })
	const to = new Client({ host: server.folder, user: 'postgres', database: 'directus' })
	// What ends when the server stops has nobody waiting for it any more.
	for (const client of [from, to]) client.on('error', () => undefined)
	await Promise.all([from.connect(), to.connect()])
	const { rows } = await from.query<{ rows: string }>(
		`select json_agg(json_build_object('id', r.id, 'key', r.key, 'title', r.title_sort, 'acronym', r.acronym, 'kind', a.kind, 'status', a.status,
			'country', a.country, 'parent_id', a.parent_id, 'state', r.state, 'origin', r.origin, 'changed_at', r.changed_at))::text as rows
		from record r join actor a on a.workspace_id = r.workspace_id and a.id = r.id where r.workspace_id = $1`,
		[workspaceId]
	)
	await to.query(TABLE)
	await to.query(`insert into party select * from json_populate_recordset(null::party, $1::json)`, [rows[0]?.rows])
	await to.query('create index party_by_title on party (state, title, id)')
	await to.query('create index party_by_kind on party (kind, id)')
	await to.query('vacuum analyze party')
	await Promise.all([from.end(), to.end()])
}

const PROJECTS = `create table project (
	id uuid primary key, number text not null unique, title text collate "und-x-icu" not null, state text not null, standing text not null,
	kind text, stage text, country text, begins date, ends date, cost bigint, people bigint, urgent bigint, per_head bigint, carrier uuid,
	changed_at timestamptz not null
)`

// The entries of the long register with the fields that its lists filter by, each indexed as Pitso indexes it.
async function copyEntries(server: Server, workspaceId: string) {
	const from = new Client({ host: server.folder, user: 'postgres', database: 'pitso' })
	const to = new Client({ host: server.folder, user: 'postgres', database: 'directus' })
	for (const client of [from, to]) client.on('error', () => undefined)
	await Promise.all([from.connect(), to.connect()])
	await to.query(PROJECTS)
	let after = '00000000-0000-0000-0000-000000000000'
	for (;;) {
		const { rows } = await from.query<{ rows: string | null; last: string | null }>(
			`select json_agg(chosen)::text as rows, max(chosen.id::text) as last from (
				select r.id, r.number, r.title_sort as title, r.state, part.state as standing, part.text_1 as kind, part.text_2 as stage,
					part.text_3 as country, part.day_1 as begins, part.day_2 as ends, part.number_1 as cost, part.number_2 as people,
					part.number_3 as urgent, part.number_4 as per_head, part.reference_1 as carrier, r.changed_at
				from record r
				join entry_part part on part.workspace_id = r.workspace_id and part.entry_id = r.id and part.part = 'open'
				join record register on register.workspace_id = r.workspace_id and register.id = part.register_id
				where r.workspace_id = $1 and r.kind = 'entry' and register.key = $2 and r.id > $3 order by r.id limit 20000
			) chosen`,
			[workspaceId, registerKey(1), after]
		)
		const [{ rows: some, last } = { rows: null, last: null }] = rows
		if (some === null || last === null) break
		await to.query(`insert into project select * from json_populate_recordset(null::project, $1::json)`, [some])
		after = last
	}
	for (const column of ['title', 'kind', 'stage', 'country', 'begins', 'ends', 'cost', 'people', 'carrier', 'standing'])
		await to.query(`create index project_by_${column} on project (${column}, id)`)
	await to.query('vacuum analyze project')
	await Promise.all([from.end(), to.end()])
}

async function answers() {
	try {
		const answer = await fetch(`http://127.0.0.1:${String(PORT)}/server/ping`)
		return answer.ok
	} catch {
		return false
	}
}

// A table that is there becomes one that Directus answers for.
const collect = (collection: string) =>
	fetch(`${base}/collections`, { method: 'POST', headers, body: JSON.stringify({ collection, meta: {} }) })

const base = `http://127.0.0.1:${String(PORT)}`
const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }

function subjects(id: string): Subject[] {
	const columns = 'id,key,title,acronym,kind,status,country,parent_id,state,origin,changed_at'
	const list = `/items/party?limit=50&sort=title&filter[state][_eq]=active&fields=${columns}&meta=filter_count`
	return [
		{
			name: `Directus ${DIRECTUS}: list of 50 of 10,000, sorted, with its total`,
			about: 'list',
			most: null,
			work: async () => void (await askWell({ base, path: list, headers }))
		},
		{
			name: `Directus ${DIRECTUS}: one record`,
			about: 'one',
			most: null,
			work: async () => void (await askWell({ base, path: `/items/party/${id}`, headers }))
		},
		{
			name: `Directus ${DIRECTUS}: one create`,
			about: 'create',
			most: null,
			async work() {
				const body = {
					id: randomUUID(),
					key: `made-${randomUUID()}`,
					title: 'Office for the measurement',
					kind: 'agency',
					status: 'active',
					state: 'active',
					origin: 'entered',
					changed_at: new Date()
				}
				await askWell({ base, path: '/items/party', headers, body: JSON.stringify(body) })
			}
		}
	]
}

const entrySubjects = (): Subject[] => {
	const fields =
		'id,number,title,state,standing,kind,stage,country,begins,ends,cost,people,urgent,per_head,carrier,changed_at'
	const { kind, country, begins, sort } = NARROWED
	const filter = `filter[state][_eq]=active&filter[kind][_eq]=${kind}&filter[country][_eq]=${country}&filter[begins][_gte]=${begins}`
	const path = `/items/project?limit=50&sort=${sort}&${filter}&fields=${fields}&meta=filter_count`
	return [
		{
			name: `Directus ${DIRECTUS}: 50 entries of the long register, three filters and a sort, with their total`,
			about: 'register',
			most: null,
			work: async () => void (await askWell({ base, path, headers }))
		}
	]
}

/** The workspaces whose rows Directus is asked for: actors, and the entries of the long register. */
export type Copied = { actorsOf?: string | undefined; entriesOf?: string | undefined; folder: string | undefined }

/** Runs Directus beside nothing else, on the rows of a workspace, for as long as the work takes. */
export async function withDirectus(
	server: Server,
	{ actorsOf, entriesOf, folder: known }: Copied,
	work: (subjects: Subject[], running: Running) => Promise<void>
): Promise<void> {
	const folder = known ?? (await mkdtemp(join(tmpdir(), 'pitso-directus-')))
	const superuser = new Client({ host: server.folder, user: 'postgres', database: 'pitso' })
	superuser.on('error', () => undefined)
	await superuser.connect()
	try {
		if (known === undefined) await install(folder)
		await superuser.query('create database directus')
		if (actorsOf !== undefined) await copyRows(server, actorsOf)
		if (entriesOf !== undefined) await copyEntries(server, entriesOf)
		const environment = {
			...machine,
			NODE_ENV: 'production',
			HOST: '127.0.0.1',
			PORT: String(PORT),
			PUBLIC_URL: base,
			SECRET: 'only for this measurement, of no worth',
			DB_CLIENT: 'pg',
			DB_HOST: server.folder,
			DB_PORT: '5432',
			DB_DATABASE: 'directus',
			DB_USER: 'postgres',
			DB_PASSWORD: 'none',
			ADMIN_EMAIL: 'admin@example.org',
			ADMIN_PASSWORD: 'only-for-this-measurement-1',
			ADMIN_TOKEN: TOKEN,
			LOG_LEVEL: 'error',
			TELEMETRY: 'false',
			RATE_LIMITER_ENABLED: 'false',
			PRESSURE_LIMITER_ENABLED: 'false',
			WEBSOCKETS_ENABLED: 'false'
		}
		const program = join(folder, 'node_modules/directus/cli.js')
		const bootstrap = started('node', [program, 'bootstrap'], folder, environment)
		await finished(bootstrap.child, LONGEST_START, bootstrap.words)
		const since = performance.now()
		const { child, words } = started('node', [program, 'start'], folder, environment)
		try {
			while (!(await answers())) {
				if (child.exitCode !== null || performance.now() - since > LONGEST_START)
					throw new Error(`Directus does not answer: ${words()}`)
				await pause(100)
			}
			const seconds = (performance.now() - since) / 1_000
			const asked: Subject[] = []
			if (actorsOf !== undefined) {
				await collect('party')
				const { rows } = await superuser.query<{ id: string }>(
					`select id from record where workspace_id = $1 and kind = 'actor' and key = 'actor-12'`,
					[actorsOf]
				)
				asked.push(...subjects(rows[0]?.id ?? ''))
			}
			if (entriesOf !== undefined) {
				await collect('project')
				asked.push(...entrySubjects())
			}
			await work(asked, { child, seconds, postgres: server.process ?? 0 })
		} finally {
			child.kill('SIGKILL')
			await once(child, 'exit')
		}
	} finally {
		await superuser.query('drop database if exists directus with (force)').catch(() => undefined)
		await superuser.end()
		if (known === undefined) await rm(folder, { recursive: true, force: true })
	}
}
