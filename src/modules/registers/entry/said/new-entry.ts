import type { CompiledRegister } from '../../declaration/compile-declaration.ts'
import { isWorkedOut } from '../../declaration/field-types.ts'
import { mayAdd, mayFill, type AskedEntry, type AskingSeat } from '../entry-access.ts'
import { defaultsOf } from '../default-values.ts'
import type { Values } from '../values.ts'
import { ownFields } from './own-fields.ts'

const STRUCTURE = 'structure:'

/**
 * What the form of a new entry asks a seat for: all it could fill in once its own actor and structure stand where groups look
 * for them. Where only these may add an entry, its own actor stands there already, and so does what fields begin with (`begun`).
 */
export function newEntryFor(
	compiled: CompiledRegister,
	seat: AskingSeat,
	today: string
): { asks: string[]; values: Values; begun: Values; own: string[] } {
	const { declaration } = compiled
	const structure = seat.audience.find((token) => token.startsWith(STRUCTURE))?.slice(STRUCTURE.length)
	const ownIn = (groups: typeof declaration.groups): Values =>
		Object.fromEntries([
			...(seat.actorId === null
				? []
				: groups.flatMap(({ actor_in: fields }) => fields.map((key) => [key, seat.actorId ?? ''] as const))),
			...(structure === undefined
				? []
				: groups.flatMap(({ members_in: fields }) => fields.map((key) => [key, structure] as const)))
		])
	const entry: AskedEntry = {
		enteringActorId: seat.actorId,
		state: declaration.states[0]?.key ?? '',
		values: ownIn(declaration.groups)
	}
	const keys = [
		...[...compiled.fields].flatMap(([key, { field }]) => (isWorkedOut(field) ? [] : [key])),
		...compiled.tables.keys()
	]
	const asks = keys.filter((key) => mayFill(compiled, key, seat, entry))
	const begun = Object.fromEntries(
		Object.entries(defaultsOf(compiled, { today, actorId: seat.actorId })).filter(([key]) => asks.includes(key))
	)
	const own = mayAdd(compiled, seat, {})
		? {}
		: ownIn(declaration.groups.filter(({ key }) => declaration.added.includes(key)))
	return {
		asks,
		own: ownFields(compiled, entry.values, (values) => mayAdd(compiled, seat, values)),
		begun,
		values: { ...begun, ...own }
	}
}
