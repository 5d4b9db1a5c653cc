import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { listEntries } from '../entry/entry-queries.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import type { Values } from '../entry/values.ts'
import { mightSeeField } from '../listing/might-see.ts'
import type { Register } from '../registers.server.ts'
import { askedForm } from './asked-form.ts'
import type { SubmissionRow } from './find-submission.server.ts'
import { openValues } from './keyed.server.ts'
import { ALIKE, likeness, longTextsIn, nearest, plain } from './likeness.ts'

const SHOWN = 5
// Of so many that share a mark the nearest are told.
const LOOKED_AT = 40

type Why = 'text' | 'near' | 'file' | 'contact'
const WHYS: readonly Why[] = ['text', 'near', 'file', 'contact']

/** Other submissions to the register that hold the same, or nearly: the most alike first, each with what it shares. */
export async function alikeAmong(here: Here, { id: registerId, compiled }: Register, row: SubmissionRow) {
	const form = askedForm(compiled)
	if (!form || row.marks.length === 0) return []
	const rows = await here.tx
		.selectFrom('submission')
		.select(['id', 'number', 'state', 'sent_at', 'sealed', 'marks'])
		.where('workspace_id', '=', here.workspace.id)
		.where('register_id', '=', registerId)
		.where('id', '!=', row.id)
		.where(sql<boolean>`marks && ${row.marks}::text[]`)
		.orderBy('sent_at', 'desc')
		.orderBy('id')
		.limit(LOOKED_AT)
		.execute()
	const own = new Set(row.marks)
	const written = longTextsIn(form.compiled, openValues(here.secret, row.sealed))
	return rows
		.map((other) => {
			const values = openValues(here.secret, other.sealed)
			const shared = new Set(other.marks.filter((mark) => own.has(mark)).map((mark) => mark.split(':')[0] ?? ''))
			const near = nearest(written, longTextsIn(form.compiled, values))
			// Marks of nearness only say where to look.
			if (near < ALIKE) shared.delete('near')
			const why = WHYS.filter((one) => shared.has(one))
			return { number: other.number, state: other.state, sentAt: other.sent_at, values: { ...values }, why, near }
		})
		.filter(({ why }) => why.length > 0)
		.sort((one, other) => other.why.length - one.why.length || other.near - one.near)
		.slice(0, SHOWN)
		.map(({ near: _near, ...told }) => told)
}

const ENTRIES_LOOKED_AT = 20
const WORDS_MOST = 4
const WORD_LEAST = 4
const NAME_MOST = 200

/** The words of a text by which something of the like is looked for: its longest. */
const searchedBy = (text: string) =>
	[...new Set(plain(text).split(' '))]
		.filter((word) => word.length >= WORD_LEAST)
		.sort((one, other) => other.length - one.length)
		.slice(0, WORDS_MOST)

/** Entries of the register, in the sight of the seat, that look like what was sent: by what short texts, addresses and numbers say. */
export async function alikeEntries(here: Here, { compiled }: Register, values: Values) {
	const form = askedForm(compiled)
	if (!form) return []
	const short = [...form.compiled.fields].flatMap(([key, { field }]) => {
		const value = values[key]
		const isTelling = field.type === 'text' || field.type === 'email' || field.type === 'telephone'
		return isTelling && typeof value === 'string' && value.length <= NAME_MOST ? [{ key, value }] : []
	})
	const found = new Map<string, { entry: Entry; near: number }>()
	const seat = askingOf(here)
	const columns = form.form.asks.filter((key) => mightSeeField(compiled, key, seat))
	for (const { key, value } of short.slice(0, 3))
		for (const word of searchedBy(value).slice(0, 2)) {
			const { items } = await here.ask(listEntries, {
				register: compiled.declaration.register,
				filter: { words: word },
				columns,
				limit: ENTRIES_LOOKED_AT
			})
			for (const entry of items) {
				const other = entry.values[key]
				const near = Math.max(
					typeof other === 'string' ? likeness(value, other) : 0,
					...Object.values(entry.title).map((title) => likeness(value, title))
				)
				if (near >= ALIKE && near > (found.get(entry.id)?.near ?? 0)) found.set(entry.id, { entry, near })
			}
		}
	return [...found.values()]
		.sort((one, other) => other.near - one.near)
		.slice(0, SHOWN)
		.map(({ entry: { standing, values: held, ...entry } }) => ({ entry, standing, values: held }))
}

type Entry = Awaited<ReturnType<typeof listEntries.perform>>['items'][number]
