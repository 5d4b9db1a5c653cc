import type { Declaration } from '../declaration/declaration.ts'
import type { ChangeKind } from '../exchange/declaration-changes.ts'
import { ORDER } from './arrange.ts'
import { isKeyed, isMap, keyOf } from './trees.ts'

const KINDS: Readonly<Record<string, ChangeKind>> = {
	fields: 'field',
	tables: 'table',
	lists: 'list',
	states: 'state',
	moves: 'move',
	groups: 'group',
	checks: 'check',
	views: 'view',
	headlines: 'figure',
	charts: 'figure'
}
const INNER: Readonly<Record<string, ChangeKind>> = { fields: 'column', codes: 'code' }

type Named = { kind: ChangeKind; names: Record<string, string> }

const textsOf = (value: unknown): Record<string, string> | null =>
	isMap(value)
		? Object.fromEntries(Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
		: null

const find = (value: unknown, name: string): unknown =>
	isKeyed(value) && value.length > 0 ? value.find((one) => keyOf(one) === name) : isMap(value) ? value[name] : undefined

/** What of a declaration stands in a place, or around it, and what it is called: a field, a state, a code of a list, or the whole. */
export function whatStandsAt(
	path: readonly string[],
	{ local, shipped }: { local: Declaration; shipped: Declaration }
): Named {
	const [root = '', key, within, inner] = path.filter((part) => part !== ORDER)
	const kind = KINDS[root]
	const innermost = within === undefined ? undefined : INNER[within]
	const isInner = innermost !== undefined && inner !== undefined
	const walked = isInner ? [root, key, within, inner] : [root, key]
	for (const side of [local, shipped]) {
		const found = walked.reduce<unknown>((held, part) => (part === undefined ? undefined : find(held, part)), side)
		const names = kind && isMap(found) ? textsOf(found['names'] ?? found['message']) : null
		if (kind && names) return { kind: isInner ? innermost : kind, names }
	}
	return { kind: 'whole', names: { en: root } }
}
