import type { Audience } from '#platform/access/seat.ts'
import { audienceTokens } from '#platform/access/seat.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { v7 as uuid } from 'uuid'
import { keyFromName, translationsOf } from './names.ts'

/** The name in every language given, or the field refused: the workspace's first language must be among them. */
export function namesOf(here: Writing, name: string | Record<string, string>, field = 'name') {
	const names = translationsOf(name, here.workspace.language)
	if (!names)
		throw invalid([
			{ path: [field], code: 'platform.field.first-language', params: { language: here.workspace.language } }
		])
	return names
}

const TRIES = 50
// Addresses of forms stand where a key would.
const RESERVED = new Set(['new'])

/**
 * Adds a record that has a key: the one given, or one made from its name with a number behind it where that is taken. A
 * given key that is taken is a conflict, also when a record the seat may not see holds it.
 */
export async function addKeyedRecord(
	here: Writing,
	kind: string,
	record: {
		key?: string | undefined
		name: string | Record<string, string>
		acronym?: string | undefined
		audience: Audience
	}
): Promise<{ id: string; reference: string }> {
	const title = namesOf(here, record.name)
	if (record.key !== undefined && RESERVED.has(record.key))
		throw invalid([{ path: ['key'], code: 'platform.key-reserved', params: { key: record.key } }])
	const made = keyFromName(title[here.workspace.language] ?? '')
	const wished = record.key ?? (RESERVED.has(made) ? `${made}-${kind}` : made)
	const id = uuid()
	for (let number = 1; number <= TRIES; number++) {
		const key = number === 1 ? wished : `${wished}-${String(number)}`
		const isAdded = await here.write.tryAddRecord({
			id,
			kind,
			key,
			number: null,
			title,
			acronym: record.acronym ?? null,
			audience: audienceTokens(record.audience, kind === 'structure' ? id : null)
		})
		if (isAdded) return { id, reference: key }
		if (record.key !== undefined) break
	}
	throw conflict('platform.key-taken', { key: wished })
}
