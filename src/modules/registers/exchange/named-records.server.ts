import { sql } from 'kysely'
import { findNearest } from '#platform/exchange/nearest.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { suits } from '../entry/resolve.server.ts'

/**
 * What a text stands for in the cells of a file: one record or seat; several kinds that have the key; several records of that
 * name; or none that the seat sees, with what may have been meant.
 */
export type Meant =
	| { readonly id: string }
	| { readonly kinds: true }
	| { readonly several: readonly string[] }
	| { readonly nearest: string | undefined }

type Called = { id: string; kind: string; reference: string; register: string | null; title: string }

// More actors and structures no workspace has; of records of one name no more are named than fit a sentence.
const RECORDS_MOST = 20_000
const NAMED_MOST = 5
// Looking for what was meant is slow: of so many mistyped names it is told, and the others are refused without.
const MEANT_MOST = 300

/** A name without what people write differently: accents, capitals, apostrophes, spaces. */
export const plainName = (text: string) =>
	text
		.normalize('NFD')
		.replace(/\p{Mn}/gu, '')
		.replace(/[‘’ʼ]/g, "'")
		.replace(/\s+/g, ' ')
		.trim()
		.toLowerCase()

const titleIn = (title: Readonly<Record<string, string>>, language: string) =>
	title[language] ?? Object.values(title)[0] ?? ''

/**
 * Finds what texts name that are neither keys nor numbers: actors and structures by their names in any language or their
 * acronyms, however accents and capitals are written, and entries by their whole title. Looked up once for all of them.
 */
export async function findByName(
	here: Here,
	texts: readonly string[]
): Promise<(field: AnyField, text: string) => Meant> {
	if (texts.length === 0) return () => ({ nearest: undefined })
	const { language } = here.workspace
	const [bodies, entries] = await Promise.all([
		here.tx
			.selectFrom('record')
			.select(['id', 'kind', 'key', 'title', 'acronym'])
			.where('workspace_id', '=', here.workspace.id)
			.where('kind', 'in', ['actor', 'structure'])
			.where('state', '=', 'active')
			.orderBy('title_sort')
			.orderBy('id')
			.limit(RECORDS_MOST)
			.execute(),
		here.tx
			.selectFrom('record')
			.innerJoin('entry', (on) =>
				on.onRef('entry.workspace_id', '=', 'record.workspace_id').onRef('entry.id', '=', 'record.id')
			)
			.innerJoin('record as register', (on) =>
				on.onRef('register.workspace_id', '=', 'entry.workspace_id').onRef('register.id', '=', 'entry.register_id')
			)
			.select(['record.id', 'record.kind', 'record.number', 'record.title', 'register.key as register'])
			.where('record.workspace_id', '=', here.workspace.id)
			.where('record.kind', '=', 'entry')
			.where('record.state', '=', 'active')
			.where('record.title_sort', '=', sql<string>`any (${[...texts]}::text[])`)
			.orderBy('record.number')
			.limit(RECORDS_MOST)
			.execute()
	])
	const called = new Map<string, Called[]>()
	const call = (name: string, one: Called) => {
		const key = plainName(name)
		const others = called.get(key)
		if (!others) called.set(key, [one])
		else if (!others.some(({ id }) => id === one.id)) others.push(one)
	}
	for (const { id, kind, key, title, acronym } of bodies) {
		const one = { id, kind, reference: key ?? '', register: null, title: titleIn(title, language) }
		for (const name of [...Object.values(title), ...(acronym === null ? [] : [acronym])]) call(name, one)
	}
	for (const { id, kind, number, title, register } of entries)
		call(titleIn(title, language), { id, kind, reference: number ?? '', register, title: titleIn(title, language) })
	const meant = new Map<string, Meant>()
	return (field, text) => {
		const asked = `${field.key}\u0000${text}`
		const known = meant.get(asked)
		if (known) return known
		const found = meaning(field, text)
		meant.set(asked, found)
		return found
	}

	function meaning(field: AnyField, text: string): Meant {
		const found = (called.get(plainName(text)) ?? []).filter((one) => suits(field, one))
		const [first, second] = found
		if (first && !second) return { id: first.id }
		if (first) return { several: found.slice(0, NAMED_MOST).map(({ title, reference }) => `${title} (${reference})`) }
		if (meant.size >= MEANT_MOST) return { nearest: undefined }
		const likely = [...called].flatMap(([name, some]) => (some.some((one) => suits(field, one)) ? [name] : []))
		const near = called.get(findNearest(plainName(text), likely) ?? '')?.find((one) => suits(field, one))
		return { nearest: near && `${near.title} (${near.reference})` }
	}
}
