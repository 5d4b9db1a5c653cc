import type { AnyField, ChangedIn, Declaration, Group } from './declaration.ts'
import type { DeclarationPath, TellFault } from './fault.ts'
import { isWorkedOut } from './field-types.ts'
import { changersOf, groupsOf, isOfKeepers, isWithin } from './who-changes.ts'

/** True where some seat is certain to belong to the group, whatever stands in an entry. */
function isCertain(group: Group, fields: ReadonlyMap<string, AnyField>): boolean {
	const isAlwaysFilled = (key: string) => fields.get(key)?.required === true && fields.get(key)?.asked === undefined
	return group.roles.length > 0 || group.entering_actor || group.actor_in.some(isAlwaysFilled)
}

const standingIn = ({ actor_in: actors, members_in: structures }: Group) => [...actors, ...structures]

/** Who fills in a field or table of some entry: who alone does, else whoever adds or changes entries. */
const fillersOf = (declaration: Declaration, changers: ReadonlyMap<string, readonly string[]>, key: string) =>
	groupsOf(declaration, changers.get(key) ?? [...declaration.added, ...declaration.changed])

/** The groups somebody can come to be in: by a role, by entering, or because somebody can fill in the field that names them. */
function reachedGroups(declaration: Declaration, changers: ReadonlyMap<string, readonly string[]>): Set<string> {
	const reached = new Set(
		declaration.groups.flatMap(({ key, roles, entering_actor: isEntering }) =>
			roles.length > 0 || isEntering ? [key] : []
		)
	)
	// Whoever adds an entry may name itself in it.
	const adding = new Set(declaration.added)
	for (let before = -1; before !== reached.size;) {
		before = reached.size
		for (const group of declaration.groups) {
			const isNamed = standingIn(group).some((field) =>
				fillersOf(declaration, changers, field).some(
					({ key }) => reached.has(key) || (key === group.key && adding.has(key))
				)
			)
			if (isNamed) reached.add(group.key)
		}
	}
	return reached
}

const share = (some: readonly string[], others: readonly string[]) => some.some((one) => others.includes(one))

/** True where one seat can be in both groups by the same thing: a role, an actor, a structure. */
const overlaps = (one: Group, other: Group) =>
	share(one.roles, other.roles) ||
	share(one.actor_in, other.actor_in) ||
	share(one.members_in, other.members_in) ||
	(one.entering_actor && other.entering_actor)

type Changed = { key: string; seen?: string | undefined; changed?: string | undefined; path: DeclarationPath }

const changedThings = ({ fields, tables }: Declaration): Changed[] => [
	...fields.map((one, index) => ({ key: one.key, seen: one.seen, changed: one.changed, path: ['fields', index] })),
	...tables.map((one, index) => ({ key: one.key, seen: one.seen, changed: one.changed, path: ['tables', index] }))
]

/** Fields whose readers or changers nobody is, do not see it, or may not change entries at all. */
function checkReaders(tell: TellFault, declaration: Declaration) {
	const groups = new Map(declaration.groups.map((group) => [group.key, group]))
	const reached = reachedGroups(declaration, changersOf(declaration))
	const entering = groupsOf(declaration, [...declaration.changed, ...declaration.added])
	const insiders = declaration.seen === 'everyone' ? null : groupsOf(declaration, declaration.seen)
	for (const { key, seen, changed, path } of changedThings(declaration)) {
		const reader = seen === undefined ? undefined : groups.get(seen)
		const changer = changed === undefined ? undefined : groups.get(changed)
		if (reader && !reached.has(reader.key)) tell('nobody', [...path, 'seen'], reader.key)
		if (changer && !reached.has(changer.key)) tell('nobody', [...path, 'changed'], changer.key)
		if (reader && insiders && !isWithin(reader, [...insiders, KEEPERS])) {
			tell('seen-by-outsiders', [...path, 'seen'], reader.key)
		}
		if (changer && reader && !isWithin(changer, [reader])) tell('changes-unseen', [...path, 'changed'], changer.key)
		if (changer && !entering.some((one) => overlaps(one, changer))) {
			tell('changes-no-entries', [...path, 'changed'], `${key}: ${changer.key}`)
		}
	}
}

// Who keeps the workspace sees every entry, whoever else does.
const KEEPERS: Group = {
	key: 'keepers',
	names: {},
	roles: ['administrator', 'secretariat'],
	actor_in: [],
	members_in: [],
	entering_actor: false
}

/** The fields that decide who stands in a field: itself, and what moves copy into it. */
const sourcesOf = ({ moves }: Declaration, field: string) => [
	field,
	...moves.flatMap(({ does }) => does.flatMap((effect) => ('set' in effect && effect.set === field ? [effect.to] : [])))
]

/**
 * Refuses a field that opens what is hidden to whoever stands in it, where a group that does not see it may say who that is:
 * it would name itself. Who keeps the workspace may, since somebody must be able to name the first.
 */
function checkCircles(tell: TellFault, declaration: Declaration) {
	const changers = changersOf(declaration)
	const opened = new Set(changedThings(declaration).flatMap(({ seen }) => seen ?? []))
	for (const circle of declaration.groups) {
		if (!opened.has(circle.key)) continue
		for (const field of standingIn(circle).flatMap((key) => sourcesOf(declaration, key))) {
			const index = declaration.fields.findIndex(({ key }) => key === field)
			if (index < 0) continue
			for (const group of fillersOf(declaration, changers, field)) {
				if (isOfKeepers(group) || isWithin(group, [circle])) continue
				tell('opens-itself', ['fields', index, 'changed'], `${field}: ${group.key} → ${circle.key}`)
			}
		}
	}
}

/** What is changed in some states only: states and groups that are there, and groups that change it at all. */
function checkChangedIn(tell: TellFault, declaration: Declaration) {
	const states = new Set(declaration.states.map(({ key }) => key))
	const changers = changersOf(declaration)
	const look = (changedIn: ChangedIn | undefined, path: DeclarationPath, changing: readonly string[]) => {
		if (changedIn === undefined) return
		const byGroup = Array.isArray(changedIn) ? null : changedIn
		const named = byGroup
			? Object.entries(byGroup).flatMap(([group, keys]) =>
					keys.map((key, index) => ({ key, path: [...path, group, index] }))
				)
			: (Array.isArray(changedIn) ? changedIn : []).map((key, index) => ({ key, path: [...path, index] }))
		for (const { key, path: at } of named) if (!states.has(key)) tell('unknown-state', at, key)
		for (const group of Object.keys(byGroup ?? {}))
			if (!changing.includes(group)) tell('not-a-changer', [...path, group], group)
	}
	look(declaration.changed_in, ['changed_in'], declaration.changed)
	const all = [...declaration.changed, ...declaration.added]
	for (const [name, things] of [
		['fields', declaration.fields],
		['tables', declaration.tables]
	] as const)
		for (const [index, { key, changed_in: changedIn }] of things.entries())
			look(changedIn, [name, index, 'changed_in'], changers.get(key) ?? all)
}

/** Who sees and does what: nobody is locked out, nobody changes what it does not see, and nobody lets itself in. */
export function checkRights(tell: TellFault, declaration: Declaration) {
	const groups = new Map(declaration.groups.map((group) => [group.key, group]))
	const fields = new Map(declaration.fields.map((one) => [one.key, one]))
	for (const [index, group] of declaration.groups.entries()) {
		const { roles, actor_in: actors, members_in: structures, entering_actor: isEntering } = group
		if (roles.length + actors.length + structures.length === 0 && !isEntering) {
			tell('empty-group', ['groups', index], group.key)
		}
	}
	const someone = (keys: readonly string[], path: DeclarationPath) => {
		const found = keys.flatMap((key) => groups.get(key) ?? [])
		if (found.length > 0 && !found.some((group) => isCertain(group, fields))) tell('nobody', path, keys.join(', '))
	}
	someone(declaration.changed, ['changed'])
	// Before an entry is there, nobody has entered it: who may add is known by a role, or by an actor it names.
	const adding = declaration.added.flatMap((key) => groups.get(key) ?? [])
	if (adding.length > 0 && adding.every(({ roles, actor_in: actors }) => roles.length + actors.length === 0)) {
		tell('nobody', ['added'], declaration.added.join(', '))
	}
	const changers = changersOf(declaration)
	for (const [index, key] of declaration.added.entries()) {
		const group = groups.get(key)
		// Who adds by standing in the entry must be able to write itself there.
		const names = group && group.roles.length === 0 ? standingIn(group) : []
		const isShut = (field: string) => changers.get(field)?.includes(key) === false
		if (names.length > 0 && names.every(isShut)) tell('adds-never', ['added', index], key)
	}
	for (const [index, move] of declaration.moves.entries()) someone(move.by, ['moves', index, 'by'])
	if (declaration.seen !== 'everyone') {
		const seeing = new Set(declaration.seen)
		for (const name of ['added', 'changed'] as const) {
			for (const [index, key] of declaration[name].entries()) {
				if (!seeing.has(key)) tell('changes-unseen', [name, index], key)
			}
		}
		for (const [index, move] of declaration.moves.entries()) {
			for (const key of move.on === undefined ? move.by : [])
				if (!seeing.has(key)) tell('changes-unseen', ['moves', index, 'by'], key)
			for (const [position, effect] of move.does.entries())
				if ('notify' in effect && !seeing.has(effect.notify))
					tell('notifies-unseen', ['moves', index, 'does', position, 'notify'], effect.notify)
		}
	}
	for (const [index, one] of declaration.fields.entries()) {
		const path = ['fields', index]
		if (one.public && one.seen !== undefined) tell('public-but-hidden', [...path, 'public'], one.key)
		const mustBeFilled = one.required !== false && !isWorkedOut(one)
		const filling = one.changed ?? one.seen
		if (mustBeFilled && filling !== undefined && !declaration.added.includes(filling)) {
			tell('cannot-be-filled', [...path, 'required'], one.key)
		}
	}
	checkReaders(tell, declaration)
	checkCircles(tell, declaration)
	checkChangedIn(tell, declaration)
}
