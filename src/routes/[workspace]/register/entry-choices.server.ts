import { z } from 'zod'
import { registry } from '#areas'
import { nameOf } from '#modules/directory/page-links.ts'
import type { AnyField, Declaration } from '#modules/registers/declaration/declaration.ts'
import { listEntries } from '#modules/registers/entry/entry-queries.ts'
import type { Choices } from '#modules/registers/entry/said/entry-form.ts'
import { AREAS, IN_PART, listOfField } from '#modules/registers/entry/said/field-lists.ts'
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

const Listed = z.object({ items: z.array(RecordReference), next: z.string().nullish() })

/** What may be chosen; `isPart` where there is more than is offered. */
type Offered = { options: Option[]; isPart: boolean }

const optionOf = ({ words }: Locals, record: RecordReference): Option => ({
	value: record.reference,
	label: nameOf(words, record)
})

async function entriesOf(locals: Locals, register: string): Promise<Offered> {
	const { items } = await locals.ask(listRegisters, { limit: LIST_MOST })
	if (!items.some(({ reference }) => reference === register)) return { options: [], isPart: false }
	const entries = await locals.ask(listEntries, { register, limit: LIST_MOST, columns: [] })
	return { options: entries.items.map((entry) => optionOf(locals, entry)), isPart: entries.next !== null }
}

const DIRECTORY = ['actor', 'structure', 'framework'] as const

// Parts are named by the wholes they belong to.
const NEVER_NAMED = new Set(['entry-part', 'register-draft'])
// Where any kind may be named, each offers its newest: whatever else is meant is typed.
const OF_EACH_KIND = 40

async function recordsIn(locals: Locals, name: string, limit: number): Promise<z.output<typeof Listed>> {
	const kind = registry.kind(name)
	return kind ? Listed.parse(await locals.ask(kind.list, { limit })) : { items: [] }
}

/** The newest records of some kinds, or of all there are where none is named; whatever else is meant is named by its number or key. */
async function recordsOf(locals: Locals, kinds: readonly string[]): Promise<Offered> {
	const [only] = kinds
	if (only !== undefined && kinds.length === 1) {
		const known = DIRECTORY.find((one) => one === only)
		if (known) return { options: await optionsOf(locals, known), isPart: false }
	}
	const all = registry.kinds.map(({ name }) => name).filter((name) => !NEVER_NAMED.has(name))
	const limit = kinds.length === 0 ? OF_EACH_KIND : LIST_MOST
	const found = await Promise.all((kinds.length === 0 ? all : kinds).map((name) => recordsIn(locals, name, limit)))
	const records = found.flatMap(({ items }) => items)
	return {
		options: records.map((record) => ({ ...optionOf(locals, record), value: namedAmong(kinds, record) })),
		isPart: found.some(({ next }) => Boolean(next))
	}
}

async function optionsIn(locals: Locals, list: string): Promise<Offered> {
	const [type = '', ...more] = list.split(' ')
	if (type === 'entry') return entriesOf(locals, more[0] ?? '')
	if (type === 'record') return recordsOf(locals, more)
	return { options: await allOf(locals, type), isPart: false }
}

function allOf(locals: Locals, type: string): Option[] | Promise<Option[]> {
	const { words, seat } = locals
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
	const found = await Promise.all(lists.map(async (list) => ({ list, ...(await optionsIn(locals, list)) })))
	const currencies = fields.some(({ type }) => type === 'money') ? Intl.supportedValuesOf('currency') : []
	return {
		...Object.fromEntries(found.map(({ list, options }) => [list, toldApart(options)])),
		[IN_PART]: found.flatMap(({ list, isPart }) => (isPart ? [{ value: list, label: list }] : [])),
		[AREAS]: areas,
		currency: currencies.map((code) => ({ value: code, label: code }))
	}
}
