import { error, fail, redirect, type Cookies } from '@sveltejs/kit'
import { v4 as randomKey } from 'uuid'
import type { Command } from '#platform/operation/operation.server.ts'
import { fromText } from '#platform/operation/from-text.server.ts'
import { conflict, invalid, isRefusal, type Refusal } from '#platform/operation/refusal.ts'
import { withDays } from '#platform/languages/said-days.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import { listChangesSince } from '#platform/records/record-history.ts'
import { doer } from '#modules/directory/page-links.ts'
import type { Choice, Formed, Meanwhile } from '#ui/types.ts'
import { ACTING, CARRIED } from './carried.ts'
import { doneOf } from './done-notice.ts'
import { decideClashes, isOfForm, readFormed } from './formed.server.ts'
import type { Session } from './session.server.ts'
import { tellChanges, type OwnTelling } from './told-changes.ts'

/** The status each kind of refusal is told with, on pages and by the API alike. */
export const STATUS = { absent: 404, forbidden: 403, conflict: 409, invalid: 422 } as const

/** The sentence of a refusal in the reader's language. */
export function refusalSentence(
	words: Session['words'],
	refusal: { code: string; params?: Readonly<Record<string, string | number>> }
): string {
	return words.t(`refusal.${refusal.code}`, withDays(words, { ...refusal.params }))
}

/** Who may do what was forbidden: each operation has its sentence. */
export function ruleSentence(words: Session['words'], refusal: Refusal): string | undefined {
	const operation = refusal.params['operation']
	return typeof operation === 'string' ? words.t(`allow.${operation}`) : undefined
}

/**
 * The sentence of a refusal met while a page loads. What was not understood came by its address: no field of a form is beside the sentence,
 * and the place in the input of the query is a name that no reader has seen.
 */
export function pageSentence(words: Session['words'], refusal: Refusal): string {
	const issue = refusal.issues[0]
	return issue
		? words.t('page.problem.address', { sentence: refusalSentence(words, issue) })
		: refusalSentence(words, refusal)
}

/** Turns a refusal met while a page loads into the page for it; whoever is not signed in is asked to sign in. */
export function refusePage(locals: Session, address: URL, refusal: Refusal): never {
	if (refusal.kind === 'forbidden' && locals.seat.role === 'public' && locals.workspace)
		redirect(303, `/${locals.workspace.key}/sign-in?back=${encodeURIComponent(address.pathname + address.search)}`)
	const rule = refusal.kind === 'forbidden' ? ruleSentence(locals.words, refusal) : undefined
	error(STATUS[refusal.kind], pageSentence(locals.words, refusal), {
		title: locals.words.t(`problem.${refusal.kind}`),
		...(rule ? { rule } : {})
	})
}

/** What a form shows again after a refusal: the sentence, the field of each fault, and what was typed. */
export type FormFailure = {
	action: string
	kind: Refusal['kind']
	code: string
	params: Refusal['params']
	message: string
	rule?: string
	issues: { path: (string | number)[]; code: string; params?: Refusal['params']; message: string }[]
	values: Record<string, string | string[]>
	formed: Formed | null
	chosen: Record<string, Choice>
	meanwhile?: Meanwhile[]
}

// What a form asks of each of many, as who came: `fixed` reads it, since no input has a field for each.
const isOfPage = (name: string) => name.includes(':')

/** What every form of a page carries: the seat that acts and a key that makes a second sending harmless. */
export const formKeys = (locals: Session) => ({ [ACTING]: locals.seat.key ?? 'public', once: randomKey() })

/** What was typed into a form, without what it carries unseen. */
export const typed = (form: FormData) => {
	const values: Record<string, string | string[]> = {}
	for (const name of new Set(form.keys())) {
		const texts = form.getAll(name).filter((value) => typeof value === 'string')
		if (!CARRIED.has(name) && !isOfForm(name)) values[name] = texts.length > 1 ? texts : (texts[0] ?? '')
	}
	return values
}

/** What an action needs of a request; every page's event has it. */
type Event = {
	request: Request
	locals: Session
	url: URL
	cookies: Cookies
	params: Readonly<Record<string, string | undefined>>
}

/** How an area tells what others changed meanwhile, where its fields have names of their own. */
type Telling = (
	event: Event,
	names: readonly RecordReference[],
	events: readonly Parameters<OwnTelling>[1][]
) => Promise<OwnTelling>

/**
 * A form action that runs a command: fields become the input, `fixed` adds what the address says or what only it can read
 * from the form. Done, it leads on to `next` (by default the same page) with a notice; refused, the form keeps what was
 * typed and says why. Where others were quicker, it gives back what they saved; where their version and the sender's
 * clash, the sender's decisions are put into the fields first.
 */
export function formAction<Input, Result>(
	command: Command<Input, Result>,
	fixed: (event: Event, form: FormData) => Record<string, unknown> = () => ({}),
	next?: (result: Result, event: Event) => string,
	telling?: Telling
) {
	return async (event: Event) => {
		const { locals, url } = event
		const form = await event.request.formData()
		const formed = readFormed(form)
		const { chosen, undecided } = decideClashes(form, formed)
		const once = onceOf(form)
		let result: Result
		try {
			if (form.get(ACTING) !== (locals.seat.key ?? 'public')) throw conflict('platform.seat-changed')
			if (undecided.length > 0) throw invalid(undecided.map((name) => ({ path: [name], code: 'form.undecided' })))
			const pairs = [...form].flatMap(([name, value]) =>
				typeof value === 'string' && !CARRIED.has(name) && !isOfForm(name) && !isOfPage(name)
					? [[name, value] as const]
					: []
			)
			result = await locals.run(
				command,
				{ ...fromText(command.input, pairs), ...fixed(event, form) },
				once === undefined ? undefined : { key: once }
			)
		} catch (refusal) {
			if (!isRefusal(refusal)) throw refusal
			return refuseForm(event, refusal, { values: typed(form), formed, chosen }, telling)
		}
		leaveNotice(event, doneOf(command.name, result), once)
		redirect(303, next ? next(result, event) : url.pathname)
	}
}

function onceOf(form: FormData) {
	const once = form.get('once')
	return typeof once === 'string' && once !== '' ? once.slice(0, 100) : undefined
}

/**
 * What the next page tells: that it is done; and to the script that keeps forms in the browser, which of them arrived. That
 * one is read by the script, and holds nothing but the form's own random key.
 */
function leaveNotice({ cookies, url }: Event, done: string, once: string | undefined) {
	const brief = { path: '/', sameSite: 'lax', maxAge: 30, secure: url.protocol === 'https:' } as const
	cookies.set('pitso_done', done, { ...brief, httpOnly: true })
	if (once !== undefined) cookies.set('pitso_sent', once, { ...brief, httpOnly: false })
}

/** What others did to a record since the version a form was made from, as its reader may see it; newest first. */
async function changedMeanwhile(event: Event, { params }: Refusal, telling: Telling | undefined): Promise<Meanwhile[]> {
	const { ask, words } = event.locals
	const { record, version } = params
	if (typeof record !== 'string' || typeof version !== 'number') return []
	const { items, names } = await ask(listChangesSince, { record, version })
	const own = await telling?.(event, names, items)
	return items.map((item) => ({
		at: item.at.toISOString(),
		...(item.isUnseen
			? { by: words.t('page.history.unseen-by'), what: words.t('page.history.unseen-change') }
			: {
					by: item.by.seat === null ? words.t('page.history.nobody') : doer(words, item.by),
					what: words.has(`operation.${item.operation}`) ? words.t(`operation.${item.operation}`) : item.operation
				}),
		fields: [
			...new Set(
				tellChanges(words, item.changes, names, record, own && ((row) => own(row, item))).map(({ label }) => label)
			)
		]
	}))
}

type Given = Pick<FormFailure, 'values' | 'formed' | 'chosen'>

/** What a form's action gives back where it was refused: the sentence, the faults, and what was typed. */
export async function refuseForm(event: Event, refusal: Refusal, given: Given, telling?: Telling) {
	const { locals, url } = event
	if (refusal.kind === 'forbidden' && locals.seat.role === 'public') refusePage(locals, url, refusal)
	const rule = refusal.kind === 'forbidden' ? ruleSentence(locals.words, refusal) : undefined
	const failure: FormFailure = {
		action: [...url.searchParams.keys()].find((name) => name.startsWith('/'))?.slice(1) ?? 'default',
		kind: refusal.kind,
		code: refusal.code,
		params: refusal.params,
		message: refusalSentence(locals.words, refusal),
		...(rule ? { rule } : {}),
		issues: refusal.issues.map((issue) => ({
			...issue,
			path: [...issue.path],
			message: refusalSentence(locals.words, issue)
		})),
		...given,
		// Whatever names a record and one of its versions says since when others changed it.
		...(refusal.kind === 'conflict' && 'record' in refusal.params && 'version' in refusal.params
			? { meanwhile: await changedMeanwhile(event, refusal, telling) }
			: {})
	}
	return fail(STATUS[refusal.kind], { failure })
}
