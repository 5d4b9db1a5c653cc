import { setTimeout as pause } from 'node:timers/promises'
import { prefixOf } from '#platform/access/workspace.ts'
import type { Filled } from './fill.ts'
import { FORM_KEY, registerKey } from './fill-registers.ts'
import { latenciesAt, median } from './load.ts'
import type { Effort, Measured } from './measure.ts'
import { address, type Running } from './pitso.ts'
import { between, processorTime } from './processes.ts'
import { askWell } from './request.ts'
import type { Subject } from './subjects.ts'

/** So many forms come in from strangers in an hour, while the back office works. */
const AN_HOUR = 10_000
const A_SECOND = AN_HOUR / 3_600
// A form that no script worked for is sent so many seconds after it was opened; some more, since clocks are read apart.
const WAIT_MILLISECONDS = 22_000
// As with all that is measured here: until plans are kept and the hot paths compiled.
const WARMING = 80
const ALONE = 20
const PAGE_MOST = 50

const NAME = 'beside 10,000 public forms an hour'

/** What the back office opens meanwhile: the pages of the secretariat's seat. */
export const besideFormsOf = ({ key, session }: Filled): Subject[] =>
	(
		[
			['home', ''],
			['a long register', `/register/${registerKey(1)}`],
			['one entry', `/register/${registerKey(1)}/${prefixOf(key)}-BBA-${String(new Date().getFullYear())}-012`],
			['the queue of the form', `/register/${FORM_KEY}/submissions`],
			['structures', '/structure'],
			['search, rare word', '/search?q=kandora']
		] as const
	).map(([name, path]) => ({
		name: `${NAME}: ${name}`,
		most: PAGE_MOST,
		async work() {
			await askWell({ path: `/${key}${path}`, headers: { cookie: `pitso_session=${session}` } })
		}
	}))

const TICKET = /name="ticket" value="([^"]+)"/

/** Opens the form as a stranger does, and gives its ticket. */
async function openForm({ key }: Filled): Promise<string> {
	const { body } = await askWell({ path: `/${key}/submit/${FORM_KEY}`, headers: { 'accept-encoding': 'identity' } })
	const [, ticket] = TICKET.exec(body.toString()) ?? []
	if (ticket === undefined) throw new Error('the public form bears no ticket')
	return ticket
}

/** Sends it: each says something of its own, some of them much the same. */
async function sendForm({ key }: Filled, ticket: string, turn: number): Promise<void> {
	const body = new URLSearchParams({
		ticket,
		'values:subject': `Concern ${String(turn)} of the bench`,
		'values:text': `They told me that paper ${String(turn % 50)} would be ready in six weeks and since then nobody has answered my calls or letters about it`,
		'values:country': ['ZWE', 'ZAF', 'GBR', 'BWA'][turn % 4] ?? '',
		'values:telephone': `+26377${String(1_000_000 + turn)}`
	}).toString()
	await askWell({
		path: `/${key}/submit/${FORM_KEY}`,
		headers: { accept: 'text/html', origin: address, 'content-type': 'application/x-www-form-urlencoded' },
		body
	})
}

/** Milliseconds of processor time that some work takes each time: it remains comparable when the machine is busy with other things. */
async function processorOf(running: Running, turns: number, work: (turn: number) => Promise<void>) {
	const before = await processorTime(running)
	for (let turn = 0; turn < turns; turn++) await work(turn)
	const used = between(before, await processorTime(running))
	return { node: used.node / turns, postgres: used.postgres / turns }
}

/** Measures the pages of the back office while strangers send forms at a steady rate, and how long these take. */
export async function measureForms(
	filled: Filled,
	{ rate, requests, runs }: Effort,
	running: Running
): Promise<Measured[]> {
	const subjects = besideFormsOf(filled)
	const seconds = (requests / rate) * runs * subjects.length + subjects.length * 2
	const tickets: string[] = []
	for (let opened = 0; opened < Math.ceil(seconds * A_SECOND) + 20 + ALONE; opened++)
		tickets.push(await openForm(filled))
	await pause(WAIT_MILLISECONDS)
	// Some by themselves, and the pages without any.
	const alone = await processorOf(running, ALONE, (turn) => sendForm(filled, tickets.pop() ?? '', 1_000_000 + turn))
	const processors = []
	for (const { work } of subjects) {
		for (let turn = 0; turn < WARMING; turn++) await work(turn)
		processors.push(await processorOf(running, ALONE, work))
	}
	const meanwhile = { isOver: false }
	let sent = 0
	const taken: number[] = []
	const sending = (async () => {
		const since = performance.now()
		const running: Promise<void>[] = []
		for (const [turn, ticket] of tickets.entries()) {
			const wait = since + (turn * 1_000) / A_SECOND - performance.now()
			if (wait > 0) await pause(wait)
			if (meanwhile.isOver) break
			const began = performance.now()
			running.push(sendForm(filled, ticket, turn).then(() => void taken.push(performance.now() - began)))
			sent++
		}
		await Promise.all(running)
	})()
	const measured: Measured[] = []
	for (const [index, subject] of subjects.entries()) {
		const processor = processors[index]
		const latencies = []
		for (let run = 0; run < runs; run++) latencies.push(await latenciesAt(rate, requests, subject.work))
		measured.push({
			subject,
			p50: median(latencies.map((one) => one.p50)),
			p99: median(latencies.map((one) => one.p99)),
			failed: latencies.reduce((sum, one) => sum + one.failed, 0),
			perSecond: rate,
			...(processor ? { processor } : {})
		})
	}
	meanwhile.isOver = true
	await sending
	const sorted = taken.toSorted((one, other) => one - other)
	const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN
	measured.push({
		subject: { name: `${NAME}: a form sent`, most: null, work: () => Promise.resolve() },
		p50: at(0.5),
		p99: at(0.99),
		failed: sent - taken.length,
		perSecond: A_SECOND,
		processor: alone
	})
	return measured
}
