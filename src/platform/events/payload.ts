import { randomBytes } from 'node:crypto'
import { canonicalText, digestPayload } from './chain.ts'

/** One row before and after, only the fields that differ. */
export type Change = {
	record: string | null
	mentions: string[]
	/** The other records that the row itself joins to this one, as a membership joins an actor to a structure. */
	joins: string[]
	table: string
	row: string
	before: Record<string, unknown> | null
	after: Record<string, unknown> | null
}

/** What an event's payload holds: the changes of one record by one command, with the reason given for them. */
type Payload = {
	reason?: string
	day?: string
	changes: {
		table: string
		row: string
		/** The other records the row joins: the change is shown to who sees them too. */
		joins?: string[]
		before: Record<string, unknown> | null
		after: Record<string, unknown> | null
	}[]
}

/** What was done to one record, in the words in which the history keeps it: all of its event that does not hang on those before it. */
export type Worded = {
	record: string | null
	payload: string
	salt: string
	digest: string
	/** The other records it is told of as well. */
	mentions: readonly string[]
}

const SALT_BYTES = 16
const SALT_LENGTH = SALT_BYTES * 2

/** Puts what was done to some records into the words of the history, with the reason and the day that were given. */
export function wordChanges(
	some: readonly (readonly [record: string | null, changes: readonly Change[]])[],
	explanation: Pick<Payload, 'reason' | 'day'>
): Worded[] {
	// One call for all: each costs more than its bytes.
	const salts = randomBytes(SALT_BYTES * some.length).toString('hex')
	return some.map(([record, changes], index) => {
		const content: Payload = {
			...explanation,
			changes: changes.map(({ table, row, joins, before, after }) => ({
				table,
				row,
				...(joins.length > 0 ? { joins } : {}),
				before,
				after
			}))
		}
		const salt = salts.slice(index * SALT_LENGTH, (index + 1) * SALT_LENGTH)
		const mentions = changes.flatMap((change) => change.mentions)
		return { record, salt, ...digestPayload(salt, canonicalText(content)), mentions }
	})
}
