import { COUNTRIES } from '#platform/languages/countries.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import type { Issue } from '#platform/operation/refusal.ts'
import type { AnyField, Declaration } from '../declaration/declaration.ts'
import { readValue, type CodesOf, type Value, type ValueFault, type Values } from './values.ts'

export type Path = readonly (string | number)[]

/** One value as it was given, with the field it is for and the place it stands in. */
export type GivenValue = { field: AnyField; raw: unknown; path: Path; before: Value | undefined }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const NUMBER = /^[A-Z0-9]+-[A-Z0-9]+-\d{4}-\d{3,}$/
const countries = new Set(COUNTRIES)

const isRecordField = ({ type }: AnyField) =>
	type === 'actor' || type === 'structure' || type === 'record' || type === 'entry'

type Named = { id: string; kind: string; key: string | null; number: string | null; register: string | null }

/** What a record may be called by where it is named: its number, its key, and its key with its kind where several kinds have the same. */
export const namesFor = ({ kind, key, number }: Pick<Named, 'kind' | 'key' | 'number'>): string[] =>
	[number, key, key === null ? null : `${kind}:${key}`].flatMap((text) => text ?? [])

const withoutKind = (text: string) => text.replace(/^[a-z-]+:/, '')

/** What a text means for a field, of the records it may be called by: none, one, or several, of which none is taken by chance. */
export function meantFor(
	field: AnyField,
	named: readonly Pick<Named, 'id' | 'kind' | 'register'>[]
): string | null | undefined {
	const [first, ...others] = [...new Set(named.filter((one) => suits(field, one)).map(({ id }) => id))]
	return others.length > 0 ? null : first
}

/** The records that the seat sees under the given keys, numbers and identifiers: one statement for all of them. */
async function namedRecords(here: Here, references: readonly string[]): Promise<Named[]> {
	if (references.length === 0) return []
	return here.tx
		.selectFrom('record')
		.leftJoin('entry', (on) =>
			on.onRef('entry.workspace_id', '=', 'record.workspace_id').onRef('entry.id', '=', 'record.id')
		)
		.leftJoin('record as register', (on) =>
			on.onRef('register.workspace_id', '=', 'entry.workspace_id').onRef('register.id', '=', 'entry.register_id')
		)
		.select(['record.id', 'record.kind', 'record.key', 'record.number', 'register.key as register'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.state', '!=', 'merged')
		.where((where) =>
			where.or([
				where('record.id', 'in', withNil(references.filter((one) => UUID.test(one)))),
				where('record.number', 'in', ['', ...references.filter((one) => NUMBER.test(one))]),
				where('record.key', 'in', [
					'',
					...references.filter((one) => !UUID.test(one) && !NUMBER.test(one)).map(withoutKind)
				])
			])
		)
		.execute()
}

const NIL = '00000000-0000-0000-0000-000000000000'
const withNil = (ids: readonly string[]) => [NIL, ...ids]

/** True where a field may name such a record: what is typed and what a file brings are judged alike. */
export const suits = (field: AnyField, { kind, register }: Pick<Named, 'kind' | 'register'>) => {
	switch (field.type) {
		case 'actor':
		case 'structure':
			return kind === field.type
		case 'record':
			return kind !== 'entry-part' && (field.kinds.length === 0 || field.kinds.includes(kind))
		case 'entry':
			return kind === 'entry' && register === field.register
		default:
			return false
	}
}

/** The identifiers of seats by key or identifier, and of files the seat sees. */
async function seatsAndFiles(here: Here, given: readonly GivenValue[]) {
	const of = (type: AnyField['type']) =>
		given.flatMap(({ field, raw }) => (field.type === type && typeof raw === 'string' ? [raw] : []))
	const seats = of('seat')
	const files = of('file').filter((one) => UUID.test(one))
	const found = new Map<string, string>()
	if (seats.length > 0) {
		const rows = await here.tx
			.selectFrom('seat')
			.select(['id', 'key'])
			.where('workspace_id', '=', here.workspace.id)
			.where((where) =>
				where.or([where('key', 'in', seats), where('id', 'in', withNil(seats.filter((one) => UUID.test(one))))])
			)
			.execute()
		for (const { id, key } of rows) found.set(`seat ${key}`, id).set(`seat ${id}`, id)
	}
	if (files.length > 0) {
		const rows = await here.tx
			.selectFrom('file')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('id', 'in', files)
			.execute()
		for (const { id } of rows) found.set(`file ${id}`, id)
	}
	return found
}

/** The codes that fields may take: of the declaration's lists, and of the frameworks it names. */
export async function codesIn(here: Here, declaration: Declaration): Promise<CodesOf> {
	const lists = new Map(
		declaration.lists.map(({ key, codes }) => [
			key,
			new Map(codes.map((code) => [code.key, { isRetired: code.retired }] as const))
		])
	)
	const frameworks = [...declaration.fields, ...declaration.tables.flatMap(({ fields }) => fields)].flatMap((field) =>
		(field.type === 'one-of' || field.type === 'many-of') && 'framework' in field.codes ? [field.codes.framework] : []
	)
	const areas = new Map<string, Map<string, { isRetired: boolean }>>()
	if (frameworks.length > 0) {
		const rows = await here.tx
			.selectFrom('theme_area')
			.innerJoin('record', (on) =>
				on.onRef('record.workspace_id', '=', 'theme_area.workspace_id').onRef('record.id', '=', 'theme_area.id')
			)
			.innerJoin('record as framework', (on) =>
				on
					.onRef('framework.workspace_id', '=', 'theme_area.workspace_id')
					.onRef('framework.id', '=', 'theme_area.framework_id')
			)
			.select(['framework.key as framework', 'record.key', 'record.state'])
			.where('theme_area.workspace_id', '=', here.workspace.id)
			.where('framework.key', 'in', [...new Set(frameworks)])
			.orderBy('record.title_sort')
			.execute()
		for (const { framework, key, state } of rows) {
			const known = areas.get(framework ?? '') ?? new Map<string, { isRetired: boolean }>()
			areas.set(framework ?? '', known.set(key ?? '', { isRetired: state !== 'active' }))
		}
	}
	return (field) => {
		if (field.type !== 'one-of' && field.type !== 'many-of') return undefined
		return 'list' in field.codes ? lists.get(field.codes.list) : areas.get(field.codes.framework)
	}
}

const issueOf = (path: Path, { code, found, limit }: ValueFault): Issue => ({
	path,
	code: `registers.value.${code}`,
	params: { found: found ?? '', limit: limit ?? '' }
})

async function lookedUp(here: Here, declaration: Declaration, given: readonly GivenValue[]) {
	const references = given.flatMap(({ field, raw }) =>
		isRecordField(field) && typeof raw === 'string' ? [raw.trim()] : []
	)
	const [records, others, codesOf] = await Promise.all([
		namedRecords(here, [...new Set(references)]),
		seatsAndFiles(here, given),
		codesIn(here, declaration)
	])
	return { records, others, codesOf }
}

/** Finds what values name, and the codes that their fields may take. */
export type LookUp = (given: readonly GivenValue[]) => ReturnType<typeof lookedUp>

export const lookingUp =
	(here: Here, declaration: Declaration): LookUp =>
	(given) =>
		lookedUp(here, declaration, given)

/** The same for many entries that are given the same values: it looks once. */
export function lookingUpOnce(here: Here, declaration: Declaration): LookUp {
	let found: ReturnType<LookUp> | undefined
	return (given) => (found ??= lookedUp(here, declaration, given))
}

/** Reads values for the fields they are given for, references looked up; what cannot be read is told by issues, all at once. */
export async function readGiven(
	here: Here,
	declaration: Declaration,
	given: readonly GivenValue[],
	lookUp = lookingUp(here, declaration)
): Promise<{ values: (Value | null)[]; issues: Issue[] }> {
	const { records, others, codesOf } = await lookUp(given)
	const issues: Issue[] = []
	const values = given.map(({ field, raw, path, before }) => {
		let typed = raw
		const isReference = isRecordField(field) || field.type === 'seat' || field.type === 'file'
		if (isReference && typeof raw === 'string' && raw.trim() !== '') {
			const wanted = raw.trim()
			typed = isRecordField(field)
				? meantFor(
						field,
						records.filter((one) => one.id === wanted || namesFor(one).includes(wanted))
					)
				: others.get(`${field.type} ${wanted}`)
			if (typed === null) {
				issues.push({ path, code: 'registers.file.several-records', params: { reference: wanted.slice(0, 120) } })
				return null
			}
			if (typed === undefined) {
				issues.push({ path, code: 'platform.field.no-such-record', params: { reference: wanted.slice(0, 120) } })
				return null
			}
		}
		const read = readValue(field, typed, { codesOf, isCountry: (code) => countries.has(code), before })
		if ('value' in read) return read.value
		issues.push(issueOf(path, read.fault))
		return null
	})
	return { values, issues }
}

/** The records, seats and files that stand in values, of those fields given. */
export function referencesIn(
	fields: ReadonlyMap<string, { field: AnyField }>,
	values: Values,
	types: readonly AnyField['type'][]
) {
	return Object.entries(values).flatMap(([key, value]) => {
		const type = fields.get(key)?.field.type
		return type !== undefined && types.includes(type) && typeof value === 'string' ? [value] : []
	})
}

export const RECORD_TYPES = ['actor', 'structure', 'record', 'entry'] as const
