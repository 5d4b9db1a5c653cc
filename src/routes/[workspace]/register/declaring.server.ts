import { fail, type RequestEvent } from '@sveltejs/kit'
import { readDeclaration } from '#modules/registers/declaration/read-declaration.ts'
import { sayValue } from '#modules/registers/entry/said/say-value.ts'
import { previewDeclaration } from '#modules/registers/exchange/preview-declaration.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import type { Session } from '../../session.server.ts'
import { formAction, refusalSentence, STATUS } from '../../face.server.ts'
import { asDeclared, sentDeclaration } from './sent-declaration.server.ts'

type Words = Session['words']
type Texts = Readonly<Record<string, string>>
type Preview = Awaited<ReturnType<typeof previewDeclaration.perform>>
type Shown = NonNullable<Preview['shown']>

/** What comes of a declaration, in the reader's words. */
function sayShown(words: Words, text: string, { number, columns, states, clock, fields }: Shown) {
	const read = readDeclaration(text)
	const compiled = 'register' in read ? read.register : null
	const begins = (key: string, given: Shown['fields'][number]['begins']) => {
		const field = compiled?.fields.get(key)?.field
		if (given === null || !compiled || !field) return ''
		return typeof given === 'string'
			? words.t(`registers.declaring.shown.begins.${given}`)
			: sayValue(words, field, compiled, given.value).text
	}
	const [first = '', ...others] = states.map((names) => words.name(names))
	const { t } = words
	return {
		lines: [
			t('registers.declaring.shown.numbers', { number }),
			columns.length > 0
				? t('registers.declaring.shown.list', { columns: words.list(columns.map((names) => words.name(names))) })
				: t('registers.declaring.shown.title-alone'),
			others.length > 0
				? t('registers.declaring.shown.states', { first, states: words.list(others) })
				: t('registers.declaring.shown.one-state', { first }),
			...clock.map(({ from, day, to }) =>
				t('registers.declaring.shown.clock', {
					from: words.list(from.map((names) => words.name(names))),
					day: words.name(day),
					to: words.name(to)
				})
			)
		],
		fields: fields.map(({ key, names, type, filled, begins: given, seen, inner }) => ({
			key,
			name: words.name(names),
			type: t(`registers.declaring.type.${type}`, {
				fields: words.list(inner.map((one: Texts) => words.name(one)))
			}),
			filled: t(`registers.declaring.shown.filled.${filled}`),
			begins: begins(key, given),
			seen: typeof seen === 'string' ? t(`registers.declaring.shown.seen.${seen}`) : words.name(seen)
		}))
	}
}

/** What stands below the preview: the text as it was sent, and what declaring it would do, in the reader's words. */
function sayPreview({ words }: Session, declaration: string, preview: Preview, workspace: string) {
	const { register, faults, warnings, changes, names, effects, shown, from, to, entries } = preview
	const home = register === null ? null : `/${workspace}/register/${register}`
	// Only what is there already has entries to lead to.
	const entryOf = (reference: string) => ({ reference, href: `${home ?? ''}/${reference}` })
	return {
		register,
		from,
		to,
		entries,
		declaration,
		name: words.name(names),
		changes: changes.map(({ kind, how, key, names: called }) => ({ kind, how, key, name: words.name(called) })),
		faults: faults.map((fault) => ({
			line: fault.line,
			place: fault.place,
			reason: refusalSentence(words, fault),
			list: fault.list === null ? null : `${home ?? ''}?${fault.list}`,
			examples: fault.examples.map(entryOf)
		})),
		warnings: warnings.map(({ code, line, place, params }) => ({
			line,
			place,
			reason: words.t(`registers.declaring.warning.${code}`, params)
		})),
		effects: effects.map((effect) => ({
			name: words.name(effect.names),
			becomes: words.t(`registers.declaring.effect.${effect.code}`),
			entries: effect.entries,
			examples: effect.examples.map(entryOf)
		})),
		shown: shown && faults.length === 0 ? sayShown(words, declaration, shown) : null
	}
}

/** What a declaration would do, as a page shows it. */
export type Looked = ReturnType<typeof sayPreview>

/** The forms of a page on which a register is declared: it is looked through first, and declared then. */
export const declaringActions = {
	look: async (event: RequestEvent) => {
		const { locals } = event
		let text = ''
		try {
			text = await sentDeclaration(event)
			const preview = await locals.attempt(previewDeclaration, { declaration: text })
			return { looked: sayPreview(locals, text, preview, locals.workspace?.key ?? '') }
		} catch (refusal) {
			if (!isRefusal(refusal)) throw refusal
			const [issue = refusal] = refusal.issues
			return fail(STATUS[refusal.kind], { unread: refusalSentence(locals.words, issue), text })
		}
	},
	declare: formAction(
		declareRegister,
		(_event, form) => {
			const text = form.get('declaration')
			return { declaration: typeof text === 'string' ? asDeclared(text) : '', mayWait: true }
		},
		({ register, job }, { params, cookies }) => {
			const home = `/${params['workspace'] ?? ''}/register/${register}`
			if (job === null) return home
			// Nothing is done yet: the page of the job says when it is.
			cookies.delete('pitso_done', { path: '/' })
			return `${home}/declaration/progress?job=${job}`
		}
	)
}
