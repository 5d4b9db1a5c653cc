import { z } from 'zod'
import { registry } from '#areas'
import { nameOf } from '#modules/directory/page-links.ts'
import type { AnyField, Declaration } from '#modules/registers/declaration/declaration.ts'
import { listEntries } from '#modules/registers/entry/entry-queries.ts'
import type { Choices } from '#modules/registers/entry/said/entry-form.ts'
import { AREAS, listOfField } from '#modules/registers/entry/said/field-lists.ts'
import { namedAmong } from '#modules/registers/entry/said/named-among.ts'
import { areasOf, foldArea } from '#platform/charts/tile-layouts.ts'
import { groupEntriesBy } from '#modules/registers/listing/list-queries.ts'
import { listRegisters } from '#modules/registers/register-queries.ts'
import { listSeatOptions } from '#platform/access/seat-operations.ts'
import { COUNTRIES } from '#platform/languages/countries.ts'
import { LIST_MOST } from '#platform/operation/lists.server.ts'
import { RecordReference } from '#platform/records/find-record.server.ts'
import type { Option } from '#ui/types.ts'
import { optionsOf } from '../record-page.server.ts'

type Locals = App.Locals

const Listed = z.object({ items: z.array(RecordReference) })

const optionOf = ({ words }: Locals, record: RecordReference): Option => ({
	value: record.reference,
	label: nameOf(words, record)
})

async function entriesOf(locals: Locals, register: string): Promise<Option[]> {
	const { items } = await locals.ask(listRegisters, { limit: LIST_MOST })
	if (!items.some(({ reference }) => reference === register)) return []
	const entries = await locals.ask(listEntries, { register, limit: LIST_MOST, columns: [] })
	return entries.items.map((entry) => optionOf(locals, entry))
}

const DIRECTORY = ['actor', 'structure', 'framework'] as const

// Parts are named by the wholes they belong to.
const NEVER_NAMED = new Set(['entry-part', 'register-draft'])
// Where any kind may be named, each offers its newest: whatever else is meant is typed.
const OF_EACH_KIND = 40

async function recordsIn(locals: Locals, name: string, limit: number): Promise<RecordReference[]> {
	const kind = registry.kind(name)
	return kind ? Listed.parse(await locals.ask(kind.list, { limit })).items : []
}

/** The newest records of some kinds, or of all there are where none is named; whatever else is meant is named by its number or key. */
async function recordsOf(locals: Locals, kinds: readonly string[]): Promise<Option[]> {
	const [only] = kinds
	if (only !== undefined && kinds.length === 1) {
		const known = DIRECTORY.find((one) => one === only)
		if (known) return optionsOf(locals, known)
	}
	const all = registry.kinds.map(({ name }) => name).filter((name) => !NEVER_NAMED.has(name))
	const limit = kinds.length === 0 ? OF_EACH_KIND : LIST_MOST
	const found = await Promise.all((kinds.length === 0 ? all : kinds).map((name) => recordsIn(locals, name, limit)))
	return found.flat().map((record) => ({ ...optionOf(locals, record), value: namedAmong(kinds, record) }))
}

function optionsIn(locals: Locals, list: string): Option[] | Promise<Option[]> {
	const { words, seat } = locals
	const [type = '', ...more] = list.split(' ')
	switch (type) {
		case 'actor':
		case 'structure':
			return optionsOf(locals, type)
		case 'seat':
			// Neither the public nor observers are told who holds which office.
			return seat.role === 'public' || seat.role === 'observer' ? [] : seatOptions(locals)
		case 'country':
			return COUNTRIES.map((code) => ({ value: code, label: words.country(code) })).sort((one, other) =>
				words.order(one.label, other.label)
			)
		case 'entry':
			return entriesOf(locals, more[0] ?? '')
		case 'record':
			return recordsOf(locals, more)
		default:
			return []
	}
}

async function seatOptions(locals: Locals): Promise<Option[]> {
	const { items } = await locals.ask(listSeatOptions, {})
	return items.map(({ key, office, actor }) => ({
		value: key,
		label: actor === null ? office : `${office} (${actor})`
	}))
}

/** Names that several bear are told apart by their keys: what is chosen by its name is one thing alone. */
function toldApart(options: readonly Option[]): Option[] {
	const counted = Map.groupBy(options, ({ label }) => label)
	return options.map((option) =>
		(counted.get(option.label)?.length ?? 0) > 1 ? { ...option, label: `${option.label} [${option.value}]` } : option
	)
}

/** The provinces and districts of the workspace's country, and those that entries of the register are in already. */
async function areasIn(
	locals: Locals,
	{ register, fields }: Pick<Declaration, 'register' | 'fields'>
): Promise<Option[]> {
	const known = areasOf(locals.workspace?.key.toUpperCase() ?? '')
	// What is personal is not looked up for a form: that would stand in the access log as a look at it.
	const places = fields.filter(
		({ type, filtered, personal, seen }) => type === 'place' && filtered && !personal && !seen
	)
	const used = await Promise.all(
		places.map(async ({ key }) => (await locals.ask(groupEntriesBy, { register, by: key })).groups)
	)
	const folded = new Map(known.map((name) => [foldArea(name), name]))
	for (const { value } of used.flat())
		if (!COUNTRIES.includes(value) && !folded.has(foldArea(value))) folded.set(foldArea(value), value)
	return [...folded.values()].sort(locals.words.order).map((name) => ({ value: name, label: name }))
}

/** What the fields of a form are chosen from, by the names of their lists. */
export async function choicesFor(
	locals: Locals,
	declaration: Pick<Declaration, 'register' | 'fields'>,
	fields: readonly AnyField[]
): Promise<Choices> {
	const areas = fields.some(({ type }) => type === 'place') ? await areasIn(locals, declaration) : []
	const lists = [...new Set(fields.flatMap((field) => listOfField(field) ?? []))]
	const found = await Promise.all(lists.map(async (list) => [list, toldApart(await optionsIn(locals, list))] as const))
	const currencies = fields.some(({ type }) => type === 'money') ? Intl.supportedValuesOf('currency') : []
	return {
		...Object.fromEntries(found),
		[AREAS]: areas,
		currency: currencies.map((code) => ({ value: code, label: code }))
	}
}
