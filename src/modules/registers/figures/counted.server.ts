import type {
	Count,
	CountedRecord,
	CountedRow,
	CountingReader,
	KeptResults
} from '#platform/records/kept-results.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { Value } from '../entry/values.ts'
import { compiledAmong, madeReady } from '../registers.server.ts'
import { countedBy, countEntry } from './figure-rules.ts'

/** The figures of registers, kept counted by the commands: each register owns its own. */
export const REGISTER_FIGURE = 'register-figure'

// Nobody bears it: what no group sees yet is counted for nobody.
const NOBODY = ['nobody']

/** How a group of entries is written in a kept result: what they hold, in which currency, and who else must see it. */
export const valueText = (group: string, currency: string, further: readonly (readonly string[])[]) =>
	JSON.stringify([group, currency, further])

const text = (value: unknown) => (typeof value === 'string' ? value : '')

const isFields = (value: unknown): value is Record<string, Value> => typeof value === 'object' && value !== null

function countsOf(compiled: CompiledRegister, { row, parts, state }: CountedRecord): Count[] {
	if (state !== 'active') return []
	const documents = (parts['entry_document'] ?? []).map(({ document }) => document)
	const values = Object.fromEntries(documents.flatMap((one) => (isFields(one) ? Object.entries(one) : [])))
	const actor = row['entering_actor_id']
	const entry = { enteringActorId: typeof actor === 'string' ? actor : null, state: text(row['state']), values }
	return countEntry(compiled, entry).map(({ figure, group, currency, audience, further, amount }) => ({
		measure: REGISTER_FIGURE,
		owner: text(row['register_id']),
		other: figure,
		value: valueText(group, currency, further),
		audience: audience.length > 0 ? audience : NOBODY,
		records: 1,
		amount: amount ?? '0'
	}))
}

async function counting(tx: CountingReader, workspaceId: string, records: readonly CountedRecord[]) {
	const ids = new Set(records.map(({ row }) => text(row['register_id'])))
	const registers = await compiledAmong(tx, workspaceId, [...ids])
	return (record: CountedRecord) => {
		const compiled = registers.get(text(record.row['register_id']))
		return compiled ? countsOf(compiled, record) : []
	}
}

// A register that is only called otherwise is not counted anew: that takes a second for some thousand entries.
const isCountedOtherwise = (was: CountedRow, now: CountedRow) => {
	const [before, after] = [was, now].map((row) => countedBy(madeReady(text(row['digest']), text(row['declaration']))))
	return before !== after
}

/** What this area keeps counted: by the declaration of each register, so that another declaration counts it anew. */
export const registerResults: KeptResults = {
	table: 'entry_tally',
	hasSums: true,
	sources: [
		{
			kind: 'entry',
			table: 'entry',
			columns: ['register_id', 'state', 'entering_actor_id'],
			parts: [{ table: 'entry_document', record: 'entry_id', columns: ['document'] }],
			isCountedAsAdded: true,
			told: { table: 'register', columns: ['digest'], by: 'register_id', isOther: isCountedOtherwise },
			counting
		}
	]
}
