import type { CompiledRegister, Part } from '../declaration/compile-declaration.ts'
import type { Group, Move } from '../declaration/declaration.ts'
import { groupsOf, isOpenIn } from '../declaration/who-changes.ts'
import type { Formula } from '../formula/compile-formula.ts'
import { giveFor } from '../formula/values.ts'
import type { EntryValues, Values } from './values.ts'
import { rowOf } from './work-out.ts'

/** The seat, as far as groups ask: its role, its actor, and the audiences it belongs to. */
export type AskingSeat = { role: string; actorId: string | null; audience: readonly string[] }

/** The entry, as far as groups ask: who entered it, the actors and structures that stand in it, and its state. */
export type AskedEntry = { enteringActorId: string | null; state: string; values: Values }

// Somebody must be able to mend a wrong choice: see platform/access/seat.ts.
const KEEPERS = ['role:administrator', 'role:secretariat']

const referenceIn = (values: Values, field: string) => {
	const value = values[field]
	return typeof value === 'string' ? value : null
}

/** The audience a group stands for over one entry: tokens of roles, actors and structures. */
export function tokensOfGroup(group: Group, { enteringActorId, values }: AskedEntry): string[] {
	const actors = group.actor_in.flatMap((field) => referenceIn(values, field) ?? [])
	if (group.entering_actor && enteringActorId !== null) actors.push(enteringActorId)
	const structures = group.members_in.flatMap((field) => referenceIn(values, field) ?? [])
	return [
		...group.roles.map((role) => `role:${role}`),
		...actors.map((id) => `actor:${id}`),
		...structures.map((id) => `structure:${id}`)
	]
}

const once = (tokens: readonly string[]) => [...new Set(tokens)].sort()

/** Who sees an entry at all: the public where its state is public, else everybody with a seat, or the groups that are named. */
export function audienceOf({ declaration }: Pick<CompiledRegister, 'declaration'>, entry: AskedEntry): string[] {
	const state = declaration.states.find(({ key }) => key === entry.state)
	return state?.public ? ['public'] : insideOf({ declaration }, entry)
}

/**
 * Who sees a part of an entry. A part is never seen more widely than the entry, which the policies of the database hold too:
 * a part's row is read with the record it belongs to.
 */
export function audienceOfPart(register: CompiledRegister, part: Part, entry: AskedEntry): string[] {
	const whole = audienceOf(register, entry)
	if (part === 'open') return whole
	if (part === 'inside') return whole.includes('public') ? insideOf(register, entry) : whole
	const group = register.declaration.groups.find(({ key }) => part === `group:${key}`)
	if (!group) return []
	const tokens = once(tokensOfGroup(group, entry))
	// That an entry is public opens nothing of what is kept inside to a group that would not see the entry otherwise.
	const inside = insideOf(register, entry)
	return inside.includes('workspace') ? tokens : tokens.filter((token) => inside.includes(token))
}

/** Borne by no seat: the audience of a part that no group sees yet, since the actor that would see it is not named. */
export const NOBODY: readonly string[] = ['nobody']

/** The audience that a part is kept with. */
export function keptAudience(register: CompiledRegister, part: Part, entry: AskedEntry): readonly string[] {
	const tokens = audienceOfPart(register, part, entry)
	return tokens.length > 0 ? tokens : NOBODY
}

// Where an entry is public, those who saw it before it was still see what is kept inside.
function insideOf({ declaration }: Pick<CompiledRegister, 'declaration'>, entry: AskedEntry): string[] {
	if (declaration.seen === 'everyone') return ['workspace']
	const { seen } = declaration
	const groups = declaration.groups.filter(({ key }) => seen.includes(key))
	return once([...KEEPERS, ...groups.flatMap((group) => tokensOfGroup(group, entry))])
}

/** True where the seat belongs to the group over this entry. The public belongs to none. */
export function isInGroup(group: Group, seat: AskingSeat, entry: AskedEntry): boolean {
	if (seat.role === 'public') return false
	const has = new Set(seat.audience)
	return tokensOfGroup(group, entry).some((token) => has.has(token))
}

// Observers read, unless a register names their role where it says who writes: as elsewhere, see platform/records/rules.ts.
const mayWriteAs = ({ roles }: Group, { role }: AskingSeat) =>
	role !== 'observer' || roles.some((one) => one === 'observer')

const writesIn = (group: Group, seat: AskingSeat, entry: AskedEntry) =>
	mayWriteAs(group, seat) && isInGroup(group, seat, entry)

const isInOne = ({ declaration }: CompiledRegister, keys: readonly string[], seat: AskingSeat, entry: AskedEntry) =>
	groupsOf(declaration, keys).some((group) => writesIn(group, seat, entry))

/** True where the seat may add an entry that holds these values. */
export const mayAdd = (register: CompiledRegister, seat: AskingSeat, values: Values) =>
	isInOne(register, register.declaration.added, seat, {
		// Whoever adds an entry is the one who enters it.
		enteringActorId: seat.actorId,
		state: register.declaration.states[0]?.key ?? '',
		values
	})

/**
 * True where the seat may be in the group over some entry that there is or could be. An entry names actors and structures of
 * its own, so that a seat is in such a group over one entry and not over the next.
 */
export const mightBeIn = (
	{ roles, actor_in: actors, members_in: structures, entering_actor: isEntering }: Group,
	{ role, actorId, audience }: AskingSeat
) =>
	role !== 'public' &&
	(roles.some((one) => one === role) ||
		(actorId !== null && (actors.length > 0 || isEntering)) ||
		(structures.length > 0 && audience.some((token) => token.startsWith('structure:'))))

const mightWriteIn = ({ declaration }: CompiledRegister, keys: readonly string[], seat: AskingSeat) =>
	groupsOf(declaration, keys).some((group) => mayWriteAs(group, seat) && mightBeIn(group, seat))

/** True where some entry may be added by the seat: whether the form is offered at all. */
export const mayAddSome = (register: CompiledRegister, seat: AskingSeat) =>
	mightWriteIn(register, register.declaration.added, seat)

/** True where some entry may be changed by the seat. */
export const mayChangeSome = (register: CompiledRegister, seat: AskingSeat) =>
	mightWriteIn(register, register.declaration.changed, seat)

/** True where the seat may make the move with some entry. */
export const mayMoveSome = (register: CompiledRegister, move: Move, seat: AskingSeat) =>
	mightWriteIn(register, move.by, seat)

/** The groups that let the seat change the entry in the state it stands in. */
const changingGroups = ({ declaration }: CompiledRegister, seat: AskingSeat, entry: AskedEntry) =>
	groupsOf(declaration, declaration.changed).filter(
		(group) => isOpenIn(declaration.changed_in, group.key, entry.state) && writesIn(group, seat, entry)
	)

/** True where the seat may change the entry. */
export const mayChange = (register: CompiledRegister, seat: AskingSeat, entry: AskedEntry) =>
	changingGroups(register, seat, entry).length > 0

/** True where the seat sees a part of the entry it sees. */
export const seesPart = (register: CompiledRegister, part: Part, seat: AskingSeat, entry: AskedEntry) => {
	const has = new Set(seat.audience)
	return audienceOfPart(register, part, entry).some((token) => has.has(token))
}

const partOfKey = ({ fields, tables }: CompiledRegister, key: string) => fields.get(key)?.part ?? tables.get(key)?.part

/** True for a field or table that is asked for no longer: nobody fills it in, and what entries hold stays with them. */
const isRetired = ({ fields, tables }: CompiledRegister, key: string) =>
	fields.get(key)?.field.retired === true || tables.get(key)?.table.retired === true

/** The groups that let the seat fill in a field or table of the entry, were it not for its state. */
function fillingGroups(register: CompiledRegister, key: string, seat: AskingSeat, entry: AskedEntry): readonly Group[] {
	const { declaration, changers } = register
	const alone = changers.get(key)
	if (alone) return groupsOf(declaration, alone).filter((group) => writesIn(group, seat, entry))
	const changing = changingGroups(register, seat, entry)
	// Who adds an entry fills it in, and may have no right to change it afterwards.
	return changing.length > 0
		? changing
		: groupsOf(declaration, declaration.added).filter((group) => writesIn(group, seat, entry))
}

/** True where the seat, who may add or change the entry, may fill in the field or table. */
export function mayFill(register: CompiledRegister, key: string, seat: AskingSeat, entry: AskedEntry): boolean {
	const part = partOfKey(register, key)
	if (part === undefined || isRetired(register, key) || !seesPart(register, part, seat, entry)) return false
	const changedIn = register.fields.get(key)?.field.changed_in ?? register.tables.get(key)?.table.changed_in
	return fillingGroups(register, key, seat, entry).some((group) => isOpenIn(changedIn, group.key, entry.state))
}

/** True where the seat might see and fill in a field or table of some entry. */
export function mightFill(register: CompiledRegister, key: string, seat: AskingSeat): boolean {
	const { declaration, changers } = register
	const part = partOfKey(register, key)
	if (part === undefined || isRetired(register, key) || seat.role === 'public') return false
	const readers = part.startsWith('group:') ? groupsOf(declaration, [part.slice('group:'.length)]) : []
	if (readers.length > 0 && !readers.some((group) => mightBeIn(group, seat))) return false
	return mightWriteIn(register, changers.get(key) ?? [...declaration.added, ...declaration.changed], seat)
}

const elsewhere = ({ declaration }: CompiledRegister, entry: AskedEntry, may: (other: AskedEntry) => boolean) =>
	declaration.states.map(({ key }) => key).filter((state) => state !== entry.state && may({ ...entry, state }))

/** The states in which the seat could change the entry, where it cannot in the one it stands in. */
export const statesToChange = (register: CompiledRegister, seat: AskingSeat, entry: AskedEntry): readonly string[] =>
	mayChange(register, seat, entry) ? [] : elsewhere(register, entry, (other) => mayChange(register, seat, other))

/** The states in which the seat could fill in the field or table, where it cannot in the one the entry stands in. */
export const statesToFill = (
	register: CompiledRegister,
	key: string,
	seat: AskingSeat,
	entry: AskedEntry
): readonly string[] =>
	mayFill(register, key, seat, entry)
		? []
		: elsewhere(register, entry, (other) => mayChange(register, seat, other) && mayFill(register, key, seat, other))

/** Why a move is not open, in the order in which it is told: the state, who moves, what is not filled, the condition. */
export type MoveRefusal =
	{ code: 'not-from-here' | 'not-yours' | 'condition' } | { code: 'not-filled'; fields: readonly string[] }

const holds = (when: Formula, { fields, tables }: EntryValues, today: string) => {
	const given = giveFor(when.gives, rowOf(fields, tables, today))
	return 'value' in given && given.value === true
}

/** Why the seat cannot make the move now, or null when it can. */
export function whyNotMove(
	register: CompiledRegister,
	move: Move,
	asked: { seat: AskingSeat; entry: AskedEntry; values: EntryValues; today: string; isClock?: boolean }
): MoveRefusal | null {
	const { seat, entry, values, today, isClock = false } = asked
	if (!move.from.includes(entry.state)) return { code: 'not-from-here' }
	const isOwn = move.on === undefined ? isInOne(register, move.by, seat, entry) : isClock
	if (!isOwn) return { code: 'not-yours' }
	const empty = move.needs.filter((key) => values.fields[key] === undefined && (values.tables[key] ?? []).length === 0)
	const when = register.moves.get(move.key)?.when
	const isShut = when !== undefined && when !== null && !holds(when, values, today)
	// What is not asked for cannot be filled in: the condition says what is to be changed first.
	const isRuledOut = (key: string) => {
		const asked = register.fields.get(key)?.asked
		return asked !== undefined && asked !== null && !holds(asked, values, today)
	}
	if (isShut && empty.some(isRuledOut)) return { code: 'condition' }
	if (empty.length > 0) return { code: 'not-filled', fields: empty }
	return isShut ? { code: 'condition' } : null
}
