import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { Client, Pool } from 'pg'
import { openDatabase } from '#platform/database/database.server.ts'
import { DIRECTUS, nodeOfDirectus, withDirectus } from './directus.ts'
import { fillWorkspace, type Filled } from './fill.ts'
import { measureImport, type Imported } from './import.ts'
import { HASTILY, measure, ONCE, THOROUGH, type Effort, type Measured } from './measure.ts'
import { embedded, onServer, type Place, type Running } from './pitso.ts'
import { measureOverlaps, type OverlapFigures } from './overlap.ts'
import { memoryOf } from './processes.ts'
import { closeConnections } from './request.ts'
import { toMarkdown, type OnEngine, type Whole } from './results.ts'
import {
	DELIBERATING,
	FULL,
	HASTILY_REGISTERING,
	HASTY,
	LEGISLATING,
	LISTED,
	REGISTERING,
	SMALL,
	WIDE,
	type Shape
} from './shapes.ts'
import { besideFormsOf, measureForms } from './public-forms.ts'
import { preparePlans, statementsOf } from './statements.ts'
import {
	besideOf,
	deliberationOf,
	legislationOf,
	membershipOf,
	pagesOf,
	pagesOfMany,
	plainOf,
	registersBesideOf,
	registersOf,
	type Subject
} from './subjects.ts'

const FILE = new URL('results.md', import.meta.url)

const { values: options } = parseArgs({
	options: {
		/** A smaller workspace, one short run each, twenty workspaces at most and no Directus: some minutes. */
		quick: { type: 'boolean', default: false },
		/** Only what has one of these words, parted by commas, in its name; workspaces that none of it asks for are not filled. */
		only: { type: 'string', default: '' },
		/** How many rows the import of a register brings. */
		rows: { type: 'string' },
		'without-directus': { type: 'boolean', default: false },
		/** A folder in which Directus was installed before. */
		directus: { type: 'string' },
		/** Only on one of the two: `embedded` or `server`. */
		engine: { type: 'string' }
	}
})
const isQuick = options.quick
const effort: Effort = isQuick ? HASTILY : THOROUGH
const once: Effort = isQuick ? HASTILY : ONCE
const full: Shape = isQuick ? HASTY : FULL
const registering: Shape = isQuick ? HASTILY_REGISTERING : REGISTERING
const entries = registering.registers?.entries ?? 0
const sizes = isQuick ? [1, 20] : [1, 20, 200]
const importedRows = Number(options.rows ?? (isQuick ? 2_000 : 100_000))
const command = ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' ')
const say = (sentence: string) => void process.stderr.write(`${sentence}\n`)
const since = performance.now()
const stamp = () => `${((performance.now() - since) / 60_000).toFixed(1)} min`

let place: Place | undefined
let running: Running | undefined

async function again(at: Place): Promise<Running> {
	if (running) await at.stop(running)
	running = await at.start()
	return running
}

async function withSuperuser<T>(at: Place, work: (superuser: Client) => Promise<T>): Promise<T> {
	const superuser = new Client(await at.superuser())
	superuser.on('error', () => undefined)
	await superuser.connect()
	try {
		return await work(superuser)
	} finally {
		await superuser.end()
	}
}

/** Fills workspaces, and leaves the database as it is after a quiet night: analysed. */
async function fill(at: Place, wanted: readonly (readonly [key: string, shape: Shape])[]): Promise<Filled[]> {
	const database = openDatabase({ ...(await at.owner()), most: 2 })
	try {
		return await withSuperuser(at, async (superuser) => {
			const filled = []
			for (const [key, shape] of wanted) filled.push(await fillWorkspace({ database, superuser }, key, shape))
			await superuser.query('vacuum analyze')
			return filled
		})
	} finally {
		await database.close()
	}
}

const words = options.only.split(',')
const isNamed = (name: string) => words.some((word) => name.includes(word))
// What is asked of a workspace has its names before the workspace is there.
const nobody: Filled = { key: '', workspaceId: '', session: '', token: '' }
/** True where something of it is wanted. */
const isWanted = (asked: (filled: Filled) => readonly Subject[]) => asked(nobody).some(({ name }) => isNamed(name))
const IMPORT = 'import into a register'
const OVERLAPS = 'new draft compared with all laws'

const wanted = {
	full: isWanted((filled) => [...pagesOf(filled, full), membershipOf(filled)]),
	wide: isWanted((filled) => [...pagesOf(filled, WIDE), membershipOf(filled)]),
	deliberation: isWanted(deliberationOf),
	legislation: isWanted(legislationOf),
	registers:
		isNamed(IMPORT) ||
		isWanted(besideFormsOf) ||
		isWanted((filled) => [...registersOf(filled, entries), ...registersBesideOf(filled)]),
	many: isWanted((filled) => pagesOfMany([filled])),
	listed: isWanted(besideOf)
}

async function measureAll(subjects: readonly Subject[], by: Effort, over?: Running): Promise<Measured[]> {
	const measured = []
	for (const subject of subjects.filter(({ name }) => isNamed(name))) {
		const one = await measure(subject, by, over)
		const { node = NaN, postgres = NaN } = one.processor ?? {}
		say(
			`  ${subject.name.padEnd(56)} p50 ${one.p50.toFixed(1)}, p99 ${one.p99.toFixed(1)} ms, ${one.perSecond.toFixed(0)}/s; ${node.toFixed(1)} + ${postgres.toFixed(1)} ms of processor`
		)
		measured.push(one)
	}
	return measured
}

async function fillMany(at: Place, there: number, wanted: number): Promise<Filled[]> {
	const keys = Array.from({ length: wanted - there }, (_one, index) => `many-${String(there + index + 1)}`)
	return fill(
		at,
		keys.map((key) => [key, SMALL] as const)
	)
}

async function measureMany(at: Place, over: Running): Promise<OnEngine['many']> {
	const filled: Filled[] = []
	const many = []
	for (const size of wanted.many ? sizes : []) {
		filled.push(...(await fillMany(at, filled.length, size)))
		say(`${String(size)} small workspaces, ${at.name} (${stamp()})`)
		many.push({ workspaces: size, measured: await measureAll(pagesOfMany(filled), once, over) })
	}
	return many
}

// The first request after a start opens connections and compiles; of those that follow, one that met no housekeeping is told.
async function explainAll(at: Place, measured: readonly Measured[]): Promise<Measured[]> {
	const { log } = at
	if (log === null) return [...measured]
	await withSuperuser(at, preparePlans)
	await again(at)
	return withSuperuser(at, async (superuser) => {
		await superuser.query(`load 'auto_explain'`)
		const explained = []
		for (const one of measured) {
			for (let turn = 0; turn < 3; turn++) await one.subject.work(turn)
			const found = []
			for (let turn = 0; turn < 3; turn++) {
				await one.subject.anew?.()
				found.push(await statementsOf(superuser, log, () => one.subject.work(turn)))
			}
			const [least] = found.sort((first, second) => first.all - second.all)
			explained.push(least ? { ...one, statements: least } : one)
		}
		return explained
	})
}

const versionOf = (at: Place) =>
	withSuperuser(at, async (superuser) => {
		const { rows } = await superuser.query<{ version: string }>(`select split_part(version(), ' on ', 1) as version`)
		return rows[0]?.version ?? 'PostgreSQL'
	})

type Register = { shape: Shape; filled: Filled }

async function measureRegister(at: Place, { filled, shape }: Register, over: Running): Promise<OnEngine['registers']> {
	say(`A secretariat's lists, ${at.name} (${stamp()})`)
	const measured = await measureAll(registersOf(filled, shape.registers?.entries ?? 0), effort, over)
	if (isWanted(besideFormsOf)) {
		say(`Public forms sent meanwhile (${stamp()})`)
		for (const one of await measureForms(filled, effort, over)) {
			say(
				`  ${one.subject.name.padEnd(56)} p50 ${one.p50.toFixed(1)}, p99 ${one.p99.toFixed(1)} ms; ${(one.processor?.node ?? NaN).toFixed(1)} + ${(one.processor?.postgres ?? NaN).toFixed(1)} ms of processor; ${String(one.failed)} failed`
			)
			measured.push(one)
		}
	}
	const imported: Imported[] = []
	for (const circles of isNamed(IMPORT) ? ([1, 2] as const) : []) {
		const one = await measureImport(filled, { circles, rows: importedRows }, over)
		const { rows, seconds, processor } = one
		say(
			`  ${IMPORT}, ${String(circles)} circles of readers: ${String(rows)} rows in ${seconds.toFixed(1)} s, ${(rows / seconds).toFixed(0)} rows/s; ${processor.node.toFixed(1)} + ${processor.postgres.toFixed(1)} s of processor`
		)
		imported.push(one)
	}
	return { measured, imported }
}

async function onEngine(
	at: Place,
	wideToo: boolean
): Promise<OnEngine & { wide: Measured[]; registering: Filled | undefined }> {
	say(`First start, ${at.name} (${stamp()})`)
	const first = await again(at)
	const began = performance.now()
	say(`Filling (${stamp()})`)
	const shapes: (readonly [key: string, shape: Shape, isWanted: boolean])[] = [
		['bench', full, wanted.full],
		['committees', DELIBERATING, wanted.deliberation],
		['laws', LEGISLATING, wanted.legislation],
		['lists', registering, wanted.registers],
		['wide', WIDE, wideToo && wanted.wide]
	]
	const asked = shapes.filter(([, , isAsked]) => isAsked).map(([key, shape]) => [key, shape] as const)
	const filled = new Map((await fill(at, asked)).map((one) => [one.key, one]))
	const fillSeconds = (performance.now() - began) / 1_000
	const second = await again(at)
	const [bench, committees, laws, lists, wideOne] = shapes.map(([key]) => filled.get(key))
	let measured: Measured[] = []
	if (bench) {
		say(`The full workspace, ${at.name} (${stamp()})`)
		measured = await measureAll([...pagesOf(bench, full), membershipOf(bench)], effort, second)
	}
	let deliberation: Measured[] = []
	if (committees) {
		say(`Committees at work, ${at.name} (${stamp()})`)
		deliberation = await measureAll(deliberationOf(committees), effort, second)
	}
	let legislation: Measured[] = []
	if (laws) {
		say(`The laws of a country, ${at.name} (${stamp()})`)
		legislation = await measureAll(legislationOf(laws), effort, second)
	}
	const registers = lists
		? await measureRegister(at, { filled: lists, shape: registering }, second)
		: { measured: [], imported: [] }
	let wide: Measured[] = []
	if (wideOne) {
		say(`The wide workspace, ${at.name} (${stamp()})`)
		wide = await measureAll([...pagesOf(wideOne, WIDE), membershipOf(wideOne)], once, second)
	}
	const memory = await memoryOf(second)
	say(`Statements, ${at.name} (${stamp()})`)
	measured = await explainAll(at, measured)
	deliberation = await explainAll(at, deliberation)
	legislation = await explainAll(at, legislation)
	const listed = await explainAll(at, registers.measured)
	wide = await explainAll(at, wide)
	const third = await again(at)
	const many = await measureMany(at, third)
	const last = await again(at)
	return {
		postgres: await versionOf(at),
		fillSeconds,
		full: measured,
		many,
		starts: { first: first.seconds, second: second.seconds, many: last.seconds },
		memory,
		deliberation,
		legislation,
		registers: { ...registers, measured: listed },
		wide,
		registering: lists
	}
}

async function measureBeside(at: Awaited<ReturnType<typeof onServer>>, lists: Filled | undefined): Promise<Measured[]> {
	const [listed] = wanted.listed ? await fill(at, [['listed', LISTED]]) : []
	if (!listed && !lists) return []
	const over = await again(at)
	say(`Beside it (${stamp()})`)
	const measured: Measured[] = []
	if (listed) {
		const pool = new Pool({ ...(await at.superuser()), max: 8 })
		pool.on('error', () => undefined)
		measured.push(...(await measureAll(plainOf(listed, pool), once)))
		await pool.end()
		measured.push(...(await measureAll(besideOf(listed), once, over)))
	}
	if (lists) measured.push(...(await measureAll(registersBesideOf(lists), once, over)))
	await at.stop(over)
	running = undefined
	// Installing takes minutes: a hasty run does without, unless it is there already.
	if ((isQuick && options.directus === undefined) || options['without-directus']) return measured
	say(
		options.directus === undefined
			? `Installing Directus ${DIRECTUS} into a temporary folder (${stamp()})`
			: `Directus ${DIRECTUS} (${stamp()})`
	)
	const asked = { actorsOf: listed?.workspaceId, entriesOf: lists?.workspaceId, folder: options.directus }
	try {
		await withDirectus(at.server, asked, async (subjects, directus) => {
			measured.push(...(await measureAll(subjects, once, directus)))
		})
	} catch (error) {
		// A registry that does not answer takes nothing from what Pitso itself was measured to hold.
		say(`Directus was not measured: ${error instanceof Error ? error.message : String(error)}`)
	}
	return measured
}

function comparedOf(): OverlapFigures | undefined {
	if (!isNamed(OVERLAPS)) return undefined
	say(`A ${OVERLAPS} (${stamp()})`)
	const figures = measureOverlaps({ times: isQuick ? 1 : 5 })
	for (const { took, processor } of figures.compared)
		say(`  ${took.toFixed(0)} ms, ${processor.toFixed(0)} ms of processor`)
	return figures
}

async function benchmark(): Promise<Whole> {
	// Before anything else runs: it is work of the processor alone.
	const overlaps = comparedOf()
	let first: Awaited<ReturnType<typeof onEngine>> | undefined
	let second: OnEngine | undefined
	let beside: Measured[] = []
	if (options.engine !== 'server') {
		place = await embedded()
		first = await onEngine(place, true)
		await leave()
	}
	if (options.engine !== 'embedded') {
		const server = await onServer()
		place = server
		const measured = await onEngine(server, false)
		second = measured
		beside = await measureBeside(server, measured.registering)
		await leave()
	}
	return {
		command,
		minutes: (performance.now() - since) / 60_000,
		effort,
		shapes: {
			full,
			wide: WIDE,
			small: SMALL,
			listed: LISTED,
			deliberating: DELIBERATING,
			legislating: LEGISLATING,
			registering
		},
		...(first ? { embedded: first } : {}),
		...(second ? { server: second } : {}),
		...(overlaps ? { overlaps } : {}),
		wide: first?.wide ?? [],
		beside,
		directus: `Directus ${DIRECTUS} on Node.js ${nodeOfDirectus().replace('v', '')}`
	}
}

async function leave() {
	closeConnections()
	if (place && running) await place.stop(running)
	running = undefined
	await place?.remove()
	place = undefined
}

const stopped = new Promise<never>((_resolve, reject) => {
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, () => reject(new Error(`stopped by ${signal}`)))
})

try {
	const text = toMarkdown(await Promise.race([benchmark(), stopped]))
	process.stdout.write(`\n${text}`)
	// A part of the table, or a hasty one, is no result to keep.
	if (options.only === '' && !isQuick && options.engine === undefined) await writeFile(FILE, text)
} finally {
	await leave()
}
