import { mergeSubmission } from '#modules/registers/submission/accept-submission.ts'
import { getEntry } from '#modules/registers/entry/entry-queries.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { formAction, formKeys } from '../../../../../../face.server.ts'
import { refuseUnlessMay } from '../../../../../record-page.server.ts'
import { crumbsOf } from '../../../../entry-page.server.ts'
import { filesOf, sideBySide, submissionFor } from '../submission-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** The entry that was named; null where there is none in sight, which the page says. */
async function entryNamed(locals: App.Locals, register: string, entry: string) {
	if (entry === '') return null
	try {
		return await locals.attempt(getEntry, { register, entry })
	} catch (refusal) {
		if (isRefusal(refusal)) return null
		throw refusal
	}
}

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
	const found = await submissionFor(locals, params)
	const { submission, compiled, page, queue } = found
	refuseUnlessMay({ locals, url }, submission.may.decide, 'submission.merge')
	setHeaders({ 'cache-control': 'no-store' })
	const named = url.searchParams.get('entry')?.trim() ?? ''
	const entry = await entryNamed(locals, params.register, named)
	const { words } = locals
	const fillable = new Set(entry?.may.fill)
	const rows = entry
		? sideBySide(
				locals,
				compiled,
				[
					{ title: submission.number, href: null, note: '', values: submission.values },
					{ title: entry.reference, href: null, note: '', values: entry.values }
				],
				{ files: new Map([...filesOf(submission), ...entry.files.map(({ id, name }) => [id, { name }] as const)]) }
			).filter(({ cells }) => cells[0]?.text !== '')
		: []
	return {
		number: submission.number,
		title: words.t('submission.merge.title', { number: submission.number }),
		crumbs: [
			...crumbsOf(locals, params, found),
			{ href: queue, label: words.t('submission.queue') },
			{ href: page, label: submission.number }
		],
		page,
		named,
		suggested: submission.entries.map(({ entry: { reference, title } }) => ({
			href: `${page}/merge?entry=${reference}`,
			label: `${reference} ${words.name(title)}`
		})),
		entry: entry && {
			reference: entry.reference,
			title: words.name(entry.title),
			mayChange: entry.may.change
		},
		heads: [
			{ title: submission.number, href: null, note: '' },
			{ title: entry?.reference ?? '', href: null, note: entry ? words.name(entry.title) : '' }
		],
		rows,
		taken: rows
			.filter(({ key, cells }) => fillable.has(key) && cells[1]?.isSame !== true)
			.map(({ key, label }) => ({ value: key, label })),
		keys: {
			...formKeys(locals),
			version: submission.version,
			entry: entry?.reference ?? '',
			entryVersion: entry?.version ?? ''
		}
	}
}

export const actions: Actions = {
	default: formAction(
		mergeSubmission,
		({ params }, form) => ({
			register: params['register'],
			submission: params['number'],
			take: form.getAll('take').map(String)
		}),
		({ entry }, { params }) => `/${params['workspace'] ?? ''}/register/${params['register'] ?? ''}/${entry}`
	)
}
