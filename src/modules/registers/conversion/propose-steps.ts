import type { AnyField, Declaration } from '../declaration/declaration.ts'
import { isWorkedOut } from '../declaration/field-types.ts'
import { isOfOtherForm } from '../declaration/redeclare.ts'
import type { Value } from '../entry/values.ts'
import { pairOf } from './convert-pairs.ts'
import { type Look } from './look.ts'
import { convertValue } from './convert-value.ts'
import type { Rule, Step } from './steps.ts'

/** A step that two declarations lead one to expect, and what speaks for it: a person confirms it, or says what is meant instead. */
export type Proposal = { step: Step; by: 'name' | 'place' | 'type' | 'gone' }

type Keyed = { key: string; names?: Readonly<Record<string, string>> | undefined }
type Match = { from: string; to: string; by: 'name' | 'place' }

/** Some of the values that entries hold in a field, and what conversions are looked up by: the rule that understands most of them is proposed. */
export type Samples = { valuesOf(field: string, table?: string): readonly Value[]; looks: { was: Look; now: Look } }

const isAlike = ({ names: one }: Keyed, { names: other }: Keyed) =>
	Object.entries(one ?? {}).some(([language, name]) => {
		const said = other?.[language]
		return said !== undefined && said.trim().toLowerCase() === name.trim().toLowerCase()
	})

/** Which of what is gone is which of what is new: by its name in any language, else by its place between the same neighbours. */
function matched<T extends Keyed>(
	before: readonly T[],
	after: readonly T[],
	suits: (was: T, now: T) => boolean
): Match[] {
	const [was, now] = [new Set(before.map(({ key }) => key)), new Set(after.map(({ key }) => key))]
	const gone = before.filter(({ key }) => !now.has(key))
	const come = after.filter(({ key }) => !was.has(key))
	const found: Match[] = []
	const taken = new Set<string>()
	const take = (from: T, to: T | undefined, by: Match['by']) => {
		if (!to || taken.has(to.key) || found.some((one) => one.from === from.key)) return
		found.push({ from: from.key, to: to.key, by })
		taken.add(to.key)
	}
	for (const one of gone)
		take(
			one,
			come.find((other) => !taken.has(other.key) && isAlike(one, other) && suits(one, other)),
			'name'
		)
	for (const one of gone) {
		const index = before.indexOf(one)
		const between = [before[index - 1]?.key, before[index + 1]?.key]
		const other = come.find((each) => {
			const at = after.indexOf(each)
			const beside = [after[at - 1]?.key, after[at + 1]?.key]
			return suits(one, each) && between.some((key, side) => key !== undefined && key === beside[side])
		})
		take(one, other, 'place')
	}
	return found
}

const RULES: readonly Rule[] = [
	{},
	{ decimal: 'comma' },
	{ decimal: 'point' },
	{ order: 'day-month' },
	{ order: 'month-day' },
	{ take: 'first' }
]

/** The rule by which most of the values that are there come through whole. */
function bestRule(from: AnyField, to: AnyField, values: readonly Value[], looks: Samples['looks']): Rule {
	let best: { rule: Rule; whole: number } = { rule: {}, whole: -1 }
	for (const rule of RULES) {
		const whole = values.filter((value) => convertValue({ from, to, rule }, value, looks).why === null).length
		if (whole > best.whole) best = { rule, whole }
	}
	return best.rule
}

function proposeFields(
	{ was, now, table }: { was: readonly AnyField[]; now: readonly AnyField[]; table?: string },
	samples: Samples | undefined
): Proposal[] {
	const scope = table === undefined ? {} : { in: table }
	const declared = was.filter((field) => !isWorkedOut(field))
	const renamed = matched(
		declared,
		now,
		(one, other) => !isWorkedOut(other) && pairOf(one.type, other.type) !== 'never'
	)
	const fieldOf = (all: readonly AnyField[], key: string) => all.find((one) => one.key === key)
	const converted = (from: AnyField, to: AnyField): Step => {
		const rule = samples ? bestRule(from, to, samples.valuesOf(from.key, table), samples.looks) : {}
		return {
			step: 'convert',
			field: from.key,
			...scope,
			...(from.key === to.key ? {} : { to: to.key }),
			round: false,
			...rule
		}
	}
	const named = renamed.flatMap(({ from, to, by }): Proposal[] => {
		const [before, after] = [fieldOf(was, from), fieldOf(now, to)]
		if (!before || !after) return []
		return [
			{
				step: isOfOtherForm(before, after) ? converted(before, after) : { step: 'rename', field: from, ...scope, to },
				by
			}
		]
	})
	const others = declared.flatMap((field): Proposal[] => {
		if (renamed.some(({ from }) => from === field.key)) return []
		const after = fieldOf(now, field.key)
		if (!after) return [{ step: { step: 'remove', field: field.key, ...scope }, by: 'gone' }]
		if (!isOfOtherForm(field, after)) return []
		if (isWorkedOut(after) || pairOf(field.type, after.type) === 'never')
			return [{ step: { step: 'remove', field: field.key, ...scope }, by: 'gone' }]
		return [{ step: converted(field, after), by: 'type' }]
	})
	return [...named, ...others]
}

/**
 * The steps that lead from one declaration to the next, as far as they can be guessed: by the types, the names and the places of what is gone and what is
 * new, and by the values that are there. None is certain, and each is for a person to confirm: what was renamed, and what was taken away while something
 * else was added in its place, look alike.
 */
export function proposeSteps(before: Declaration, after: Declaration, samples?: Samples): Proposal[] {
	const tables = matched(before.tables, after.tables, (one, other) =>
		one.fields.some(({ key, type }) => other.fields.some((field) => field.key === key && field.type === type))
	)
	const tableNow = (key: string) => tables.find(({ from }) => from === key)?.to ?? key
	const rename = (about: 'state' | 'group' | 'table' | 'list', matches: readonly Match[]): Proposal[] =>
		matches.map(({ from, to, by }) => ({ step: { step: 'rename', [about]: from, to }, by }))
	const always = () => true
	const lists = matched(before.lists, after.lists, (one, other) =>
		one.codes.some(({ key }) => other.codes.some((code) => code.key === key))
	)
	const codes = before.lists.flatMap((list) => {
		const now = after.lists.find(({ key }) => key === (lists.find(({ from }) => from === list.key)?.to ?? list.key))
		if (!now) return []
		return matched(list.codes, now.codes, always).map(({ from, to, by }): Proposal => ({
			step: { step: 'rename', list: list.key, code: from, to },
			by
		}))
	})
	const states = matched(before.states, after.states, (one, other) => one.public === other.public)
	return [
		...rename('table', tables),
		...rename('list', lists),
		...codes,
		...rename('state', states),
		...rename('group', matched(before.groups, after.groups, always)),
		...proposeFields({ was: before.fields, now: after.fields }, samples),
		...before.tables.flatMap((table) => {
			const now = after.tables.find(({ key }) => key === tableNow(table.key))
			if (!now) return [{ step: { step: 'remove', table: table.key }, by: 'gone' } satisfies Proposal]
			return proposeFields({ was: table.fields, now: now.fields, table: table.key }, samples)
		})
	]
}
