import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { SuggestedOverlap } from '../retrieval/overlap-index.ts'
import type { Mainstreaming } from '../themes/mainstreaming.ts'
import type { Answered, Asked, OverlapQuestion } from './asked-of-worker.ts'

type Waiting = { done: (answered: Answered) => void; fail: (error: Error) => void }
type Thread = { worker: Worker; waiting: Map<number, Waiting>; last: number }

// The built pages and the jobs are two copies of this file in one process; the thread is one and the same.
const SHARED = Symbol.for('pitso.overlap-thread')
const isThread = (value: unknown): value is Thread => typeof value === 'object' && value !== null && 'worker' in value
const leave = (thread: Thread | undefined) =>
	Object.defineProperty(globalThis, SHARED, { value: thread, configurable: true, writable: true })

function running(): Thread | undefined {
	const value: unknown = Reflect.get(globalThis, SHARED)
	return isThread(value) ? value : undefined
}

// Of a workspace with 50,000 provisions the index takes some hundreds of megabytes.
const HEAP_MEGABYTES = 2_048

function start(): Thread {
	// By name, for the built server's files lie elsewhere than these; sources are always beside the build.
	const script = createRequire(import.meta.url).resolve('#modules/instruments/overlap/suggestion/index-worker.ts')
	const worker = new Worker(script, {
		env: {},
		execArgv: ['--no-warnings'],
		resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES }
	})
	const waiting = new Map<number, Waiting>()
	const end = (error: Error) => {
		if (running()?.worker === worker) leave(undefined)
		for (const { fail } of waiting.values()) fail(error)
		waiting.clear()
	}
	worker.on('error', (error) => {
		end(error instanceof Error ? error : new Error(String(error)))
	})
	worker.on('exit', () => {
		end(new Error('the thread that compares texts ended'))
	})
	worker.on('message', (answered: Answered) => {
		const one = waiting.get(answered.number)
		waiting.delete(answered.number)
		if (waiting.size === 0) worker.unref()
		one?.done(answered)
	})
	// It does not keep the process alive, but while somebody waits for it.
	worker.unref()
	return { worker, waiting, last: 0 }
}

/** The thread that holds the indexes, started at the first question; another one where it ended, with nothing in it. */
export function indexThread(): Thread {
	const known = running()
	if (known) return known
	const started = start()
	leave(started)
	return started
}

/** Tells the thread something it does not answer. */
export const tellThread = ({ worker }: Thread, asked: Asked) => {
	worker.postMessage(asked)
}

function askThread(thread: Thread, ask: (number: number) => Asked): Promise<Answered> {
	const number = ++thread.last
	return new Promise((done, fail) => {
		thread.waiting.set(number, { done, fail })
		thread.worker.ref()
		thread.worker.postMessage(ask(number))
	})
}

/** The pairs of a draft's provisions and of those in an index, best first. */
export async function suggestedPairs(
	thread: Thread,
	key: string,
	question: OverlapQuestion
): Promise<SuggestedOverlap[]> {
	const answered = await askThread(thread, (number) => ({ what: 'suggest', number, key, question }))
	if ('pairs' in answered) return answered.pairs
	throw new Error('fault' in answered ? answered.fault : 'another answer than was asked for')
}

type Plan = Omit<Extract<Asked, { what: 'passages' }>, 'what' | 'number'>

/** The passages of a plan that concern migration, with their themes. */
export async function migrationPassages(plan: Plan): Promise<Mainstreaming> {
	const answered = await askThread(indexThread(), (number) => ({ what: 'passages', number, ...plan }))
	if ('passages' in answered) return answered.passages
	throw new Error('fault' in answered ? answered.fault : 'another answer than was asked for')
}
