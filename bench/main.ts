import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Client, Pool } from 'pg'
import { openDatabase } from '#platform/database/database.server.ts'
import { fillWorkspace } from './fill.ts'
import { explain, FULL, measure, QUICK, type Measured } from './measure.ts'
import { memoryOf, startPitso, stopPitso, type Running } from './pitso.ts'
import { closeConnections } from './request.ts'
import { toMarkdown } from './results.ts'
import { preparePlans } from './statements.ts'
import { subjectsOf } from './subjects.ts'

const FEW_EVENTS = 20_000
const MANY_EVENTS = 1_000_000
const FILE = new URL('results.md', import.meta.url)

const { values: options } = parseArgs({
	options: {
		quick: { type: 'boolean', default: false },
		events: { type: 'boolean', default: false },
		/** Only what has this word in its name. */
		only: { type: 'string', default: '' }
	}
})
const effort = options.quick ? QUICK : FULL
const events = options.events ? MANY_EVENTS : FEW_EVENTS
const command = ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' ')

// Short, since the path of the engine's socket has to stay under 108 bytes.
const dataFolder = await mkdtemp(join(tmpdir(), 'pitso-bench-'))
let running: Running | undefined
const say = (sentence: string) => void process.stderr.write(`${sentence}\n`)

async function withOwner<T>({ connection }: Running, work: (owner: Client) => Promise<T>): Promise<T> {
	const owner = new Client(connection)
	await owner.connect()
	try {
		return await work(owner)
	} finally {
		await owner.end()
	}
}

async function again() {
	if (running) await stopPitso(running)
	running = await startPitso(dataFolder)
	return running
}

async function fill(first: Running) {
	const database = openDatabase({ ...first.connection, most: 2 })
	try {
		return await withOwner(first, (owner) => fillWorkspace({ database, owner, events }))
	} finally {
		await database.close()
	}
}

async function benchmark() {
	say('First start …')
	const first = await again()
	say('Filling the workspace …')
	const filled = await fill(first)
	say('Second start …')
	const second = await again()
	const pool = new Pool({ ...second.connection, max: 8 })
	let measured: Measured[] = []
	const subjects = subjectsOf(filled, pool).filter((subject) => subject.name.includes(options.only))
	try {
		for (const subject of subjects) {
			const one = await measure(subject, effort)
			say(
				`${subject.name.padEnd(40)} p50 ${one.p50.toFixed(1)} ms, p99 ${one.p99.toFixed(1)} ms, ${one.perSecond.toFixed(0)}/s`
			)
			measured.push(one)
		}
	} finally {
		await pool.end()
	}
	const memory = await memoryOf(second)
	await withOwner(second, preparePlans)
	const third = await again()
	const log = `${dataFolder}/database/postgres.log`
	const postgres = await withOwner(third, async (owner) => {
		const explained = []
		await owner.query(`load 'auto_explain'`)
		for (const one of measured) explained.push(await explain(one, owner, log))
		measured = explained
		const { rows } = await owner.query<{ version: string }>(`select split_part(version(), ' on ', 1) as version`)
		return rows[0]?.version ?? 'PostgreSQL'
	})
	const starts = [first.seconds, second.seconds, third.seconds]
	return toMarkdown({ command, effort, events, fillSeconds: filled.seconds, starts, memory, postgres, measured })
}

const stopped = new Promise<never>((_resolve, reject) => {
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, () => reject(new Error(`stopped by ${signal}`)))
})

try {
	const text = await Promise.race([benchmark(), stopped])
	process.stdout.write(`\n${text}`)
	// A part of the table, or a hasty one, is no result to keep.
	if (options.only === '' && !options.quick) await writeFile(FILE, text)
} finally {
	closeConnections()
	if (running) await stopPitso(running)
	await rm(dataFolder, { recursive: true, force: true })
}
