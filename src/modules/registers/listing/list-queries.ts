import { z } from 'zod'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { anyOf, RecordReference, referencesOf } from '#platform/records/find-record.server.ts'
import { keepAnswersOfRecords } from '#platform/records/kept-answers.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { countEntries } from '../entry/list-entries.server.ts'
import { noteTold } from '../entry/personal.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { RECORD_TYPES } from '../entry/resolve.server.ts'
import { getRegister, type Register } from '../registers.server.ts'
import { groupEntries } from './group-entries.server.ts'
import { valuesHeld } from './held-values.server.ts'
import { mightSeeField } from './might-see.ts'
import { EntryFilter, FieldKey, narrowingOf } from './narrowing.server.ts'

const Named = {
	/** The records and seats that stand in the values. */
	names: z.array(RecordReference),
	seats: z.array(z.object({ id: z.string(), key: z.string(), office: z.string() }))
}

const isRecordField = ({ type }: AnyField) => RECORD_TYPES.some((one) => one === type)

type Held = ReadonlyMap<string, readonly string[]>

const valuesOf = (compiled: CompiledRegister, held: Held, isOne: (field: AnyField) => boolean) =>
	[...held].flatMap(([key, values]) => {
		const field = compiled.fields.get(key)?.field
		return field && isOne(field) ? values : []
	})

const recordsOf = (here: Here, compiled: CompiledRegister, held: Held) =>
	referencesOf(here, valuesOf(compiled, held, isRecordField))

async function seatsOf(here: Here, compiled: CompiledRegister, held: Held) {
	const ids = valuesOf(compiled, held, ({ type }) => type === 'seat')
	if (ids.length === 0) return []
	return here.tx
		.selectFrom('seat')
		.select(['id', 'key', 'office'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(ids))
		.execute()
}

/** How many entries of a register stand in each group: by a field, by their state, by the year of a day. */
export const groupEntriesBy = query({
	name: 'entry.group',
	input: z.strictObject({
		register: Reference,
		filter: EntryFilter.optional(),
		/** The key of a field that lists are filtered by, or `state`. */
		by: FieldKey
	}),
	output: z.object({
		groups: z.array(z.object({ value: z.string(), records: z.int(), isMore: z.boolean() })),
		/** How many stand in no group; null where that cannot be said without counting all. */
		without: z.int().nullable(),
		isMore: z.boolean(),
		...Named
	}),
	about: (here, { register }) => getRegister(here, register),
	allow: everyone,
	async run(here, { filter, by }, register) {
		const asked = narrowingOf(here, register, filter)
		const found = await groupEntries(here, register, { by, asked })
		const { compiled } = register
		noteTold(here, compiled, [by])
		const held = new Map([[by, found.groups.map(({ value }) => value)]])
		const [records, seats] = await Promise.all([recordsOf(here, compiled, held), seatsOf(here, compiled, held)])
		const field = compiled.fields.get(by)?.field
		// An entry may be seen and an actor in it not: its group would tell of it.
		const groups = field && isRecordField(field) ? found.groups.filter(({ value }) => records.has(value)) : found.groups
		const isWhole = groups.length === found.groups.length && !found.isMore && groups.every(({ isMore }) => !isMore)
		const without =
			found.without === null && isWhole && field?.type !== 'many-of'
				? await countWithout(here, asked, groups)
				: found.without
		return { groups, without, isMore: found.isMore, names: [...records.values()], seats }
	}
})

async function countWithout(
	here: Here,
	asked: ReturnType<typeof narrowingOf>,
	groups: readonly { records: number }[]
): Promise<number | null> {
	const { total, isMore } = await countEntries(here, asked)
	return isMore ? null : Math.max(total - groups.reduce((sum, { records }) => sum + records, 0), 0)
}

/** More values than these are not chosen from a list: the field is then asked for by what is typed. */
export const CHOICES_MOST = 100
const CHOSEN_TYPES = new Set<AnyField['type']>([...RECORD_TYPES, 'seat', 'country', 'place'])

const Choices = z.object({
	fields: z.array(z.object({ key: z.string(), values: z.array(z.string()), isMore: z.boolean() })),
	/** Fields that are asked for no longer and that entries hold. */
	retired: z.array(z.string()),
	...Named
})

/** Of the fields that are asked for no longer, those that entries hold, as far as lists are narrowed by them. */
async function retiredHeld(here: Here, register: Register): Promise<string[]> {
	const { compiled } = register
	const seat = askingOf(here)
	const keys = [...compiled.fields].flatMap(([key, { field, column }]) =>
		field.retired && field.filtered && column && mightSeeField(compiled, key, seat) ? [key] : []
	)
	const held = await valuesHeld(here, narrowingOf(here, register), keys, 1)
	const several = [...compiled.fields].flatMap(([key, { field }]) =>
		field.retired && field.filtered && field.type === 'many-of' && mightSeeField(compiled, key, seat) ? [key] : []
	)
	return [...keys.filter((key) => (held.get(key) ?? []).length > 0), ...several]
}

const keptChoices = keepAnswersOfRecords<Omit<z.output<typeof Choices>, 'seats'>>()

/** The actors, structures, records, seats, countries and places that stand in a register's entries: what its lists can be narrowed to. */
export const listChoices = query({
	name: 'entry.choices',
	input: z.strictObject({ register: Reference }),
	output: Choices,
	about: (here, { register }) => getRegister(here, register),
	allow: everyone,
	async run(here, _input, register) {
		const told = await keptChoices(here, [register.id], async () => {
			const { compiled } = register
			const seat = askingOf(here)
			const keys = [...compiled.fields].flatMap(([key, { field, column }]) =>
				field.filtered && column && CHOSEN_TYPES.has(field.type) && mightSeeField(compiled, key, seat) ? [key] : []
			)
			const held = await valuesHeld(here, narrowingOf(here, register), keys, CHOICES_MOST + 1)
			const records = await recordsOf(here, compiled, held)
			const fields = keys.map((key) => {
				const values = held.get(key) ?? []
				const field = compiled.fields.get(key)?.field
				const seen = field && isRecordField(field) ? values.filter((id) => records.has(id)) : values
				return { key, values: seen.slice(0, CHOICES_MOST), isMore: values.length > CHOICES_MOST }
			})
			return { fields, retired: await retiredHeld(here, register), names: [...records.values()] }
		})
		const held = new Map(told.fields.map(({ key, values }) => [key, values]))
		const filled = told.fields.flatMap(({ key, values }) => (values.length > 0 ? [key] : []))
		noteTold(here, register.compiled, filled)
		return { ...told, seats: await seatsOf(here, register.compiled, held) }
	}
})
