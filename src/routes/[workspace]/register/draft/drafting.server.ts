import type { RequestEvent } from '@sveltejs/kit'
import { registry } from '#areas'
import { nameOf } from '#modules/directory/page-links.ts'
import { beginDraft } from '#modules/registers/drafting/draft-commands.ts'
import { openDraft } from '#modules/registers/drafting/draft-document.ts'
import { listDrafts, readDraft } from '#modules/registers/drafting/draft-queries.ts'
import { draftLanguages } from '#modules/registers/drafting/draft-rules.ts'
import type { Outside } from '#modules/registers/drafting/piece-options.ts'
import { OF } from '#modules/registers/drafting/read-piece.ts'
import { STEP } from '#modules/registers/drafting/step-form.ts'
import { listRegisters } from '#modules/registers/register-queries.ts'
import { LIST_MOST } from '#platform/operation/lists.server.ts'
import type { Command } from '#platform/operation/operation.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { formAction, formKeys, refuseForm } from '../../../face.server.ts'
import { receiveDeclaration } from '../sent-declaration.server.ts'
import { optionsOf, refuseUnlessMay } from '../../record-page.server.ts'

type Page = Pick<RequestEvent, 'locals' | 'url'>

/** Refuses the pages of drafts to whoever does not declare registers, before anything is typed. */
export const refuseOthers = ({ locals, url }: Page) =>
	refuseUnlessMay({ locals, url }, locals.seat.role === 'administrator', beginDraft.name)

/** The languages in which names are asked for. */
export const languagesOf = ({ workspace }: App.Locals) => draftLanguages(registry.catalogue, workspace?.languages ?? [])

/** A draft as its pages need it. */
export async function draftPage({ locals, params, url }: Page & { params: { workspace: string; draft: string } }) {
	refuseOthers({ locals, url })
	const draft = await locals.ask(readDraft, { draft: params.draft })
	const read = openDraft(draft.declaration)
	return {
		draft,
		plain: read?.plain ?? null,
		home: `/${params.workspace}/register/draft/${draft.reference}`,
		/** What every page of a draft shows of it. */
		head: {
			workspace: params.workspace,
			reference: draft.reference,
			title: locals.words.name(draft.title),
			home: `/${params.workspace}/register/draft/${draft.reference}`,
			register: draft.register,
			from: draft.from,
			isOpen: draft.isOpen,
			version: draft.version,
			isReadable: read !== null
		},
		keys: { ...formKeys(locals), draft: draft.reference, version: draft.version }
	}
}

// Parts of entries are named by their entries, and drafts by nobody.
const NEVER_NAMED = new Set(['entry-part', 'register-draft'])

/** What stands outside a declaration and may be named in it: registers, frameworks, kinds of record. */
export async function outsideOf(locals: App.Locals, register: string): Promise<Outside> {
	const { words } = locals
	const [{ items }, frameworks, drafts] = await Promise.all([
		locals.ask(listRegisters, { limit: LIST_MOST }),
		optionsOf(locals, 'framework'),
		locals.ask(listDrafts, { limit: LIST_MOST })
	])
	const declared = items.map((one) => ({ value: one.reference, label: nameOf(words, one) }))
	// What is in the making may be named as well: it is declared together with what names it.
	const registers = [
		...declared,
		...drafts.items.flatMap(({ register: key, title, from, isOpen }) =>
			isOpen && from === null && key !== register && declared.every(({ value }) => value !== key)
				? [{ value: key, label: words.t('registers.draft.in-making', { name: words.name(title) }) }]
				: []
		)
	]
	return {
		registers: registers.some(({ value }) => value === register)
			? registers
			: [...registers, { value: register, label: words.t('registers.draft.itself') }],
		frameworks,
		kinds: registry.kinds
			.filter(({ name }) => !NEVER_NAMED.has(name))
			.map(({ name }) => ({ value: name, label: words.t(`kind.${name}`) }))
			.sort((one, other) => words.order(one.label, other.label))
	}
}

function sentUnder(form: FormData, start: string): Record<string, string[]> {
	const sent: Record<string, string[]> = {}
	for (const [name, value] of form)
		if (name.startsWith(start) && typeof value === 'string') (sent[name] ??= []).push(value)
	return sent
}

/** What stands in the inputs of a piece of a form, by their names. */
export const sentOf = (form: FormData) => sentUnder(form, OF)

/** What stands in the inputs of the form of a step, by their names. */
export const sentSteps = (form: FormData) => sentUnder(form, STEP)

/** Texts by language from the inputs `one:en`, `one:fr` of a form. */
export function textsOf(form: FormData, name: string): Record<string, string> | undefined {
	const texts = [...form].flatMap(([key, value]) =>
		key.startsWith(`${name}:`) && typeof value === 'string' && value.trim() !== ''
			? [[key.slice(name.length + 1), value] as const]
			: []
	)
	return texts.length === 0 ? undefined : Object.fromEntries(texts)
}

/** The address of a piece of a draft. */
export const pieceAt = (home: string, piece: string) =>
	`${home}/edit/${piece.split('/').map(encodeURIComponent).join('/')}`

/** The action of a form by which the text of a declaration is sent, as a file or typed, to a command. */
export async function takeText<Input, Result>(
	event: RequestEvent,
	command: Command<Input, Result>,
	fixed: (declaration: string) => Record<string, unknown>,
	next: (result: Result) => string
) {
	try {
		const { text, fields } = await receiveDeclaration(event)
		const rest = fields.filter(([name]) => name !== 'text')
		const request = new Request(event.url, { method: 'POST', body: new URLSearchParams(rest) })
		return await formAction(command, () => fixed(text), next)({ ...event, request })
	} catch (refusal) {
		if (!isRefusal(refusal)) throw refusal
		return refuseForm(event, refusal, { values: {}, formed: null, chosen: {} })
	}
}
