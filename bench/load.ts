import { setTimeout as pause } from 'node:timers/promises'

export type Work = (turn: number) => Promise<void>
/** In milliseconds; `failed` is how many were refused or given up. */
export type Latencies = { p50: number; p99: number; failed: number }

const at = (sorted: readonly number[], part: number) =>
	sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN

/** The middle of several runs of one measurement: one disturbed run does not decide. */
export const median = (values: readonly number[]) =>
	at(
		values.toSorted((one, other) => one - other),
		0.5
	)

/**
 * Latencies in milliseconds of work begun at a steady rate, whether or not the one before is done: so a server that falls
 * behind shows it, as it would to people who do not wait for each other.
 */
export async function latenciesAt(rate: number, count: number, work: Work): Promise<Latencies> {
	const since = performance.now()
	const taken: number[] = []
	const running: Promise<void>[] = []
	let failed = 0
	for (let turn = 0; turn < count; turn++) {
		const due = since + (turn * 1_000) / rate
		const wait = due - performance.now()
		if (wait > 0) await pause(wait)
		const began = performance.now()
		const done = work(turn).catch(() => void failed++)
		running.push(done.then(() => void taken.push(performance.now() - began)))
	}
	await Promise.all(running)
	const sorted = taken.toSorted((one, other) => one - other)
	return { p50: at(sorted, 0.5), p99: at(sorted, 0.99), failed }
}

/**
 * Latencies in milliseconds of work that is done one at a time, each after something that is not measured: what the first reader waits
 * after a change, whose answer nobody has kept yet.
 */
export async function latenciesAfter(count: number, before: () => Promise<void>, work: Work): Promise<Latencies> {
	const taken: number[] = []
	let failed = 0
	for (let turn = 0; turn < count; turn++) {
		await before()
		const began = performance.now()
		await work(turn).catch(() => void failed++)
		taken.push(performance.now() - began)
	}
	const sorted = taken.toSorted((one, other) => one - other)
	return { p50: at(sorted, 0.5), p99: at(sorted, 0.99), failed }
}

/** How often work is done well in a second by so many hands, each beginning the next as soon as one is done. */
export async function throughputOf(hands: number, seconds: number, work: Work): Promise<number> {
	const since = performance.now()
	const until = since + seconds * 1_000
	let turn = 0
	let failed = 0
	const hand = async () => {
		while (performance.now() < until) await work(turn++).catch(() => void failed++)
	}
	await Promise.all(Array.from({ length: hands }, hand))
	return ((turn - failed) * 1_000) / (performance.now() - since)
}
