import { fail, type RequestEvent } from '@sveltejs/kit'
import { inputAt, readEntryForm } from '#modules/registers/entry/said/read-form.ts'
import { readPublicForm } from '#modules/registers/submission/public-queries.ts'
import { sendSubmission } from '#modules/registers/submission/send-submission.ts'
import { takeFile } from '#modules/registers/submission/take-file.ts'
import { ownLanguageName } from '#platform/languages/locale.ts'
import { discardFile } from '#platform/files/receive.server.ts'
import { conflict, invalid, isRefusal, type Refusal } from '#platform/operation/refusal.ts'
import { refuseForm, typed } from '../../../face.server.ts'
import type { Words } from '#platform/languages/words.ts'
import { languagesHere } from '../../../languages.server.ts'
import { receiveSmallUploads } from '../../../upload.server.ts'
import { choicesFor } from '../../register/entry-choices.server.ts'
import { TELL } from './public-form.ts'

type FormEvent = Pick<RequestEvent, 'request' | 'locals' | 'url' | 'cookies' | 'setHeaders'> & {
	params: Readonly<Record<string, string | undefined>>
}
type PublicForm = Awaited<ReturnType<typeof readPublicForm.perform>>

/** Where a form carries the name of a file that was taken in before, beside the field that holds it. */
const NAMED = ':named'
// More than this nobody types: what is larger holds files, and is not read while nothing can be taken.
const TYPED_MOST = 300_000

type Read = { form: FormData; refused: Refusal | null }

/** The form as it was sent, its files taken in already: each stands in its field by identifier, and its name beside it. */
async function readSent(event: FormEvent, about: PublicForm): Promise<Read> {
	const { request, locals } = event
	const isMultipart = (request.headers.get('content-type') ?? '').startsWith('multipart/')
	if (!isMultipart) return { form: await request.formData(), refused: null }
	const form = new FormData()
	const fields: [string, string][] = []
	let refused: Refusal | null = null
	try {
		const fileBytes = about.fileMegabytes * 1_000_000
		const { files } = await receiveSmallUploads({ request, locals }, { fileBytes, into: fields })
		for (const [name, value] of fields) form.append(name, value)
		for (const { field, file } of files) {
			try {
				const { id, name } = await locals.run(takeFile, {
					register: about.register,
					field: field.replace(/^values:/, ''),
					received: file
				})
				form.set(field, id)
				form.set(`${field}${NAMED}`, name)
			} catch (refusal) {
				if (!isRefusal(refusal)) throw refusal
				refused = refusal
			} finally {
				await discardFile(file)
			}
		}
	} catch (refusal) {
		if (!isRefusal(refusal)) throw refusal
		refused = refusal
		for (const [name, value] of fields) if (!form.has(name)) form.append(name, value)
	}
	return { form, refused }
}

const textOf = (form: FormData, name: string) => {
	const value = form.get(name)
	return typeof value === 'string' ? value.trim() : ''
}

type Asked = Pick<PublicForm, 'declaration'>

// Of several the first: a form asks for one's own address before those of others.
const addressOf = ({ declaration }: Asked) => declaration.fields.find(({ type }) => type === 'email')

/** What the field is called by which a form itself asks for an e-mail address; null where it asks for none. */
export const nameOfAddress = (words: Pick<Words, 'name'>, declaration: PublicForm['declaration']): string | null => {
	const field = addressOf({ declaration })
	return field ? words.name(field.names) : null
}

/** Where the answer is told: at the address that the form asks for, where that is wished, or at one that stands for itself. */
function emailIn(form: FormData, about: Asked): string {
	const field = addressOf(about)
	if (!field || form.get(TELL) === null) return textOf(form, 'email')
	const address = textOf(form, `values:${field.key}`)
	if (address === '') throw invalid([{ path: ['values', field.key], code: 'platform.field.missing' }])
	return address
}

/** What the form says, as the command takes it in. */
async function inputOf({ locals }: FormEvent, form: FormData, about: PublicForm) {
	const { register, declaration } = about
	const asks = declaration.fields.map(({ key }) => key)
	const choices = await choicesFor(locals, declaration, declaration.fields)
	const { given } = readEntryForm(form, { declaration, asks, choices, base: null })
	const isFile = new Set(declaration.fields.flatMap(({ key, type }) => (type === 'file' ? [key] : [])))
	const [files, values] = [new Map<string, { id: string; name?: string }>(), new Map<string, unknown>()]
	for (const [key, value] of Object.entries(given.values)) {
		const name = textOf(form, `values:${key}${NAMED}`)
		if (!isFile.has(key)) values.set(key, value)
		else if (typeof value === 'string' && form.get(`values:${key}:remove`) === null)
			files.set(key, { id: value, ...(name === '' ? {} : { name }) })
	}
	const [proof, website] = ['proof', 'website'].map((name) => textOf(form, name))
	const email = emailIn(form, about)
	return {
		register,
		ticket: textOf(form, 'ticket'),
		...(proof ? { proof } : {}),
		...(website ? { website } : {}),
		...(email ? { email } : {}),
		values: Object.fromEntries(values),
		files: Object.fromEntries(files),
		language: locals.words.language
	}
}

// With these the form's own ticket is of no more use: it is given a new one.
const SPENT = new Set(['submission.ticket-unknown', 'submission.ticket-old', 'submission.ticket-used'])

/** Sends a public form: what is wrong is told at its place and nothing that was typed is lost; done, the receipt is shown once. */
export async function sendForm(event: FormEvent) {
	const { locals, params, request } = event
	const about = await locals.ask(readPublicForm, { register: params['register'] ?? '' })
	const isLarge = Number(request.headers.get('content-length') ?? '0') > TYPED_MOST
	// What cannot be taken now is not read to its end first.
	const { form, refused } =
		about.refused !== null && isLarge
			? { form: new FormData(), refused: conflict(about.refused) }
			: await readSent(event, about)
	try {
		if (refused) throw refused
		const { code, thanks, mailed } = await locals.run(sendSubmission, await inputOf(event, form, about))
		return { sent: { code, thanks: locals.words.name(thanks), mailed } }
	} catch (refusal) {
		if (!isRefusal(refusal)) throw refusal
		const values = typed(form)
		if (SPENT.has(refusal.code)) values['ticket'] = ''
		// A proof is for its ticket; a used one is worked for anew.
		if (SPENT.has(refusal.code)) values['proof'] = ''
		const answer = await refuseForm(event, atInputs(refusal), { values, formed: null, chosen: {} })
		return fail(answer.status, answer.data)
	}
}

/** The same refusal with each fault at the input it is about. */
function atInputs(refusal: Refusal): Refusal {
	if (refusal.kind !== 'invalid') return refusal
	return invalid(
		refusal.issues.map((issue) => {
			const at = inputAt(issue.path, issue.code, new Map())
			return at === null ? issue : { ...issue, path: [at] }
		})
	)
}

/** The languages a form can be read in here, each by its own name. */
export const languagesOffered = () =>
	languagesHere().map((language) => ({ language, label: ownLanguageName(language) }))
