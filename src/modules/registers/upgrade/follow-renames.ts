import { isMap } from 'yaml'
import type { Declaration } from '../declaration/declaration.ts'
import { openDraft, renameKeyIn, say, writeDraft, type Place } from '../drafting/draft-document.ts'
import { followersOf, type Renaming } from '../drafting/rename-key.ts'
import { isKeyed, isMap as isTree, keyOf } from './trees.ts'

type Step = Declaration['steps'][number]

/** What a step calls otherwise; null for every other step. */
function renamingOf(step: Step): Renaming | null {
	if (step.step !== 'rename') return null
	const { field, in: table, list, code, to } = step
	if (field !== undefined)
		return table === undefined ? { of: 'field', from: field, to } : { of: 'row-field', table, from: field, to }
	if (list !== undefined && code !== undefined) return { of: 'code', list, from: code, to }
	if (list !== undefined) return { of: 'list', from: list, to }
	if (step.table !== undefined) return { of: 'table', from: step.table, to }
	if (step.state !== undefined) return { of: 'state', from: step.state, to }
	return step.group === undefined ? null : { of: 'group', from: step.group, to }
}

const ROOTS = { field: 'fields', table: 'tables', state: 'states', group: 'groups', list: 'lists' } as const

/** The list in which it stands, from the root. */
function listOf(plain: unknown, renaming: Renaming): Place | null {
	const at = (root: string, key: string): number =>
		isTree(plain) && isKeyed(plain[root]) ? plain[root].findIndex((one) => keyOf(one) === key) : -1
	if (renaming.of === 'row-field') {
		const table = at('tables', renaming.table)
		return table < 0 ? null : ['tables', table, 'fields']
	}
	if (renaming.of === 'code') {
		const list = at('lists', renaming.list)
		return list < 0 ? null : ['lists', list, 'codes']
	}
	return [ROOTS[renaming.of]]
}

/**
 * A text in which everything is called as the steps of a later version call it, so that what a workspace changed of something
 * that was renamed is merged with it and not taken for something else. What the text has not, or calls so already, is left.
 */
export function withRenames(text: string, steps: readonly Step[]): string {
	return steps.reduce((standing, step) => {
		const renaming = renamingOf(step)
		return renaming ? renamed(standing, renaming) : standing
	}, text)
}

function renamed(text: string, renaming: Renaming): string {
	const read = openDraft(text)
	const list = read && listOf(read.plain, renaming)
	if (!read || !list || !isMap(read.document.contents)) return text
	const all = list.reduce<unknown>(
		(held, part) => (typeof held === 'object' && held !== null ? Reflect.get(held, part) : undefined),
		read.plain
	)
	if (!isKeyed(all) || all.some((one) => keyOf(one) === renaming.to)) return text
	const at = all.findIndex((one) => keyOf(one) === renaming.from)
	if (at < 0) return text
	for (const followed of followersOf(read.plain, renaming)) {
		if ('key' in followed) renameKeyIn(read.document, followed.place, renaming.from, renaming.to)
		else say(read.document, followed.place, followed.value)
	}
	say(read.document, [...list, at, 'key'], renaming.to)
	return writeDraft(read.document, text)
}
