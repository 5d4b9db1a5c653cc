import { addTo, openDraft, say, takeOut, valueAt, type DraftDocument } from './draft-document.ts'
import { isObject, looseOf } from './loose-declaration.ts'
import type { Renaming } from './rename-key.ts'

type Step = Record<string, unknown>

/** The keys by which a step of renaming names what it is about, as the version before called it. */
function namedBy(renaming: Renaming, from: string): Step {
	switch (renaming.of) {
		case 'row-field':
			return { field: from, in: renaming.table }
		case 'code':
			return { list: renaming.list, code: from }
		default:
			return { [renaming.of]: from }
	}
}

const NAMES = ['field', 'in', 'table', 'state', 'group', 'list', 'code'] as const

const isOf = (step: Step, named: Step) => NAMES.every((name) => step[name] === named[name])

/** True where the version that stands has such a thing under the key. */
function isThere(standing: unknown, renaming: Renaming, key: string): boolean {
	const loose = looseOf(standing)
	const has = (things: readonly { key: string }[]) => things.some((one) => one.key === key)
	switch (renaming.of) {
		case 'field':
			return has(loose.fields)
		case 'table':
			return has(loose.tables)
		case 'state':
			return has(loose.states)
		case 'group':
			return has(loose.groups)
		case 'list':
			return has(loose.lists)
		case 'row-field':
			return has(loose.tables.find((table) => table.key === renaming.table)?.fields ?? [])
		case 'code':
			return has(loose.lists.find((list) => list.key === renaming.list)?.codes ?? [])
		default:
			return renaming satisfies never
	}
}

/**
 * Notes under `steps` that something is called otherwise in the next version of a register: so that what entries hold under its
 * old key stays theirs. Renamed once more the step leads on to the new key; renamed back there is none.
 */
export function noteRenaming(document: DraftDocument, standing: unknown, renaming: Renaming): void {
	const plain: unknown = document.toJS({ maxAliasCount: 0 })
	const steps = valueAt(plain, ['steps'])
	const all: Step[] = Array.isArray(steps) ? steps.map((step: unknown) => (isObject(step) ? step : {})) : []
	const before = all.findIndex(
		(step) => step['step'] === 'rename' && step['to'] === renaming.from && isSameKind(step, renaming)
	)
	if (before >= 0) {
		const isBack = isOf(all[before] ?? {}, namedBy(renaming, renaming.to))
		if (isBack) takeOut(document, ['steps'], before)
		else say(document, ['steps', before, 'to'], renaming.to)
		return
	}
	if (!isThere(standing, renaming, renaming.from)) return
	addTo(document, ['steps'], { step: 'rename', ...namedBy(renaming, renaming.from), to: renaming.to })
}

const isSameKind = (step: Step, renaming: Renaming) => {
	const other = namedBy(renaming, '')
	return NAMES.every((name) => name in other === (step[name] !== undefined))
}

/** What stands, as far as it can be read. */
export const standingOf = (text: string): unknown => openDraft(text)?.plain ?? null
