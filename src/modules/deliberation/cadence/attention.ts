import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { AttentionSource, Matter } from '#platform/records/registers.ts'
import { keepsDirectory } from '#modules/directory/rules.ts'
import { structuresOfSeat } from '../structures-of-seat.server.ts'
import type { Lack } from './cadence.ts'
import { readCadences, structureRows, type Read } from './read-cadence.server.ts'

const SHOWN = 5

/**
 * Meetings that the rhythm asks for, of the seat's structures: those nobody has planned, and those whose notice must go out; and, for those who keep
 * the directory, structures whose declared status is not what they do.
 */
export const cadenceAttention: readonly AttentionSource[] = [{ name: 'cadence', matters }]

async function matters(here: Here): Promise<Matter[]> {
	const { seat } = here
	if (seat.role === 'public' || seat.role === 'observer') return []
	const keeps = keepsDirectory(seat)
	const { all: own } = await structuresOfSeat(here)
	if (!keeps && own.length === 0) return []
	let rows = structureRows(here).where('record.state', '=', 'active')
	if (!keeps) rows = rows.where('record.id', '=', anyOf(own))
	const read = await readCadences(here, await rows.execute())
	const lacking = (what: Lack) =>
		read.filter(({ structure, item: { next } }) => own.includes(structure.id) && next?.lacks === what)
	const disagreeing = keeps ? read.filter(({ item }) => item.disagreement !== null) : []
	return [
		...matter(
			'meeting-not-set',
			'structure',
			lacking('meeting'),
			'/cadence?filter[next]=not-set&filter[mine]=true',
			({ item }) => item.next?.to ?? null
		),
		...matter(
			'meeting-not-called',
			'structure',
			lacking('notice'),
			'/cadence?filter[next]=not-called&filter[mine]=true',
			({ item }) => item.next?.callBy ?? null
		),
		// Whosever structures they are: who keeps the directory has to mend it.
		...matter(
			'status-disagrees',
			'mine',
			disagreeing,
			'/cadence?filter[agreement]=disagrees',
			({ last }) => last?.day ?? null
		)
	]
}

function matter(
	code: string,
	whose: Matter['whose'],
	found: readonly Read[],
	path: string,
	dayOf: (read: Read) => string | null
): Matter[] {
	if (found.length === 0) return []
	const first = found
		.map((read) => ({ record: read.structure, day: dayOf(read) }))
		.toSorted((one, other) => ((one.day ?? '') < (other.day ?? '') ? -1 : 1))
		.slice(0, SHOWN)
	return [{ code, whose, total: found.length, path, first }]
}
