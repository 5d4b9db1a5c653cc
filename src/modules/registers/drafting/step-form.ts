import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import type { AnyField, Declaration } from '../declaration/declaration.ts'
import type { ConvertStep } from '../conversion/steps.ts'
import type { Sent } from './read-piece.ts'

/** The steps that have a form: renaming is noted by itself, retiring is a box of the field, and what undoes a version is worked out. */
export const STEP_KINDS = ['convert', 'split', 'join', 'merge', 'remove'] as const
export type StepKind = (typeof STEP_KINDS)[number]

/** What the names of the inputs of these forms begin with. */
export const STEP = 'step:'
const PARTS_MOST = 4

export type StepDrawing = {
	words: Pick<Words, 't' | 'name'>
	before: Declaration
	after: Declaration
	kind: StepKind
	/** What was chosen by an address: the field a conversion is about, or the list whose codes are merged. */
	about?: string | null
	/** What is noted already of the conversion that is about it. */
	held?: ConvertStep | null
}

const labelled = (
	words: Pick<Words, 'name'>,
	{ names, key }: { names: Readonly<Record<string, string>>; key: string }
) => `${words.name(names)} (${key})`

/** Fields, and columns as `table/column`. */
function fieldOptions(words: Pick<Words, 'name'>, { fields, tables }: Declaration): Option[] {
	const option = (field: AnyField, within: string, name = ''): Option => ({
		value: `${within}${field.key}`,
		label: `${name}${labelled(words, field)}`
	})
	return [
		...fields.map((field) => option(field, '')),
		...tables.flatMap((table) =>
			table.fields.map((field) => option(field, `${table.key}/`, `${words.name(table.names)}: `))
		)
	]
}

const tableOptions = (words: Pick<Words, 'name'>, { tables }: Declaration): Option[] =>
	tables.map((table) => ({ value: `${table.key}/`, label: labelled(words, table) }))

const keyedOptions = (
	words: Pick<Words, 'name'>,
	things: readonly { key: string; names: Readonly<Record<string, string>> }[]
): Option[] => things.map((one) => ({ value: one.key, label: labelled(words, one) }))

/** What was there first, so that what is gone stands before what stays. */
const goneFirst = (was: readonly Option[], now: readonly Option[]) => {
	const there = new Set(now.map(({ value }) => value))
	return [...was.filter(({ value }) => !there.has(value)), ...was.filter(({ value }) => there.has(value))]
}

/** The fields of the form by which a step is noted. */
export function drawStep({ words, before, after, kind, about = null, held = null }: StepDrawing): FieldProps[] {
	const { t } = words
	const now = fieldOptions(words, after)
	const was = goneFirst(fieldOptions(words, before), now)
	const fresh = goneFirst(now, fieldOptions(words, before))
	const input = (name: string, more: Partial<FieldProps> = {}): FieldProps => ({
		name: `${STEP}${name}`,
		label: t(`registers.draft.step.${kind}.${name.replace(/\d$/, '')}`, { number: Number(/\d$/.exec(name)?.[0] ?? 0) }),
		...more
	})
	const choice = (name: string, options: readonly Option[], more: Partial<FieldProps> = {}) =>
		input(name, { kind: 'select', options, ...more })
	const oneOf = (name: string, values: readonly string[], value: string | undefined) =>
		choice(
			name,
			values.map((value) => ({ value, label: t(`registers.draft.step.convert.${name}.${value}`) })),
			{ value: value ?? '', empty: t('registers.draft.step.open') }
		)
	const parts = (name: string, options: readonly Option[]) =>
		Array.from({ length: PARTS_MOST }, (_, index) =>
			choice(`${name}${String(index + 1)}`, options, { required: index < 2, empty: t('registers.draft.step.none') })
		)
	const pattern = (of: string) => input('pattern', { maxlength: 300, hint: t(of) })
	switch (kind) {
		case 'convert':
			return [
				choice('field', was, { required: true, value: about }),
				choice('to', fresh, { value: targetOf(held), empty: t('registers.draft.step.same') }),
				oneOf('order', ['day-month', 'month-day'], held?.order),
				oneOf('decimal', ['point', 'comma'], held?.decimal),
				oneOf('take', ['first', 'last'], held?.take),
				input('currency', { maxlength: 3, value: held?.currency ?? '' }),
				input('by', {
					kind: 'textarea',
					rows: 4,
					maxlength: 20_000,
					value: linesOf(held?.by),
					hint: t('registers.draft.step.by.what')
				}),
				input('else', { maxlength: 300, value: held?.else ?? '' }),
				input('round', { kind: 'checkbox', value: held?.round === true })
			]
		case 'split':
			return [
				choice('field', was, { required: true, value: about }),
				...parts('into', fresh),
				pattern('registers.draft.step.pattern.what'),
				choice('rest', fresh, { empty: t('registers.draft.step.none') })
			]
		case 'join':
			return [
				...parts('fields', was),
				choice('into', fresh, { required: true }),
				pattern('registers.draft.step.join.pattern.what')
			]
		case 'merge': {
			const codesOf = (all: Declaration) =>
				about === null ? all.states : (all.lists.find(({ key }) => key === about)?.codes ?? [])
			const into = keyedOptions(words, codesOf(after))
			return [
				input('codes', {
					kind: 'checkboxes',
					options: goneFirst(keyedOptions(words, codesOf(before)), into),
					required: true
				}),
				choice('into', into, { required: true })
			]
		}
		case 'remove':
			return [choice('field', [...was, ...tableOptions(words, before)], { required: true, value: about })]
		default:
			return kind satisfies never
	}
}

/** A field or a column that a form names: its key, and the table it stands in. */
function placeOf(named: string): { table: string | undefined; key: string } {
	const at = named.indexOf('/')
	return at < 0 ? { table: undefined, key: named } : { table: named.slice(0, at), key: named.slice(at + 1) }
}

/** What each text becomes, one a line: `none = 0`. */
function mapOf(lines: string): Record<string, string | boolean> | undefined {
	const pairs = lines.split(/\r?\n/).flatMap((line) => {
		const at = line.indexOf('=')
		const [from, to] = [line.slice(0, at).trim(), line.slice(at + 1).trim()]
		if (at < 0 || from === '' || to === '') return []
		return [[from, to === 'yes' ? true : to === 'no' ? false : to] as const]
	})
	return pairs.length === 0 ? undefined : Object.fromEntries(pairs)
}

/** What a conversion maps as its form shows it, line by line. */
const linesOf = (by: ConvertStep['by']) =>
	Object.entries(by ?? {})
		.map(([from, to]) => `${from} = ${to === true ? 'yes' : to === false ? 'no' : String(to)}`)
		.join('\n')

const targetOf = (held: ConvertStep | null) =>
	held?.to === undefined ? '' : held.in === undefined ? held.to : `${held.in}/${held.to}`

const withoutNothing = (step: Readonly<Record<string, unknown>>) =>
	Object.fromEntries(Object.entries(step).filter(([, value]) => value !== undefined))

/** The step that a form says; what is missing in it is told by who takes it. */
export function readStep({ kind, about }: { kind: string; about: string | null }, sent: Sent): Record<string, unknown> {
	const one = (name: string) => {
		const [value = ''] = sent[`${STEP}${name}`] ?? []
		return value.trim() === '' ? undefined : value.trim()
	}
	const many = (name: string) =>
		Array.from({ length: PARTS_MOST }, (_, index) => one(`${name}${String(index + 1)}`)).flatMap((value) =>
			value === undefined ? [] : [placeOf(value)]
		)
	const keyOf = (name: string) => {
		const value = one(name)
		return value === undefined ? undefined : placeOf(value).key
	}
	const { table, key } = placeOf(one('field') ?? '')
	const field = key === '' ? undefined : key
	switch (kind) {
		case 'convert': {
			const to = keyOf('to')
			return withoutNothing({
				step: kind,
				field,
				in: table,
				to: to === field ? undefined : to,
				by: mapOf(one('by') ?? ''),
				else: one('else'),
				order: one('order'),
				decimal: one('decimal'),
				currency: one('currency')?.toUpperCase(),
				take: one('take'),
				round: one('round') === undefined ? undefined : true
			})
		}
		case 'split':
			return withoutNothing({
				step: kind,
				field,
				in: table,
				into: many('into').map((part) => part.key),
				pattern: one('pattern'),
				rest: keyOf('rest')
			})
		case 'join': {
			const fields = many('fields')
			return withoutNothing({
				step: kind,
				fields: fields.map((part) => part.key),
				in: fields[0]?.table,
				into: keyOf('into'),
				pattern: one('pattern')
			})
		}
		case 'merge': {
			const codes = sent[`${STEP}codes`] ?? []
			return withoutNothing({
				step: kind,
				...(about === null ? { states: codes } : { list: about, codes }),
				into: one('into')
			})
		}
		default:
			return withoutNothing(
				table !== undefined && key === ''
					? { step: 'remove', table }
					: { step: kind === '' ? undefined : kind, field, in: table }
			)
	}
}
