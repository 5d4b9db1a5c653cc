import type { Declaration } from '../declaration/declaration.ts'
import { mergeTrees, type Decision, type MergeConflict } from './merge-values.ts'
import { isMap, same, type Tree } from './trees.ts'

/** What every field may have, whatever its type: the rest means something only together with the type. */
const COMMON = new Set([
	'key',
	'names',
	'hint',
	'required',
	'asked',
	'seen',
	'changed',
	'changed_in',
	'filtered',
	'public',
	'personal',
	'retired'
])

const typedNames = (map: Tree): ReadonlySet<string> | null =>
	typeof map['type'] === 'string' && isMap(map['names'])
		? new Set(Object.keys(map).filter((name) => !COMMON.has(name)))
		: null

/** What is counted by itself, or belongs to one version alone: what led to it from the one before. */
const OF_A_VERSION = new Set(['version', 'steps', 'undoes'])

/** A declaration as plain values, without what belongs to its version alone. */
export function plainOf(declaration: Declaration): Tree {
	const plain: unknown = JSON.parse(JSON.stringify(declaration))
	if (!isMap(plain)) return {}
	return Object.fromEntries(Object.entries(plain).filter(([name]) => !OF_A_VERSION.has(name)))
}

/** A merged declaration, its version apart, and the conflicts that were met, whether they are decided or not. */
export type Merged = { merged: Tree; conflicts: MergeConflict[] }

/**
 * Merges a shipped declaration into the one a workspace has, both of which began from `base`; null where that is not known, so
 * that whatever they say otherwise is a conflict. `decisions` are by the place of the conflict.
 */
export function mergeDeclarations(
	{ base, local, shipped }: { base: Declaration | null; local: Declaration; shipped: Declaration },
	decisions: ReadonlyMap<string, Decision> = new Map()
): Merged {
	const three = { base: base ? plainOf(base) : undefined, local: plainOf(local), shipped: plainOf(shipped) }
	const { merged, conflicts } = mergeTrees(three, { decisions, together: typedNames })
	return { merged: isMap(merged) ? merged : three.local, conflicts }
}

/** True where two declarations say the same, their versions apart. */
export const saysTheSame = (one: Declaration, other: Declaration): boolean => same(plainOf(one), plainOf(other))
