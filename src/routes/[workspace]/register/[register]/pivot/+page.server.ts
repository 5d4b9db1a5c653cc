import { listEntries } from '#modules/registers/entry/entry-queries.ts'
import { pivotEntries } from '#modules/registers/figures/pivot-queries.ts'
import { startPivot } from '#modules/registers/figures/pivot-operations.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { formAction, formKeys } from '../../../../face.server.ts'
import { pivotPage, pivotTable } from './pivot.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** The fields for whose sake entries are left out, since the seat does not see them there; null where all are counted. */
async function leftOut(
	{ ask, words }: App.Locals,
	{ looked, question }: Awaited<ReturnType<typeof pivotPage>>,
	{ records }: { records: number }
): Promise<string | null> {
	const { compiled, register, filter } = looked
	const kept = [question.rows, question.columns, question.sum].flatMap((key) => {
		const one = compiled.fields.get(key ?? '')
		return one && one.part !== 'open' ? [words.name(one.field.names)] : []
	})
	if (kept.length === 0) return null
	const { total } = await ask(listEntries, { register: register.reference, filter, columns: [], limit: 1 })
	return total > records ? words.list([...new Set(kept)]) : null
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const page = await pivotPage({ locals, params, url })
	const { question, shown, chosen, offered } = page
	const table = await locals.attempt(pivotEntries, question).catch((refusal: unknown) => {
		if (!isRefusal(refusal)) throw refusal
		// Any other refusal is told on the page for it.
		return refusal.code === 'registers.pivot-too-large' ? null : locals.ask(pivotEntries, question)
	})
	return {
		unseen: table && (await leftOut(locals, page, table)),
		keys: formKeys(locals),
		shown,
		chosen,
		offered,
		question: JSON.stringify(question),
		mayWait: locals.seat.id !== null,
		table: table && pivotTable(page, question, table)
	}
}

function questionIn(form: FormData): Record<string, unknown> {
	const text = form.get('pivot:question')
	try {
		const read: unknown = JSON.parse(typeof text === 'string' ? text : '')
		return typeof read === 'object' && read !== null ? { ...read } : {}
	} catch {
		// What is no question is refused as one that lacks everything.
		return {}
	}
}

export const actions: Actions = {
	default: formAction(
		startPivot,
		(_event, form) => questionIn(form),
		({ id }, { url }) => `${url.pathname}/${id}`
	)
}
