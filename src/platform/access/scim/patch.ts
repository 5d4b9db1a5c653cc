import { z } from 'zod'
import { ScimFault } from './fault.ts'
import { fieldOf, isFields, meets, parseFilter, type Fields, type Filter } from './filter.ts'

export const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

const Change = z.object({ op: z.string(), path: z.string().optional(), value: z.unknown() })
const Body = z.object({ operations: z.array(z.unknown()).min(1).max(100) })

export type PatchOperation = { op: 'add' | 'replace' | 'remove'; path?: string | undefined; value?: unknown }

/** The operations of a PATCH (RFC 7644, 3.5.2). Their names are read whatever their case, as some senders write `Replace`. */
export function patchOperations(body: unknown): PatchOperation[] {
	if (!isFields(body)) throw new ScimFault('invalidSyntax', 'PatchOp')
	const schemas = fieldOf(body, 'schemas')
	if (!Array.isArray(schemas) || !schemas.includes(PATCH_SCHEMA)) throw new ScimFault('invalidSyntax', 'schemas')
	const parsed = Body.safeParse({ operations: fieldOf(body, 'Operations') })
	if (!parsed.success) throw new ScimFault('invalidSyntax', 'Operations')
	return parsed.data.operations.map((one) => {
		const fields = isFields(one) ? one : {}
		const change = Change.safeParse({
			op: fieldOf(fields, 'op'),
			path: fieldOf(fields, 'path'),
			value: fieldOf(fields, 'value')
		})
		if (!change.success) throw new ScimFault('invalidSyntax', 'Operations')
		const op = change.data.op.toLowerCase()
		if (op !== 'add' && op !== 'replace' && op !== 'remove') throw new ScimFault('invalidSyntax', change.data.op)
		return { op, path: change.data.path, value: change.data.value }
	})
}

type Path = { attribute: string; filter: Filter | undefined; sub: string | undefined }

/** A path of a PATCH: an attribute, a part of one, or what of a list meets a filter, as `emails[type eq "work"].value`. */
export function parsePath(text: string): Path {
	const bare = text.trim().replace(/^urn:[\w.:-]+:(?=[A-Za-z$])/i, '')
	const filtered = /^([A-Za-z$][\w$-]*)\[(.*)\](?:\.([A-Za-z$][\w$-]*))?$/s.exec(bare)
	if (filtered?.[1] !== undefined && filtered[2] !== undefined)
		return { attribute: filtered[1], filter: parseFilter(filtered[2]), sub: filtered[3] }
	const plain = /^([A-Za-z$][\w$-]*)(?:\.([A-Za-z$][\w$-]*))?$/.exec(bare)
	if (plain?.[1] === undefined) throw new ScimFault('invalidPath', text)
	return { attribute: plain[1], filter: undefined, sub: plain[2] }
}

type Draft = Record<string, unknown>

const isList = (value: unknown): value is unknown[] => Array.isArray(value)
const nameIn = (fields: Draft, name: string) =>
	Object.keys(fields).find((one) => one.toLowerCase() === name.toLowerCase()) ?? name
const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
// Entries of a list that name the same thing by `value` are one.
const isSameEntry = (one: unknown, other: unknown) =>
	isFields(one) && isFields(other) && fieldOf(one, 'value') !== undefined
		? fieldOf(one, 'value') === fieldOf(other, 'value') && fieldOf(one, 'type') === fieldOf(other, 'type')
		: isSame(one, other)

/** A resource after the operations of a PATCH, done in their order; the resource given is left as it is. */
export function applyPatch(resource: Fields, operations: readonly PatchOperation[], lists: readonly string[]): Draft {
	const draft: Draft = structuredClone({ ...resource })
	for (const operation of operations) applyOne(draft, operation, lists)
	return draft
}

function applyOne(draft: Draft, { op, path, value }: PatchOperation, lists: readonly string[]) {
	if (path === undefined) {
		if (op === 'remove') throw new ScimFault('noTarget', 'path')
		if (!isFields(value)) throw new ScimFault('invalidValue', 'value')
		// Some senders name parts of attributes by dots, or by a filter, as keys of the value.
		for (const [name, one] of Object.entries(value)) applyOne(draft, { op, path: name, value: one }, lists)
		return
	}
	const target = parsePath(path)
	if (target.filter) return changeEntries(draft, target, target.filter, { op, value })
	if (target.sub !== undefined) return changePart(draft, { ...target, sub: target.sub }, { op, value })
	const name = nameIn(draft, target.attribute)
	if (op === 'remove') return removeWhole(draft, name, value)
	if (value === undefined) throw new ScimFault('invalidValue', path)
	const isMany = isList(draft[name]) || lists.some((one) => one.toLowerCase() === target.attribute.toLowerCase())
	if (op === 'add' && isMany) return addEntries(draft, name, value)
	const before = draft[name]
	if (isMany) draft[name] = isList(value) ? value : [value]
	else draft[name] = isFields(before) && isFields(value) ? { ...before, ...value } : value
}

function addEntries(draft: Draft, name: string, value: unknown) {
	const before = draft[name]
	const kept = isList(before) ? [...before] : []
	for (const entry of isList(value) ? value : [value]) {
		// Of several values one is the primary: a new one takes that from the others.
		if (isFields(entry) && fieldOf(entry, 'primary') === true)
			for (const [at, one] of kept.entries()) if (isFields(one)) kept[at] = { ...one, primary: false }
		const at = kept.findIndex((one) => isSameEntry(one, entry))
		if (at < 0) kept.push(entry)
		else kept[at] = isFields(kept[at]) && isFields(entry) ? { ...kept[at], ...entry } : entry
	}
	draft[name] = kept
}

// Some senders name the entries to remove as a value beside the path of the whole list.
function removeWhole(draft: Draft, name: string, value: unknown) {
	const before = draft[name]
	if (isList(before) && isList(value) && value.length > 0)
		draft[name] = before.filter((one) => !value.some((entry) => isSameEntry(one, entry) || hasValue(one, entry)))
	else Reflect.deleteProperty(draft, name)
}

const hasValue = (one: unknown, entry: unknown) =>
	isFields(one) && isFields(entry) && fieldOf(one, 'value') === fieldOf(entry, 'value')

function changePart(
	draft: Draft,
	{ attribute, sub }: { attribute: string; sub: string },
	{ op, value }: Pick<PatchOperation, 'op' | 'value'>
) {
	const name = nameIn(draft, attribute)
	const before = draft[name]
	if (isList(before)) {
		draft[name] = before.map((one) => (isFields(one) ? withPart(one, sub, { op, value }) : one))
		return
	}
	draft[name] = withPart(isFields(before) ? before : {}, sub, { op, value })
}

function withPart(fields: Fields, sub: string, { op, value }: Pick<PatchOperation, 'op' | 'value'>): Draft {
	const changed: Draft = { ...fields }
	const name = nameIn(changed, sub)
	if (op === 'remove') Reflect.deleteProperty(changed, name)
	else changed[name] = value
	return changed
}

function changeEntries(
	draft: Draft,
	{ attribute, sub }: Path,
	filter: Filter,
	{ op, value }: Pick<PatchOperation, 'op' | 'value'>
) {
	const name = nameIn(draft, attribute)
	const before = draft[name]
	const entries = isList(before) ? before : []
	const isMet = (one: unknown) => isFields(one) && meets(one, filter)
	if (op === 'remove') {
		if (sub === undefined) draft[name] = entries.filter((one) => !isMet(one))
		else draft[name] = entries.map((one) => (isMet(one) && isFields(one) ? withPart(one, sub, { op }) : one))
		return
	}
	if (entries.some(isMet)) {
		draft[name] = entries.map((one) => {
			if (!isMet(one) || !isFields(one)) return one
			if (sub !== undefined) return withPart(one, sub, { op, value })
			return isFields(value) ? { ...(op === 'add' ? one : {}), ...value } : value
		})
		return
	}
	// What a filter names and is not there is made from it where it says plainly what: `emails[type eq "work"].value`.
	const made = madeBy(filter)
	if (!made || (sub === undefined && !isFields(value))) throw new ScimFault('noTarget', attribute)
	draft[name] = [...entries, { ...made, ...(sub === undefined ? (isFields(value) ? value : {}) : { [sub]: value }) }]
}

function madeBy(filter: Filter): Draft | undefined {
	if (filter.type === 'compare' && filter.operator === 'eq') return { [filter.attribute]: filter.value }
	if (filter.type !== 'and') return undefined
	return filter.parts
		.map(madeBy)
		.reduce((whole, part) => (whole === undefined || part === undefined ? undefined : { ...whole, ...part }), {})
}
