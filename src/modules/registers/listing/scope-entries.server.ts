import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { isCalendarDay } from '#platform/operation/fields.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { invalid, type Issue } from '#platform/operation/refusal.ts'
import type { CompiledField, CompiledRegister, Part } from '../declaration/compile-declaration.ts'
import { columnName, columnValueOf } from '../entry/columns.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { readGiven, RECORD_TYPES } from '../entry/resolve.server.ts'
import type { Value } from '../entry/values.ts'
import { mightSeeField } from './might-see.ts'
import { BY_STATE } from './offer.ts'

export type FieldFilter = readonly string[] | FieldBounds
export type FieldBounds = {
	/** A period is asked for by all of its days: it is found where one of them lies within the bounds. */
	from?: string | undefined
	until?: string | undefined
	/** Days between which the first of a period lies, or the day of any other field of days. */
	begins?: { from: string; until: string } | undefined
}

/** Which entries are asked for: of one register, or of all. */
export type Narrowing = {
	registerId: string | null
	compiled: CompiledRegister | null
	fields: Readonly<Record<string, FieldFilter>>
	/** Fields in which nothing stands, and fields in which something does. */
	empty: readonly string[]
	filled: readonly string[]
	numbers: readonly string[] | undefined
	standing: readonly string[] | undefined
	state: readonly string[]
	origin: readonly string[] | undefined
	words: RawBuilder<string> | null
	/** One group of a list that is grouped, of which alone it is asked. */
	inGroup?: InGroup | undefined
}

/** A group by what stands in its field: a value, a year for a day; nothing; or something besides some values. */
export type InGroup = { by: string } & ({ value: string | null } | { besides: readonly string[] })

/** The fields that entries are narrowed by, whichever way. */
export const fieldsAsked = ({ fields, empty, filled }: Pick<Narrowing, 'fields' | 'empty' | 'filled'>): string[] => [
	...Object.keys(fields),
	...empty,
	...filled
]

/** Entries in SQL: the tables, what must hold of them, and where the column of a field stands. */
export type Scope = {
	tables: RawBuilder<unknown>
	where: readonly RawBuilder<SqlBool>[]
	column(key: string): RawBuilder<unknown> | null
	/** The part of a field under the name it is joined by. */
	alias(key: string): string
	/** What must hold of the part called open and of its record, apart; null where more is asked than what stands in that part. */
	apart: Apart | null
}

export type Apart = { ofPart: readonly RawBuilder<SqlBool>[]; ofRecord: readonly RawBuilder<SqlBool>[] }

/** The field by which a list is sorted or grouped, if the seat may see it and lists are filtered by it; else it is refused. */
export function filteredField(
	here: Here,
	compiled: CompiledRegister | null,
	key: string,
	path: readonly string[]
): CompiledField {
	const one = compiled?.fields.get(key)
	if (!compiled || !one?.field.filtered || !mightSeeField(compiled, key, askingOf(here)))
		throw invalid([{ path, code: 'registers.not-filtered', params: { field: key } }])
	return one
}

/** The parts that filters and the order ask of besides the open one, each with the name it is joined under. */
function partsAsked(compiled: CompiledRegister | null, keys: readonly string[]) {
	const aliases = new Map<Part, string>([['open', 'open_part']])
	for (const key of keys) {
		const part = compiled?.fields.get(key)?.part
		if (part !== undefined && !aliases.has(part)) aliases.set(part, `part_${String(aliases.size)}`)
	}
	return aliases
}

const columnOf = (alias: string, { column }: CompiledField) =>
	column ? sql.ref(`${alias}.${columnName(column.kind, column.position)}`) : null

const asParam = (value: string | bigint | null) => (typeof value === 'bigint' ? value.toString() : value)

const isEntry = sql<SqlBool>`record.kind = 'entry'`

const isList = (asked: FieldFilter): asked is readonly string[] => Array.isArray(asked)

/** That an entry holds one of the codes in a field that takes many. */
export const holdsCode = (
	registerId: string | null,
	{ alias, field, codes }: { alias: string; field: string; codes: RawBuilder<unknown> }
) =>
	sql<SqlBool>`exists (select from entry_choice
		where entry_choice.workspace_id = ${sql.ref(`${alias}.workspace_id`)} and entry_choice.part_id = ${sql.ref(`${alias}.id`)}
		and entry_choice.register_id = ${registerId} and entry_choice.field = ${field} and entry_choice.code in (${codes}))`

/**
 * That something stands in a field, and that nothing does; null for what no list is filtered by. A record that the seat does not see stands
 * in no field for it, as on the page of the entry.
 */
function isFilled(
	{ registerId }: Narrowing,
	one: CompiledField,
	alias: string
): Record<'empty' | 'filled', RawBuilder<SqlBool>> | null {
	const { type, key } = one.field
	if (type === 'many-of') {
		const held = sql<SqlBool>`exists (select from entry_choice
			where entry_choice.workspace_id = ${sql.ref(`${alias}.workspace_id`)} and entry_choice.part_id = ${sql.ref(`${alias}.id`)}
			and entry_choice.register_id = ${registerId} and entry_choice.field = ${key})`
		return { filled: held, empty: sql<SqlBool>`not ${held}` }
	}
	const column = columnOf(alias, one)
	if (!column) return null
	if (!RECORD_TYPES.some((named) => named === type))
		return { filled: sql<SqlBool>`${column} is not null`, empty: sql<SqlBool>`${column} is null` }
	const seen = sql<SqlBool>`exists (select from record as named_record
		where named_record.workspace_id = ${sql.ref(`${alias}.workspace_id`)} and named_record.id = ${column})`
	return {
		filled: sql<SqlBool>`(${column} is not null and ${seen})`,
		empty: sql<SqlBool>`(${column} is null or not ${seen})`
	}
}

/** Beyond every day that a field holds: the last day of a period that has no end. */
const NO_END = '9999-12-31'

/**
 * That a period lasts to a day or beyond it. Its column holds its first day; the last stands in its document, which is asked of those alone
 * that began before. As a value and not as a condition of its own, so that it is looked up by its key and not gathered from the workspace.
 */
const lastsTo = ({ column, alias, key }: { column: RawBuilder<unknown>; alias: string; key: string }, day: string) =>
	sql<SqlBool>`(${column} is not null and (${column} >= ${day} or coalesce((
		select lasting.document -> ${key}::text ->> 'to' from entry_document as lasting
		where lasting.workspace_id = ${sql.ref(`${alias}.workspace_id`)} and lasting.id = ${sql.ref(`${alias}.id`)}
	), ${NO_END}) >= ${day}))`

async function fieldConditions(here: Here, asked: Narrowing, aliases: ReadonlyMap<Part, string>) {
	const { compiled, fields } = asked
	const conditions: RawBuilder<SqlBool>[] = []
	const issues: Issue[] = []
	if (!compiled) {
		if (fieldsAsked(asked).length > 0) throw invalid([{ path: ['register'], code: 'platform.field.missing' }])
		return conditions
	}
	const seat = askingOf(here)
	for (const [key, wanted] of Object.entries(fields)) {
		const path = ['filter', 'fields', key]
		const one = compiled.fields.get(key)
		const alias = aliases.get(one?.part ?? 'open') ?? 'open_part'
		// A field that is out of the seat's sight is refused in the words in which one that is not there is.
		if (!one?.field.filtered || !mightSeeField(compiled, key, seat)) {
			issues.push({ path, code: 'registers.not-filtered', params: { field: key } })
			continue
		}
		if (one.field.type === 'many-of') {
			if (isList(wanted)) conditions.push(holdsCode(asked.registerId, { alias, field: key, codes: sql.join(wanted) }))
			else issues.push({ path, code: 'registers.no-order', params: { field: key } })
			continue
		}
		const column = columnOf(alias, one)
		if (!column) {
			issues.push({ path, code: 'registers.not-filtered', params: { field: key } })
			continue
		}
		const bounds = isList(wanted) ? [...wanted] : [wanted.from, wanted.until].flatMap((bound) => bound ?? [])
		const read = await boundsOf(here, compiled, one, bounds, path)
		issues.push(...read.issues)
		if (read.issues.length > 0) continue
		if (isList(wanted)) conditions.push(sql<SqlBool>`${column} in (${sql.join(read.values.map(asParam))})`)
		else {
			let [from, until] = read.values
			if (wanted.from === undefined) [from, until] = [undefined, from]
			if (typeof from === 'string' && one.field.type === 'period')
				conditions.push(lastsTo({ column, alias, key }, from))
			else if (from !== undefined) conditions.push(sql<SqlBool>`${column} >= ${asParam(from)}`)
			if (until !== undefined) conditions.push(sql<SqlBool>`${column} <= ${asParam(until)}`)
			const { begins } = wanted
			if (begins) conditions.push(sql<SqlBool>`${column} >= ${begins.from} and ${column} <= ${begins.until}`)
		}
	}
	for (const filling of ['empty', 'filled'] as const)
		for (const [index, key] of asked[filling].entries()) {
			const one = compiled.fields.get(key)
			const alias = aliases.get(one?.part ?? 'open') ?? 'open_part'
			const told = one?.field.filtered && mightSeeField(compiled, key, seat) ? isFilled(asked, one, alias) : null
			if (told) conditions.push(told[filling])
			else issues.push({ path: ['filter', filling, index], code: 'registers.not-filtered', params: { field: key } })
		}
	if (issues.length > 0) throw invalid(issues)
	return conditions
}

/** What the column of a field holds for the values asked for, read as an entry's are. */
async function boundsOf(
	here: Here,
	compiled: CompiledRegister,
	one: CompiledField,
	bounds: readonly string[],
	path: readonly string[]
) {
	const { field, column } = one
	const inForm = (value: Value | undefined) => columnValueOf(one, value)
	// A result of a formula, the day of a period or the area of a place is asked for in the form its column has.
	if (field.type === 'formula') {
		const isNumber = column?.kind === 'number'
		const isDay = column?.kind === 'day'
		const values = bounds.map((bound) => {
			if (isDay) return isCalendarDay(bound) ? bound : null
			if (!isNumber) return bound
			if (bound === 'yes' || bound === 'no') return bound === 'yes' ? 1n : 0n
			if (!/^-?\d{1,15}(\.\d{1,6})?$/.test(bound)) return null
			const { formula } = one
			return formula?.gives.kind === 'money' && formula.gives.currency
				? inForm({ amount: bound, currency: formula.gives.currency })
				: inForm(bound)
		})
		const told = { found: bounds[values.indexOf(null)]?.slice(0, 40) ?? '', limit: '' }
		const issues: Issue[] = values.includes(null)
			? [{ path, code: isDay ? 'registers.value.not-a-day' : 'registers.value.not-a-number', params: told }]
			: []
		return { values, issues }
	}
	if (field.type === 'place') return { values: [...bounds], issues: [] }
	// The bound of an amount or a number is judged by no limit but its form.
	const unbounded =
		field.type === 'whole-number' || field.type === 'decimal'
			? { ...field, least: undefined, most: undefined }
			: field.type === 'period'
				? { ...field, type: 'partial-date' as const }
				: field.type === 'money'
					? { ...field, currency: field.currency ?? 'USD' }
					: field
	const read = await readGiven(
		here,
		compiled.declaration,
		bounds.map((raw) => ({ field: unbounded, raw, path, before: raw }))
	)
	return { values: read.values.map((value) => inForm(value ?? undefined)), issues: read.issues }
}

/** That an entry stands in the group it is asked of. */
function groupCondition({ compiled, inGroup }: Narrowing, aliasOf: (key: string) => string): RawBuilder<SqlBool>[] {
	if (!inGroup) return []
	if (inGroup.by === BY_STATE) return 'value' in inGroup ? [sql<SqlBool>`open_part.state = ${inGroup.value}`] : []
	const one = compiled?.fields.get(inGroup.by)
	const column = one && columnOf(aliasOf(inGroup.by), one)
	if (!column) return []
	const isDay = one.column?.kind === 'day'
	if ('besides' in inGroup) {
		const { besides } = inGroup
		const [last, first] = [besides[0], besides.at(-1)]
		if (last === undefined || first === undefined) return [sql<SqlBool>`${column} is not null`]
		return isDay
			? [sql<SqlBool>`(${column} < ${`${first}-01-01`} or ${column} > ${`${last}-12-31`})`]
			: [sql<SqlBool>`${column} is not null and ${column} not in (${sql.join([...besides])})`]
	}
	const { value } = inGroup
	if (value === null) return [sql<SqlBool>`${column} is null`]
	return isDay
		? [sql<SqlBool>`${column} >= ${`${value}-01-01`} and ${column} <= ${`${value}-12-31`}`]
		: [sql<SqlBool>`${column} = ${value}`]
}

/**
 * The entries that are asked for and that the seat sees. A part joins with its record, so that who does not see it finds
 * nothing by it. `also` names fields that are needed beside those of the filters: one that is empty, or out of sight, leaves
 * the entry in its place unless it `must` be there.
 */
export async function scopeOf(
	here: Here,
	asked: Narrowing,
	{ also = [], must = [], since = false }: { also?: readonly string[]; must?: readonly string[]; since?: boolean } = {}
): Promise<Scope> {
	const { compiled, registerId } = asked
	const filterKeys = fieldsAsked(asked)
	const { inGroup } = asked
	const grouped = inGroup && inGroup.by !== BY_STATE ? [inGroup.by] : []
	// Who does not see what an entry holds there finds it among those that hold nothing.
	const isInNone = inGroup !== undefined && 'value' in inGroup && inGroup.value === null
	const aliases = partsAsked(compiled, [...filterKeys, ...grouped, ...also, ...must])
	const conditions = await fieldConditions(here, asked, aliases)
	const required = new Set<Part>(
		[...filterKeys, ...(isInNone ? [] : grouped), ...must].map((key) => compiled?.fields.get(key)?.part ?? 'open')
	)
	const joins = [...aliases].flatMap(([part, alias]) => {
		if (part === 'open') return []
		const inner = sql`join record as ${sql.ref(`${alias}_record`)} on ${sql.ref(`${alias}_record.workspace_id`)} = ${sql.ref(`${alias}.workspace_id`)}
			and ${sql.ref(`${alias}_record.id`)} = ${sql.ref(`${alias}.id`)}`
		const on = sql`${sql.ref(`${alias}.workspace_id`)} = record.workspace_id and ${sql.ref(`${alias}.entry_id`)} = record.id
			and ${sql.ref(`${alias}.part`)} = ${part} and ${sql.ref(`${alias}.register_id`)} = ${registerId}`
		return required.has(part)
			? [sql`join entry_part as ${sql.ref(alias)} on ${on} ${inner}`]
			: [sql`left join (entry_part as ${sql.ref(alias)} ${inner}) on ${on}`]
	})
	const ofRecord = [
		sql<SqlBool>`record.workspace_id = ${here.workspace.id} and record.state in (${sql.join([...asked.state])})`,
		// Of a whole register the kind is not named: it would lead the planner through the entries of all registers, by the index of
		// their kind, in search of those of one. Where fields narrow it, the kind spares it worse ways than theirs.
		...(registerId === null || filterKeys.length > 0 || inGroup ? [isEntry] : [])
	]
	const ofPart = [
		...(registerId === null
			? []
			: [sql<SqlBool>`open_part.workspace_id = ${here.workspace.id} and open_part.register_id = ${registerId}`]),
		...(asked.standing ? [sql<SqlBool>`open_part.state in (${sql.join([...asked.standing])})`] : []),
		...conditions,
		...groupCondition(asked, (key) => aliases.get(compiled?.fields.get(key)?.part ?? 'open') ?? 'open_part')
	]
	const ofOthers = [
		...(asked.numbers ? [sql<SqlBool>`record.number in (${sql.join([...asked.numbers])})`] : []),
		...(asked.origin ? [sql<SqlBool>`record.origin in (${sql.join([...asked.origin])})`] : []),
		...(asked.words ? [sql<SqlBool>`record.id in ${asked.words}`] : [])
	]
	const isNarrowed = filterKeys.length > 0 || asked.standing !== undefined || inGroup !== undefined
	const isApart = registerId !== null && isNarrowed && aliases.size === 1 && ofOthers.length === 0 && !since
	const alias = (key: string) => aliases.get(compiled?.fields.get(key)?.part ?? 'open') ?? 'open_part'
	return {
		tables: sql`record
		${since ? sql`join entry on entry.workspace_id = record.workspace_id and entry.id = record.id` : sql``}
		join entry_part as open_part on open_part.workspace_id = record.workspace_id and open_part.entry_id = record.id and open_part.part = 'open'
		${sql.join(joins, sql` `)}`,
		where: [...ofRecord, ...ofPart, ...ofOthers],
		alias,
		apart: isApart
			? { ofPart: [sql<SqlBool>`open_part.part = 'open'`, ...ofPart], ofRecord: [...ofRecord, isEntry] }
			: null,
		column(key) {
			const one = compiled?.fields.get(key)
			return one ? columnOf(alias(key), one) : null
		}
	}
}
