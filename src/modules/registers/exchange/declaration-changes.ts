import { canonicalText } from '#platform/events/chain.ts'
import type { Declaration } from '../declaration/declaration.ts'

/** One thing that a new version of a declaration says otherwise: `registers.declaring.<kind>.<how>` words it. */
export type DeclarationChange = {
	kind: ChangeKind
	how: ChangeHow
	/** Of what is called otherwise, both keys: `day → visited`. */
	key: string
	names: Readonly<Record<string, string>>
}
export const CHANGE_HOWS = ['added', 'altered', 'removed', 'renamed'] as const
type ChangeHow = (typeof CHANGE_HOWS)[number]
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
	within = '',
	/** What each thing of the version before is called now, where steps call it otherwise. */
	called: ReadonlyMap<string, string> = new Map()
): DeclarationChange[] {
	const was = new Map(before.map((one) => [called.get(one.key) ?? one.key, one]))
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
			if (old.key !== one.key) return [{ ...told(one, 'renamed'), key: `${within}${old.key} → ${one.key}` }]
			return canonicalText(withoutInner(old)) === canonicalText(withoutInner(one)) ? [] : [told(one, 'altered')]
		}),
		...before.filter(({ key }) => !now.has(called.get(key) ?? key)).map((one) => told(one, 'removed'))
	]
}

// Columns and codes are compared one by one.
const INNER = new Set(['fields', 'codes'])
const withoutInner = (one: Keyed) =>
	Object.fromEntries(Object.entries(one).filter(([name, value]) => !(INNER.has(name) && Array.isArray(value))))

type About = 'field' | 'column' | 'table' | 'list' | 'code' | 'state' | 'group'

/** What the steps of a declaration call otherwise; of columns and codes within the table or list that is named. */
function calledBySteps({ steps }: Declaration, about: About, within?: string): ReadonlyMap<string, string> {
	const called = new Map<string, string>()
	for (const step of steps) {
		if (step.step !== 'rename' && step.step !== 'convert') continue
		const { field, in: table, to } = step
		if (to === undefined) continue
		const other = step.step === 'rename' ? step : undefined
		const from = {
			field: table === undefined ? field : undefined,
			column: table === within ? field : undefined,
			table: other?.table,
			list: other?.code === undefined ? other?.list : undefined,
			code: other?.list === within ? other?.code : undefined,
			state: other?.state,
			group: other?.group
		}[about]
		if (from !== undefined) called.set(from, to)
	}
	return called
}

/** What a declaration says otherwise than the one before, thing by thing. */
export function declarationChanges(before: Declaration, after: Declaration): DeclarationChange[] {
	const by = (about: About, within?: string) => calledBySteps(after, about, within)
	const keyBefore = (about: About, key: string) => [...by(about)].find(([, now]) => now === key)?.[0] ?? key
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
		...compare('field', before.fields, after.fields, '', by('field')),
		...compare('table', before.tables, after.tables, '', by('table')),
		...after.tables.flatMap(({ key, fields }) => {
			const was = keyBefore('table', key)
			return compare('column', inner(before.tables, was)?.fields ?? fields, fields, `${key}.`, by('column', was))
		}),
		...compare('list', before.lists, after.lists, '', by('list')),
		...after.lists.flatMap(({ key, codes }) => {
			const was = keyBefore('list', key)
			return compare('code', inner(before.lists, was)?.codes ?? codes, codes, `${key}.`, by('code', was))
		}),
		...compare('state', before.states, after.states, '', by('state')),
		...compare('move', before.moves, after.moves),
		...compare('group', before.groups, after.groups, '', by('group')),
		...compare('check', before.checks, after.checks),
		...compare('view', before.views, after.views),
		...compare('figure', [...before.headlines, ...before.charts], [...after.headlines, ...after.charts])
	]
}
