import { setTimeout as pause } from 'node:timers/promises'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { figuresByKind, slowestOf, type Asked, type Figures } from './load-figures.ts'
import {
	isDemonstration,
	readLibrary,
	readOnce,
	takeLentSeat,
	withdrawAll,
	writeOnce,
	type Library,
	type Visitor
} from './load-visits.ts'
import type { consoleWords } from './words-of-console.ts'

type Options = Partial<Record<'workspace' | 'token' | 'seat' | 'readers' | 'writers' | 'seconds' | 'pause', string>> & {
	yes?: boolean
}
type Console = { words: ReturnType<typeof consoleWords>; print: (line: string) => void }

const MOST = { readers: 500, writers: 100, seconds: 3_600, pause: 60 } as const
const SLOWEST_SHOWN = 5
const FAILURES_SHOWN = 5

function whole(options: Options, name: keyof typeof MOST, otherwise: number): number {
	const text = options[name]
	if (text === undefined) return otherwise
	const value = Number(text)
	const isFit = name === 'pause' ? value >= 0 : Number.isInteger(value) && value >= (name === 'seconds' ? 1 : 0)
	if (text.trim() === '' || !isFit || value > MOST[name])
		throw conflict('console.load.wrong-number', { option: `--${name}`, value: text, most: MOST[name] })
	return value
}

function baseOf(address: string): string {
	if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
		throw conflict('console.load.wrong-address', { address })
	return new URL(address).origin
}

async function visitorOf(base: string, options: Options): Promise<Visitor> {
	const { workspace, seat, token } = options
	if (!workspace) throw invalid([{ path: ['--workspace'], code: 'platform.field.missing' }])
	if (seat !== undefined && token !== undefined) throw conflict('console.load.seat-and-token')
	if (seat !== undefined) return takeLentSeat(base, workspace, seat)
	return { base, workspace, cookie: null, seat: null, token: token ?? null }
}

// Writing leaves traces in the history, so whose they are is asked first.
async function refuseUnasked(visitor: Visitor, writers: number, isAgreed: boolean) {
	const isInvented = await isDemonstration(visitor)
	if (writers === 0) return
	if (visitor.token === null && visitor.cookie === null) throw conflict('console.load.writers-need-seat')
	if (!isInvented && !isAgreed) throw conflict('console.load.not-a-demonstration', { workspace: visitor.workspace })
}

type Run = { readers: number; writers: number; seconds: number; pauseSeconds: number; mark: string }

/** Lets readers and writers work side by side for a time, or until the operator stops it. */
async function drive(visitor: Visitor, library: Library, { readers, writers, seconds, pauseSeconds, mark }: Run) {
	const asked: Asked[] = []
	const written = new Set<string>()
	const stopping = new AbortController()
	const stop = () => stopping.abort()
	process.once('SIGINT', stop)
	const since = performance.now()
	const goesOn = () => !stopping.signal.aborted && performance.now() - since < seconds * 1_000
	// People look at a page before they open the next; no two for the same time.
	const rest = () =>
		pause(Math.random() * 2_000 * pauseSeconds, undefined, { signal: stopping.signal }).catch(() => undefined)
	const reader = async () => {
		while (goesOn()) {
			asked.push(await readOnce(visitor, library))
			await rest()
		}
	}
	const writer = async () => {
		while (goesOn()) {
			const { structure, ...one } = await writeOnce(visitor, library, mark)
			written.add(structure)
			asked.push(one)
			await rest()
		}
	}
	await Promise.all([...Array.from({ length: readers }, reader), ...Array.from({ length: writers }, writer)])
	process.removeListener('SIGINT', stop)
	return { asked, written, seconds: (performance.now() - since) / 1_000 }
}

function tableOf({ words }: Console, figures: readonly Figures[]): string[] {
	const ms = (value: number) => (Number.isNaN(value) ? '' : words.number(Math.round(value)))
	const head = ['kind', 'requests', 'per-second', 'p50', 'p95', 'p99', 'slowest', 'held-back', 'failed'].map((name) =>
		words.t(`console.load.column.${name}`)
	)
	const rows = figures.map((one) => [
		words.t(`console.load.kind.${one.kind}`),
		words.number(one.requests),
		words.number(one.perSecond, { maximumFractionDigits: 1 }),
		...[one.p50, one.p95, one.p99, one.slowest].map(ms),
		words.number(one.heldBack),
		words.number(one.failed)
	])
	const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
	return [head, ...rows].map((cells) =>
		cells
			.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
			.join('  ')
	)
}

function report(here: Console, asked: readonly Asked[], seconds: number) {
	const { words, print } = here
	const { kinds, all } = figuresByKind(asked, seconds)
	for (const line of tableOf(here, [...kinds, all])) print(line)
	print('')
	print(words.t('console.load.slowest'))
	for (const { path, milliseconds } of slowestOf(asked, SLOWEST_SHOWN))
		print(words.t('console.load.one', { path, milliseconds: Math.round(milliseconds) }))
	if (all.heldBack > 0) print(words.t('console.load.held-back', { count: all.heldBack }))
	const failed = asked.filter(({ outcome }) => outcome === 'failed')
	if (failed.length > 0) print(words.t('console.load.failed', { count: failed.length }))
	for (const { path, said = '' } of failed.slice(0, FAILURES_SHOWN))
		print(words.t('console.load.failure', { path, said }))
	return failed.length === 0
}

/**
 * Drives a running server with readers, and writers in a workspace where that hurts nobody, and prints what it holds. Gives
 * the exit code: 1 when a request failed.
 */
export async function load(address: string, options: Options, here: Console): Promise<number> {
	const { words, print } = here
	const readers = whole(options, 'readers', 20)
	const writers = whole(options, 'writers', 0)
	const seconds = whole(options, 'seconds', 60)
	const pauseSeconds = whole(options, 'pause', 1)
	const base = baseOf(address)
	const visitor = await visitorOf(base, options)
	await refuseUnasked(visitor, writers, options.yes === true)
	const library = await readLibrary(visitor)
	const mark = words.t('console.load.mark', { at: new Date().toISOString().slice(0, 19) })
	print(words.t('console.load.begins', { address: base, workspace: visitor.workspace, readers, writers, seconds }))
	const driven = await drive(visitor, library, { readers, writers, seconds, pauseSeconds, mark })
	const isWell = report(here, driven.asked, driven.seconds)
	if (driven.written.size > 0) {
		const reason = words.t('console.load.reason')
		const { withdrawn, left } = await withdrawAll(visitor, driven.written, { mark, reason })
		print(words.t('console.load.left', { withdrawn, left, mark }))
	}
	return isWell ? 0 : 1
}
