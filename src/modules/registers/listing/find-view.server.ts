import type { Here } from '#platform/operation/operation.server.ts'
import { absent, invalid } from '#platform/operation/refusal.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { readGiven, RECORD_TYPES } from '../entry/resolve.server.ts'
import { getRegister, type Register } from '../registers.server.ts'
import { filterOf, readAddress, writeAddress } from './list-address.ts'
import { EntryFilter, narrowingOf } from './narrowing.server.ts'
import { offerOf } from './offer.ts'
import { scopeOf } from './scope-entries.server.ts'

export type FoundView = {
	id: string
	seat_id: string
	name: string
	address: string
	is_shared: boolean
	is_first: boolean
	register: Register
	isOwn: boolean
}

const columns = ['id', 'seat_id', 'name', 'address', 'is_shared', 'is_first'] as const

/** The views of a register that the seat's holder saved, and those that others share. */
export async function viewsOf(here: Here, register: Register) {
	const seatId = here.seat.id
	return here.tx
		.selectFrom('register_view as view')
		.leftJoin('seat', (join) =>
			join.onRef('seat.workspace_id', '=', 'view.workspace_id').onRef('seat.id', '=', 'view.seat_id')
		)
		.select(['view.id', 'view.seat_id', 'view.name', 'view.address', 'view.is_shared', 'view.is_first', 'seat.office'])
		.where('view.workspace_id', '=', here.workspace.id)
		.where('view.register_id', '=', register.id)
		.where((where) =>
			where.or([where('view.is_shared', '=', true), ...(seatId === null ? [] : [where('view.seat_id', '=', seatId)])])
		)
		.orderBy('view.name')
		.orderBy('view.id')
		.execute()
}

/** A view of one's own, or one that is shared; absent else, as one that is not there. */
export async function getView(here: Here, id: string): Promise<FoundView> {
	const row = await here.tx
		.selectFrom('register_view')
		.select([...columns, 'register_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	const isOwn = row !== undefined && row.seat_id === here.seat.id
	if (!row || !(isOwn || row.is_shared)) throw absent('registers.no-such-view')
	const { register_id: registerId, ...view } = row
	return { ...view, isOwn, register: await getRegister(here, registerId) }
}

/** True where everything an address asks for is offered to the seat. */
export function stands(here: Here, { compiled }: Register, address: string): boolean {
	return readAddress(new URLSearchParams(address), offerOf(compiled, askingOf(here))).unknown.length === 0
}

/** Those of some views that ask for a record or seat which the seat does not find: their addresses would tell of it. */
export async function namingUnseen(
	here: Here,
	{ compiled }: Register,
	views: readonly { id: string; address: string }[]
): Promise<ReadonlySet<string>> {
	const offer = offerOf(compiled, askingOf(here))
	const given = views.flatMap(({ id, address }) => {
		const { asked } = readAddress(new URLSearchParams(address), offer)
		return Object.entries(asked.fields).flatMap(([key, wanted]) => {
			const field = compiled.fields.get(key)?.field
			const isReference = field?.type === 'seat' || RECORD_TYPES.some((type) => type === field?.type)
			if (!field || !isReference || !Array.isArray(wanted)) return []
			const values: readonly string[] = wanted
			return values.map((raw) => ({ field, raw, path: [id], before: raw }))
		})
	})
	if (given.length === 0) return new Set()
	const { issues } = await readGiven(here, compiled.declaration, given)
	return new Set(issues.map(({ path }) => String(path[0])))
}

const MOST_LETTERS = 4_000

/**
 * The address of a list as a view keeps it: what is not asked of the register's own list, or not by this seat, is refused;
 * and so are values that no list would take.
 */
export async function soundAddress(here: Here, register: Register, address: string): Promise<string> {
	const params = new URLSearchParams(address.slice(address.indexOf('?') + 1))
	const { asked, unknown } = readAddress(params, offerOf(register.compiled, askingOf(here)))
	const refused = (found: string) => invalid([{ path: ['address'], code: 'registers.view-address', params: { found } }])
	const [first] = unknown
	if (first !== undefined) throw refused(first.slice(0, 60))
	const filter = EntryFilter.safeParse(filterOf(asked))
	if (!filter.success) throw refused(filter.error.issues[0]?.path.map(String).join('.') ?? '')
	// Whatever a filter refuses is refused here, at the value that is wrong.
	await scopeOf(here, narrowingOf(here, register, filter.data))
	const sound = writeAddress(asked).toString()
	if (sound.length > MOST_LETTERS) throw refused(String(MOST_LETTERS))
	return sound
}
