import { say, type DraftDocument } from './draft-document.ts'
import { isObject } from './loose-declaration.ts'

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/**
 * Follows a register that is called by another key where it names itself: in fields that take its own entries, and in counts and
 * sums of the entries that name them. Else they would go on naming the one that has the key.
 */
export function followOwnKey(
	document: DraftDocument,
	plain: unknown,
	{ from, to }: { from: string; to: string }
): void {
	if (!isObject(plain) || from === to) return
	const fieldsAt = (fields: unknown, place: readonly (string | number)[]) => {
		for (const [index, field] of listOf(fields).entries())
			if (isObject(field) && field['register'] === from) say(document, [...place, index, 'register'], to)
	}
	fieldsAt(plain['fields'], ['fields'])
	for (const [index, table] of listOf(plain['tables']).entries())
		if (isObject(table)) fieldsAt(table['fields'], ['tables', index, 'fields'])
}
