import type { Here } from '#platform/operation/operation.server.ts'
import { ruleOf, type Payload, type Read } from './read-events.server.ts'

/** What one command did to a record, as its reader may see it. */
export type Deed = Read & {
	/** The place in the chain of the first event that tells of it. */
	from: number
	/** True where all that the reader might be told is that something out of their sight was changed. */
	isUnseen: boolean
}

type Change = Payload['changes'][number]

const fieldsOf = ({ before, after }: Change) => Object.keys({ ...before, ...after })

// A row that a part's change brings along says nothing by itself, and who made a change tells a good deal of what it was.
function isAllUnseen(here: Here, changes: readonly Change[]) {
	return (
		changes.length > 0 &&
		changes.every((change) => {
			const along = ruleOf(here, change.table)?.along
			return along !== undefined && fieldsOf(change).every((field) => along.includes(field))
		})
	)
}

/** The events of the record itself, of the parts that are told of as one with it, and of others, by what did them. */
function togetherOf(here: Here, { row, references }: Read, about: string) {
	const of = row.record_id === null ? undefined : references.get(row.record_id)
	const isOne = of?.id === about || here.registry.kind(of?.kind ?? '')?.isOneWithWhole === true
	return `${row.command_id} ${isOne ? about : (row.record_id ?? '')}`
}

/** Joins the events of a record's history, newest first, that tell of one command and one thing. */
export function joinEvents(here: Here, events: readonly Read[], about: string): Deed[] {
	return [...Map.groupBy(events, (event) => togetherOf(here, event, about)).values()].flatMap((some): Deed[] => {
		const first = some.find(({ row }) => row.record_id === about) ?? some[0]
		if (!first) return []
		const payloads = some.flatMap(({ payload }) => payload ?? [])
		const changes = payloads.flatMap((payload) => payload.changes)
		const erased = some.find(({ row }) => row.erased_reason !== null)?.row.erased_reason ?? null
		const references = new Map(some.flatMap((event) => [...event.references]))
		return [
			{
				...first,
				row: { ...first.row, erased_reason: erased },
				payload: payloads[0] ? { ...payloads[0], changes } : null,
				references,
				from: Math.min(...some.map(({ row }) => row.sequence)),
				isUnseen: erased === null && isAllUnseen(here, changes)
			}
		]
	})
}
