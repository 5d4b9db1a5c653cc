import {
	askSender,
	assignSubmission,
	declineSubmissions,
	markAbuse
} from '#modules/registers/submission/office-commands.ts'
import { reviewersOf } from '#modules/registers/submission/asked-form.ts'
import { listSeatOptions } from '#platform/access/seat-operations.ts'
import { formAction, formKeys } from '../../../../../face.server.ts'
import { crumbsOf } from '../../../entry-page.server.ts'
import { filesOf, sideBySide, submissionFor, type Compared } from './submission-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
	const found = await submissionFor(locals, params)
	const { submission, compiled, queue, page, home } = found
	const { words } = locals
	setHeaders({ 'cache-control': 'no-store' })
	const reviewers = new Set(reviewersOf(compiled))
	const { items: seats } = submission.may.decide ? await locals.ask(listSeatOptions, {}) : { items: [] }
	const own: Compared = { title: submission.number, href: null, note: '', values: submission.values }
	const others: Compared[] = [
		...submission.alike.map(({ number, state, why, values }) => ({
			title: number,
			href: `${queue}/${number}`,
			note: `${words.t(`submission.state.${state}`)}: ${words.list(why.map((one) => words.t(`submission.alike.${one}`)))}`,
			values
		})),
		...submission.entries.map(({ entry, values }) => ({
			title: entry.reference,
			href: `${home}/${entry.reference}`,
			note: words.name(entry.title),
			values
		}))
	]
	const all = [own, ...others]
	const names = { files: filesOf(submission) }
	return {
		number: submission.number,
		version: submission.version,
		state: submission.state,
		sentAt: submission.sentAt,
		times: submission.times,
		links: submission.links,
		isDoubtful: submission.isDoubtful,
		language: words.languageName(submission.language),
		emails: submission.emails,
		assigned: submission.assigned,
		decided: submission.decided && { by: submission.decided.by?.office ?? null, at: submission.decided.at },
		entry: submission.entry && {
			href: `${home}/${submission.entry.reference}`,
			label: `${submission.entry.reference} ${words.name(submission.entry.title)}`
		},
		eraseDay: submission.eraseDay,
		messages: submission.messages.map(({ from, text, at }) => ({ from: from?.office ?? null, text, at })),
		files: submission.sentFiles.map(({ id, name, field, mediaType, size }) => ({
			href: `/${params.workspace}/file/${id}`,
			name,
			field: words.name(compiled.fields.get(field)?.field.names),
			mediaType,
			size
		})),
		heads: all.map(({ title, href, note }) => ({ title, href, note })),
		rows: sideBySide(locals, compiled, all, names),
		mayDecide: submission.may.decide,
		seats: seats.filter(({ role }) => reviewers.has(role)).map(({ key, office }) => ({ value: key, label: office })),
		crumbs: [...crumbsOf(locals, params, found), { href: queue, label: words.t('submission.queue') }],
		many: found.many,
		page,
		keys: formKeys(locals)
	}
}

type Addressed = { params: Readonly<Record<string, string | undefined>> }
const one = ({ params }: Addressed) => ({ register: params['register'], submission: params['number'] })
const several = ({ params }: Addressed, form: FormData) => ({
	register: params['register'],
	submissions: [{ submission: params['number'], version: Number(form.get('of:version')) }]
})
const queueOf = (_done: unknown, { params }: Addressed) =>
	`/${params['workspace'] ?? ''}/register/${params['register'] ?? ''}/submissions`

export const actions: Actions = {
	assign: formAction(assignSubmission, (event, form) => {
		const seat = form.get('seat')
		return { ...one(event), seat: typeof seat === 'string' && seat !== '' ? seat : null }
	}),
	ask: formAction(askSender, one),
	decline: formAction(declineSubmissions, several, queueOf),
	abuse: formAction(markAbuse, several, queueOf)
}
