import type { z } from 'zod'
import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { sayState, sayValue, type AreaName } from '../entry/said/say-value.ts'
import type { Values } from '../entry/values.ts'
import type { SteppedValue } from './conversion-outputs.ts'
import { plainField } from './plain-field.ts'
import type { Step } from './steps.ts'

type Texts = Readonly<Record<string, string>>
type Saying = {
	before: CompiledRegister
	after: CompiledRegister
	areas?: readonly AreaName[]
	names?: readonly RecordReference[]
}

const named = (words: Words, names: Texts | undefined, key: string) => (names ? words.name(names) : key)

const fieldIn = ({ fields, tables }: CompiledRegister, table: string | null, key: string): AnyField | undefined => {
	const one = (table === null ? fields : tables.get(table)?.fields)?.get(key)
	return one && plainField(one)
}

/** What a table is called now, by what it was called. */
const tableNow = (steps: readonly Step[], table: string) =>
	steps.reduce((now, step) => (step.step === 'rename' && step.table === table ? step.to : now), table)

/** A step as people read it: what it is about by the name it had, and what comes of it by the name it has. */
export function sayStep(words: Words, { before, after }: Saying, step: Step): string {
	const { steps } = after.declaration
	const was = (key: string, table?: string) => named(words, fieldIn(before, table ?? null, key)?.names, key)
	const now = (key: string, table?: string) =>
		named(words, fieldIn(after, table === undefined ? null : tableNow(steps, table), key)?.names, key)
	const codesOf = (register: CompiledRegister, list: string | undefined, keys: readonly string[]) =>
		words.list(
			keys.map((key) =>
				named(
					words,
					register.declaration.lists.find((one) => one.key === list)?.codes.find((code) => code.key === key)?.names,
					key
				)
			)
		)
	const listNow = (list: string) =>
		steps.reduce(
			(key, one) => (one.step === 'rename' && one.list === list && one.code === undefined ? one.to : key),
			list
		)
	const stateOf = (register: CompiledRegister, key: string) => sayState(words, register.declaration, key)
	const tableOf = (register: CompiledRegister, key: string) => named(words, register.tables.get(key)?.table.names, key)
	const say = (about: string, from: string, to = '') => words.t(`registers.conversion.step.${about}`, { from, to })
	switch (step.step) {
		case 'rename':
			if (step.field !== undefined) return say('rename.field', was(step.field, step.in), now(step.to, step.in))
			if (step.table !== undefined) return say('rename.table', tableOf(before, step.table), tableOf(after, step.to))
			if (step.state !== undefined) return say('rename.state', stateOf(before, step.state), stateOf(after, step.to))
			if (step.group !== undefined) return say('rename.group', step.group, step.to)
			return step.code === undefined
				? say('rename.list', step.list ?? '', step.to)
				: say(
						'rename.code',
						codesOf(before, step.list, [step.code]),
						codesOf(after, listNow(step.list ?? ''), [step.to])
					)
		case 'split':
			return say('split', was(step.field, step.in), words.list(step.into.map((key) => now(key, step.in))))
		case 'join':
			return say('join', words.list(step.fields.map((key) => was(key, step.in))), now(step.into, step.in))
		case 'convert': {
			const to = step.to ?? step.field
			const type = fieldIn(after, step.in === undefined ? null : tableNow(steps, step.in), to)?.type
			return say(
				'convert',
				was(step.field, step.in),
				type === undefined ? '' : words.t(`registers.declaring.type.${type}`, { fields: '' })
			)
		}
		case 'remove':
			return step.field === undefined
				? say('remove', tableOf(before, step.table ?? ''))
				: say('remove', was(step.field, step.in))
		case 'restore':
			return step.field === undefined
				? say('restore', tableOf(after, step.table ?? ''))
				: say('restore', now(step.field, step.in))
		case 'retire':
		case 'take-up':
			return step.field === undefined
				? say(step.step, tableOf(after, step.table ?? ''))
				: say(step.step, now(step.field, step.in))
		case 'merge':
			return step.list === undefined
				? say('merge', words.list((step.states ?? []).map((key) => stateOf(before, key))), stateOf(after, step.into))
				: say('merge', codesOf(before, step.list, step.codes ?? []), codesOf(after, listNow(step.list), [step.into]))
		case 'part':
			return step.list === undefined
				? say('part', stateOf(before, step.state ?? ''), words.list(step.into.map((key) => stateOf(after, key))))
				: say('part', codesOf(before, step.list, [step.code ?? '']), codesOf(after, listNow(step.list), step.into))
		default:
			return step satisfies never
	}
}

/** One value before a step and after it, as people read it. */
export function sayStepped(words: Words, saying: Saying, one: z.output<typeof SteppedValue>) {
	const { before, after, areas = [], names = [] } = saying
	const said = { areas, records: new Map(names.map((record) => [record.id, record])) }
	const to = one.table === null ? null : tableNow(after.declaration.steps, one.table)
	const say = (register: CompiledRegister, table: string | null, values: Values) =>
		Object.entries(values)
			.map(([key, value]) => {
				const field = fieldIn(register, table, key)
				return field ? sayValue(words, field, register, value, said).text : ''
			})
			.join(' · ')
	const labels = Object.keys(one.was).map((key) => named(words, fieldIn(before, one.table, key)?.names, key))
	const given = Object.keys(one.gave).map((key) => named(words, fieldIn(after, to, key)?.names, key))
	const field = one.state ? words.t('field.entry.state') : words.list(labels.length > 0 ? labels : given)
	const table = one.table === null ? undefined : (before.tables.get(one.table) ?? after.tables.get(one.table))?.table
	return {
		step: one.step,
		reference: one.reference,
		field:
			table && one.row !== null
				? words.t('registers.conversion.in-row', { field, table: words.name(table.names), row: one.row })
				: field,
		was: one.state ? sayState(words, before.declaration, one.state.was) : say(before, one.table, one.was),
		gave: one.state ? sayState(words, after.declaration, one.state.gave) : say(after, to, one.gave),
		why: one.why === null ? null : words.t(`registers.conversion.why.${one.why}`)
	}
}
