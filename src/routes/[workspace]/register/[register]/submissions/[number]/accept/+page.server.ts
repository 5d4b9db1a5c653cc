import { acceptSubmission } from '#modules/registers/submission/accept-submission.ts'
import { newEntryFor } from '#modules/registers/entry/said/new-entry.ts'
import { formKeys } from '../../../../../../face.server.ts'
import { refuseUnlessMay, todayOf } from '../../../../../record-page.server.ts'
import { entryAction, entryForm, type FormEvent } from '../../../../entry-form.server.ts'
import { askingOf, crumbsOf } from '../../../../entry-page.server.ts'
import { filesOf, submissionFor } from '../submission-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
	const found = await submissionFor(locals, params)
	const { submission, compiled, register, page, queue } = found
	refuseUnlessMay({ locals, url }, submission.may.decide && register.may.add, 'submission.accept')
	setHeaders({ 'cache-control': 'no-store' })
	const { asks, values, own } = newEntryFor(compiled, askingOf(locals), todayOf(locals))
	// What was sent takes the place of what a new entry would begin with.
	const sent = Object.fromEntries(Object.entries(submission.values).filter(([key]) => asks.includes(key)))
	const form = await entryForm(locals, {
		declaration: compiled.declaration,
		areas: register.areas,
		asks,
		values: { ...values, ...sent },
		own,
		tables: {},
		names: { files: filesOf(submission) }
	})
	return {
		title: locals.words.t('submission.accept.title', { number: submission.number }),
		crumbs: [
			...crumbsOf(locals, params, found),
			{ href: queue, label: locals.words.t('submission.queue') },
			{ href: page, label: submission.number }
		],
		page,
		form,
		// Not as the version of a form of what is there: all that stands in it is given, and not what was changed alone.
		keys: { ...formKeys(locals), 'of:version': submission.version }
	}
}

const paramsOf = ({ params }: FormEvent) => ({
	workspace: params['workspace'] ?? '',
	register: params['register'] ?? '',
	number: params['number'] ?? ''
})

export const actions: Actions = {
	default: entryAction({
		command: acceptSubmission,
		async asked(event) {
			const { compiled, register } = await submissionFor(event.locals, paramsOf(event))
			const { asks, begun } = newEntryFor(compiled, askingOf(event.locals), todayOf(event.locals))
			return { declaration: compiled.declaration, areas: register.areas, asks, values: {}, begun }
		},
		fixed: ({ params }, form) => ({
			register: params['register'],
			submission: params['number'],
			version: Number(form.get('of:version'))
		}),
		next: ({ entry }, { params }) => `/${params['workspace'] ?? ''}/register/${params['register'] ?? ''}/${entry}`
	})
}
