import type { Here } from '#platform/operation/operation.server.ts'
import type { AttentionSource, Matter } from '#platform/records/registers.ts'
import { keepsDirectory } from '#modules/directory/rules.ts'
import { readCadences, structureRows, type Read } from './read-cadence.server.ts'

const SHOWN = 5

/**
 * Meetings that the rhythm asks for and nobody has called, of the structures the seat runs or sits in; and, for those who keep
 * the directory, structures whose declared status is not what they do.
 */
export const cadenceAttention: readonly AttentionSource[] = [{ name: 'cadence', matters }]

async function matters(here: Here): Promise<Matter[]> {
	const { seat } = here
	if (seat.role === 'public' || seat.role === 'observer') return []
	const keeps = keepsDirectory(seat)
	const own = seat.audience.flatMap((token) =>
		token.startsWith('structure:') ? [token.slice('structure:'.length)] : []
	)
	if (!keeps && own.length === 0) return []
	let rows = structureRows(here).where('record.state', '=', 'active')
	if (!keeps) rows = rows.where('record.id', 'in', own)
	const read = await readCadences(here, await rows.execute())
	const uncalled = read.filter(({ item: { next } }) => next?.isDue === true && !next.isCalled)
	const disagreeing = keeps ? read.filter(({ item }) => item.disagreement !== null) : []
	return [
		...matter('meeting-not-called', uncalled, '/cadence?filter[next]=not-called', ({ item }) => item.next?.to ?? null),
		...matter('status-disagrees', disagreeing, '/cadence?filter[agreement]=disagrees', ({ last }) => last?.day ?? null)
	]
}

function matter(code: string, found: readonly Read[], path: string, dayOf: (read: Read) => string | null): Matter[] {
	if (found.length === 0) return []
	const first = found
		.map((read) => ({ record: read.structure, day: dayOf(read) }))
		.toSorted((one, other) => ((one.day ?? '') < (other.day ?? '') ? -1 : 1))
		.slice(0, SHOWN)
	return [{ code, whose: 'structure', total: found.length, path, first }]
}
