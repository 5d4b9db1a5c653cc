import type { Client } from 'pg'
import { bytesOf, type Bytes } from './bytes.ts'
import { latenciesAt, median, throughputOf, type Latencies } from './load.ts'
import { statementsOf, type Statements } from './statements.ts'
import type { Subject } from './subjects.ts'

export type Effort = { rate: number; requests: number; runs: number; hands: number; seconds: number }
export type Measured = Latencies & { subject: Subject; perSecond: number; bytes?: Bytes; statements?: Statements }

export const RATE = 50
export const FULL: Effort = { rate: RATE, requests: 200, runs: 3, hands: 8, seconds: 2 }
export const QUICK: Effort = { rate: RATE, requests: 100, runs: 1, hands: 8, seconds: 1 }

const WARMING = 20

/** Measures one thing: latencies at a steady rate, then as much as goes; of several runs the median. */
export async function measure(subject: Subject, { rate, requests, runs, hands, seconds }: Effort): Promise<Measured> {
	for (let turn = 0; turn < WARMING; turn++) await subject.work(turn)
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
		...(subject.page ? { bytes: await bytesOf(subject.page) } : {})
	}
}

/** The statements behind what was measured, asked for once more with the engine's log on. */
export async function explain(measured: Measured, owner: Client, log: string): Promise<Measured> {
	const { subject } = measured
	if (subject.most === null) return measured
	// The first request after a start opens connections and compiles; the second is one like all others.
	await subject.work(0)
	return { ...measured, statements: await statementsOf(owner, log, () => subject.work(1)) }
}
