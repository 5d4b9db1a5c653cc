import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anInstallation, workspaceIn, type Installation } from './installation.ts'
import { differences, storedActors, Writer } from './writer.ts'

const isNightly = (process.env['PITSO_TEST_NIGHTLY'] ?? '') !== ''
/** How often each is killed: together 100 times, or 1,000 in the nightly run. */
const TIMES = { pitso: 25, postgres: 55, both: 20 }
const MANY = isNightly ? 10 : 1
const LONGEST = (isNightly ? 60 : 9) * 60_000

// Moments between two kills: from the middle of the first command after recovery to some dozen commands later.
const LONGEST_WORK = 150
const LONGEST_SILENCE = 60_000

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomNumbers(seed: number) {
	let state = seed
	return () => {
		state = (state + 0x6d2b79f5) | 0
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
	}
}

const random = randomNumbers(Number(process.env['PITSO_TEST_SEED'] ?? 20_260_101))

let pitso: Installation
let writers: Writer[] = []

beforeAll(async () => {
	pitso = await anInstallation()
	await pitso.start()
	const token = await pitso.token('secretariat')
	writers = ['a', 'b', 'c'].map((name) => new Writer(name, () => pitso.address, token))
}, 300_000)

afterAll(async () => {
	await pitso.remove()
}, 300_000)

/** Lets the writers work, kills in the middle of it, waits for recovery, and holds what is there against what was told. */
async function killedOnce(kill: () => Promise<void>, recover: () => Promise<void>) {
	const before = writers.map((writer) => writer.acknowledged.length)
	const working = writers.map((writer) => writer.write())
	try {
		await someProgress(before)
		await pause(random() * LONGEST_WORK)
		await kill()
	} finally {
		for (const writer of writers) writer.stop()
		await Promise.all(working)
	}
	await recover()
	// Opened anew each time, as somebody does who comes to look.
	const database = pitso.open()
	try {
		const workspace = await workspaceIn(database)
		const found = async () => differences(writers, await storedActors(database, workspace))
		expect(await found()).toEqual([])
		for (const writer of writers) await writer.finish()
		expect(await found()).toEqual([])
		for (const writer of writers) {
			const last = writer.acknowledged.at(-1)
			if (last) expect(await writer.repeat(last)).toBe(last.text)
		}
		expect(await found()).toEqual([])
		expect(await pitso.faults(database, workspace)).toEqual([])
	} finally {
		await database.close()
	}
	expect(writers.flatMap((writer) => writer.strange)).toEqual([])
}

// So that each kill meets work, not the moment before it begins.
async function someProgress(before: readonly number[]) {
	const until = performance.now() + LONGEST_SILENCE
	while (!writers.some((writer, index) => writer.acknowledged.length > (before[index] ?? 0))) {
		if (performance.now() > until) throw new Error(`nothing is acknowledged any more:\n${pitso.said}`)
		await pause(2)
	}
}

test(
	`Pitso alone is killed ${String(TIMES.pitso * MANY)} times, and nothing acknowledged is lost or half done`,
	async () => {
		for (let time = 0; time < TIMES.pitso * MANY; time++)
			await killedOnce(
				() => pitso.killPitso(),
				() => pitso.start()
			)
		expect(pitso.said).toContain('already runs')
	},
	LONGEST
)

test(
	`its PostgreSQL alone is killed ${String(TIMES.postgres * MANY)} times, and Pitso gets it back by itself`,
	async () => {
		const { pid } = pitso
		for (let time = 0; time < TIMES.postgres * MANY; time++)
			await killedOnce(
				() => pitso.killPostgres(),
				() => pitso.recovered()
			)
		expect(pitso.pid).toBe(pid)
		expect(pitso.said).toContain('The database answers again.')
		const refusals = writers.flatMap((writer) => writer.refusals)
		expect(refusals.length).toBeGreaterThan(0)
		for (const refusal of refusals)
			expect(refusal).toEqual({ status: 503, code: 'platform.database-lost', retryAfter: '5' })
	},
	LONGEST
)

test(
	`both are killed ${String(TIMES.both * MANY)} times, in either order`,
	async () => {
		for (let time = 0; time < TIMES.both * MANY; time++)
			await killedOnce(
				async () => {
					const kills = [() => pitso.killPitso(), () => pitso.killPostgres()]
					for (const kill of random() < 0.5 ? kills : kills.toReversed()) await kill()
				},
				() => pitso.start()
			)
	},
	LONGEST
)

test('after all of it Pitso stops in order, and its console finds nothing wrong', async () => {
	expect(await pitso.stop()).toBe(0)
	expect(await pitso.console('audit', 'verify')).toContain('nothing wrong')
	const acknowledged = writers.reduce((sum, writer) => sum + writer.acknowledged.length, 0)
	expect(acknowledged).toBeGreaterThan(100 * MANY)
}, 300_000)
