import { bytesOf, type Bytes } from './bytes.ts'
import { latenciesAfter, latenciesAt, median, throughputOf, type Latencies } from './load.ts'
import type { Running } from './pitso.ts'
import { between, processorTime } from './processes.ts'
import type { Statements } from './statements.ts'
import type { Subject } from './subjects.ts'

export type Effort = { rate: number; requests: number; runs: number; hands: number; seconds: number }
export type Measured = Latencies & {
	subject: Subject
	perSecond: number
	/** Milliseconds of processor time a request takes; undefined for what Pitso does not answer. */
	processor?: { node: number; postgres: number }
	bytes?: Bytes
	statements?: Statements
}

export const RATE = 50
export const THOROUGH: Effort = { rate: RATE, requests: 150, runs: 3, hands: 8, seconds: 1.5 }
export const ONCE: Effort = { ...THOROUGH, requests: 200, runs: 1 }
export const HASTILY: Effort = { rate: RATE, requests: 50, runs: 1, hands: 8, seconds: 0.5 }

// Until plans are kept and the hot paths compiled: what the tenth thousandth reader meets, not the first.
const WARMING = 40
const COUNTED = 40

/** Measures one thing: its processor time alone, latencies at a steady rate, then as much as goes; of several runs the median. */
export async function measure(
	subject: Subject,
	{ rate, requests, runs, hands, seconds }: Effort,
	running?: Running
): Promise<Measured> {
	if (subject.anew) return measureAnew(subject, subject.anew, { requests, runs, running })
	for (let turn = 0; turn < WARMING; turn++) await subject.work(turn)
	let processor: Measured['processor']
	if (running) {
		const before = await processorTime(running)
		for (let turn = 0; turn < COUNTED; turn++) await subject.work(turn)
		const used = between(before, await processorTime(running))
		processor = { node: used.node / COUNTED, postgres: used.postgres / COUNTED }
	}
	const latencies: Latencies[] = []
	const perSecond: number[] = []
	for (let run = 0; run < runs; run++) {
		latencies.push(await latenciesAt(rate, requests, subject.work))
		perSecond.push(await throughputOf(hands, seconds, subject.work))
	}
	return {
		subject,
		p50: median(latencies.map((one) => one.p50)),
		p99: median(latencies.map((one) => one.p99)),
		failed: latencies.reduce((sum, one) => sum + one.failed, 0),
		perSecond: median(perSecond),
		...(processor ? { processor } : {}),
		...(subject.page ? { bytes: await bytesOf(subject.page) } : {})
	}
}

/** Measures what is asked anew each time: one request after another, since two at once would share what the first worked out. */
async function measureAnew(
	subject: Subject,
	anew: () => Promise<void>,
	{ requests, runs, running }: Pick<Effort, 'requests' | 'runs'> & { running: Running | undefined }
): Promise<Measured> {
	await latenciesAfter(Math.ceil(WARMING / 4), anew, subject.work)
	const processor = running && (await processorAnew(subject, anew, running))
	const latencies: Latencies[] = []
	for (let run = 0; run < runs; run++) latencies.push(await latenciesAfter(requests, anew, subject.work))
	const p50 = median(latencies.map((one) => one.p50))
	return {
		subject,
		p50,
		p99: median(latencies.map((one) => one.p99)),
		failed: latencies.reduce((sum, one) => sum + one.failed, 0),
		perSecond: 1_000 / p50,
		...(processor ? { processor } : {})
	}
}

/** Processor time of the work alone, without that of the event before it. */
async function processorAnew(subject: Subject, anew: () => Promise<void>, running: Running) {
	const sum = { node: 0, postgres: 0 }
	for (let turn = 0; turn < COUNTED; turn++) {
		await anew()
		const before = await processorTime(running)
		await subject.work(turn)
		const used = between(before, await processorTime(running))
		sum.node += used.node
		sum.postgres += used.postgres
	}
	return { node: sum.node / COUNTED, postgres: sum.postgres / COUNTED }
}
