import { canonicalText } from '#platform/events/chain.ts'
import type { Declaration } from '../declaration/declaration.ts'

/** One thing that a new version of a declaration says otherwise: `registers.declaring.<kind>.<how>` words it. */
export type DeclarationChange = {
	kind: ChangeKind
	how: 'added' | 'altered' | 'removed'
	key: string
	names: Readonly<Record<string, string>>
}
export type ChangeKind =
	'field' | 'table' | 'column' | 'list' | 'code' | 'state' | 'move' | 'group' | 'check' | 'view' | 'figure' | 'whole'

type Keyed = {
	key: string
	names?: Readonly<Record<string, string>> | undefined
	message?: Readonly<Record<string, string>> | undefined
}

const namesOf = ({ key, names, message }: Keyed) => names ?? message ?? { en: key }

function compare(
	kind: ChangeKind,
	before: readonly Keyed[],
	after: readonly Keyed[],
	within = ''
): DeclarationChange[] {
	const was = new Map(before.map((one) => [one.key, one]))
	const now = new Map(after.map((one) => [one.key, one]))
	const told = (one: Keyed, how: DeclarationChange['how']): DeclarationChange => ({
		kind,
		how,
		key: `${within}${one.key}`,
		names: namesOf(one)
	})
	return [
		...after.flatMap((one) => {
			const old = was.get(one.key)
			if (!old) return [told(one, 'added')]
			return canonicalText(withoutInner(old)) === canonicalText(withoutInner(one)) ? [] : [told(one, 'altered')]
		}),
		...before.filter(({ key }) => !now.has(key)).map((one) => told(one, 'removed'))
	]
}

// Columns and codes are compared one by one.
const INNER = new Set(['fields', 'codes'])
const withoutInner = (one: Keyed) =>
	Object.fromEntries(Object.entries(one).filter(([name, value]) => !(INNER.has(name) && Array.isArray(value))))

/** What a declaration says otherwise than the one before, thing by thing. */
export function declarationChanges(before: Declaration, after: Declaration): DeclarationChange[] {
	const inner = <T extends { key: string }>(all: readonly T[], key: string) => all.find((one) => one.key === key)
	const whole = (
		[
			'names',
			'about',
			'title',
			'code',
			'seen',
			'added',
			'changed',
			'changed_in',
			'retention',
			'dues',
			'waiting'
		] as const
	).filter((name) => canonicalText(before[name] ?? null) !== canonicalText(after[name] ?? null))
	return [
		...whole.map((key): DeclarationChange => ({ kind: 'whole', how: 'altered', key, names: { en: key } })),
		...compare('field', before.fields, after.fields),
		...compare('table', before.tables, after.tables),
		...after.tables.flatMap(({ key, fields }) =>
			compare('column', inner(before.tables, key)?.fields ?? fields, fields, `${key}.`)
		),
		...compare('list', before.lists, after.lists),
		...after.lists.flatMap(({ key, codes }) =>
			compare('code', inner(before.lists, key)?.codes ?? codes, codes, `${key}.`)
		),
		...compare('state', before.states, after.states),
		...compare('move', before.moves, after.moves),
		...compare('group', before.groups, after.groups),
		...compare('check', before.checks, after.checks),
		...compare('view', before.views, after.views),
		...compare('figure', [...before.headlines, ...before.charts], [...after.headlines, ...after.charts])
	]
}
