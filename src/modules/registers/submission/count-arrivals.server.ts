import { sql } from 'kysely'
import { networkOf } from '#platform/access/sign-in/limits.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { digestFor } from './keyed.server.ts'
import { audienceOfReviewers } from './asked-form.ts'
import type { FoundForm } from './find-form.server.ts'
import { AN_HOUR, surroundings, whyTooMany } from './limits.ts'
import { UNDECIDED } from './submission-states.ts'

const HOUR = 3_600_000

export type Marks = { address: string | null; network: string | null }

// As elsewhere: this machine's own programs are not counted, nor is everybody behind a proxy that tells nothing of them.
const THIS_MACHINE = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/**
 * From where something comes, as digests that are others tomorrow: whoever has the database, and the installation's secret too,
 * finds no address in them once the day is over, since the day's key is made of the day.
 */
export function marksOf({ address, secret, today }: Here): Marks {
	if (address === null || THIS_MACHINE.has(address)) return { address: null, network: null }
	return {
		address: digestFor(secret, `address ${today}`, networkOf(address)),
		network: digestFor(secret, `network ${today}`, surroundings(address))
	}
}

type Counting = {
	kind: 'sent' | 'file' | 'code'
	by: 'address_mark' | 'network_mark' | 'register_id'
	of: string | null
	most: number
}

/** How many arrived within the hour, counted no further than a limit asks. */
export async function arrivedOf(here: Here, { kind, by, of, most }: Counting): Promise<number> {
	if (of === null) return 0
	const since = new Date(here.now.getTime() - HOUR)
	const some = sql<{ one: number }>`(select 1 as one from submission_arrival
		where workspace_id = ${here.workspace.id} and kind = ${kind} and ${sql.ref(by)} = ${of} and arrived_at > ${since} limit ${most})`
	const row = await here.tx
		.selectFrom(some.as('some'))
		.select((select) => select.fn.countAll<string>().as('arrived'))
		.executeTakeFirst()
	return Number(row?.arrived ?? 0)
}

/** How many submissions of a register wait, counted no further than the ceiling: in the sight of those who look through them. */
async function waitingOf(here: Here, registerId: string, most: number): Promise<number> {
	const some = sql<{ one: number }>`(select 1 as one from submission
		where workspace_id = ${here.workspace.id} and register_id = ${registerId} and state = any (${[...UNDECIDED]}::text[]) limit ${most})`
	const row = await here.tx
		.selectFrom(some.as('some'))
		.select((select) => select.fn.countAll<string>().as('waiting'))
		.executeTakeFirst()
	return Number(row?.waiting ?? 0)
}

/** Why a form takes nothing more from there for now, or null when it does; how many wait is known where they are seen. */
export async function whyTooManyNow(
	here: Here,
	{ form, registerId }: FoundForm,
	{ isWorkDone }: { isWorkDone: boolean }
) {
	const marks = marksOf(here)
	const { an_hour: anHour, most_waiting: waiting } = form
	const arrived = {
		address: await arrivedOf(here, { kind: 'sent', by: 'address_mark', of: marks.address, most: AN_HOUR.proven }),
		network: await arrivedOf(here, { kind: 'sent', by: 'network_mark', of: marks.network, most: AN_HOUR.network }),
		form: await arrivedOf(here, { kind: 'sent', by: 'register_id', of: registerId, most: anHour }),
		waiting: await waitingOf(here, registerId, waiting)
	}
	return whyTooMany(arrived, { anHour, waiting, isWorkDone })
}

/**
 * The same for whoever only opens the form: what waits is counted with the eyes of those who look through it, and nothing is told
 * of it but that the queue is full.
 */
export const whyTooManyToAnybody = (here: Here, found: FoundForm) =>
	here.seeingAs({ audience: audienceOfReviewers(found.whole), closedKinds: [] }, () =>
		whyTooManyNow(here, found, { isWorkDone: true })
	)
