import { sql, type RawBuilder } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { searchConfiguration } from './search-index.server.ts'

const TERMS_MOST = 12

// Letters that the index writes without accents, as PostgreSQL's `unaccent` does, and that no normal form takes apart.
const LETTERS: Readonly<Record<string, string>> = {
	œ: 'oe',
	æ: 'ae',
	ø: 'o',
	ß: 'ss',
	ł: 'l',
	đ: 'd',
	ð: 'd',
	þ: 'th',
	ı: 'i',
	ħ: 'h',
	ŋ: 'n'
}

/**
 * What somebody typed as a text search query: every word must be there, each may go on (`migr` finds *migration*), accents
 * do not count. Null when there is no word in it.
 */
export function searchTerms(typed: string): string | null {
	const terms = plainWords(typed).slice(0, TERMS_MOST)
	return terms.length === 0 ? null : terms.map(termOf).join(' & ')
}

// In the number of a record, `ZWE-REC-2026-014`, PostgreSQL reads what stands behind the last hyphen as a negative number.
const termOf = (word: string) => (/^\d+$/.test(word) ? `(${word}:* | '-${word}':*)` : `${word}:*`)

const plainWords = (text: string): string[] => [
	...(text
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[œæøßłđðþıħŋ]/gu, (letter) => LETTERS[letter] ?? letter)
		.match(/[\p{L}\p{N}]+/gu) ?? [])
]

/** Whether a text holds what somebody typed as the search does: every word, each of which may go on. False of no word at all. */
export function holdsWords(typed: string): (text: string) => boolean {
	const wanted = plainWords(typed).slice(0, TERMS_MOST)
	return (text) => {
		const words = plainWords(text)
		return wanted.length > 0 && wanted.every((one) => words.some((word) => word.startsWith(one)))
	}
}

/** The records of some kinds that hold the words, as a table of SQL with the column `record_id`; null when there is no word. */
export function recordsWithWords(here: Here, kinds: readonly string[], typed: string): RawBuilder<unknown> | null {
	const terms = searchTerms(typed)
	if (terms === null) return null
	const configuration = searchConfiguration(here.workspace.language)
	return sql`search_records(${configuration}::regconfig, ${terms}, ${[...kinds]}::text[], 10000)`
}

/** The identifiers of records of a kind that hold the words, for the filter of a list. */
export function idsWithWords(here: Here, kind: string, typed: string): RawBuilder<string> {
	const terms = searchTerms(typed)
	if (terms === null) return sql<string>`(select null::uuid where false)`
	const configuration = searchConfiguration(here.workspace.language)
	return sql<string>`(select record_id from search_records(${configuration}::regconfig, ${terms}, array[${kind}]::text[], 10000))`
}
