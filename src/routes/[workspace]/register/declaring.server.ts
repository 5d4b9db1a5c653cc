import { fail, type RequestEvent } from '@sveltejs/kit'
import { readDeclaration } from '#modules/registers/declaration/read-declaration.ts'
import { listWaysBack } from '#modules/registers/conversion/back-operations.ts'
import { sayStep, sayStepped } from '#modules/registers/conversion/say-steps.ts'
import { readyRegister } from '#modules/registers/entry/said/ready-register.ts'
import { sayValue } from '#modules/registers/entry/said/say-value.ts'
import { readRegister } from '#modules/registers/register-queries.ts'
import { previewDeclaration } from '#modules/registers/exchange/preview-declaration.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { absent, isRefusal } from '#platform/operation/refusal.ts'
import type { Session } from '../../session.server.ts'
import { formAction, refusalSentence, STATUS, type FormFailure } from '../../face.server.ts'
import { withTypesNamed } from './declaring-faults.ts'
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
function sayPreview(
	{ words }: Session,
	{
		declaration,
		preview,
		before,
		unseen
	}: { declaration: string; preview: Preview; before: StandingRegister; unseen: Unseen },
	workspace: string
) {
	const { register, faults, warnings, changes, names, effects, shown, from, to, seen, entries } = preview
	const home = register === null ? null : `/${workspace}/register/${register}`
	// Only what is there already has entries to lead to.
	const entryOf = (reference: string) => ({ reference, href: `${home ?? ''}/${reference}` })
	return {
		register,
		from,
		to,
		seen,
		entries,
		declaration,
		name: words.name(names),
		changes: changes.map(({ kind, how, key, names: called }) => ({ kind, how, key, name: words.name(called) })),
		faults: faults.map((fault) => ({
			line: fault.line,
			place: fault.place,
			reason: refusalSentence(words, withTypesNamed(words, fault)),
			list: fault.list === null ? null : `${home ?? ''}?${fault.list}`,
			examples: fault.examples.map(entryOf)
		})),
		warnings: warnings.map(({ code, line, place, params }) => ({
			line,
			place,
			reason: words.t(`registers.declaring.warning.${code}`, params)
		})),
		effects: effects.map((effect) => ({
			// What entries are called by is no field: the declaration may say it by a formula.
			name: effect.code === 'untitled' ? words.t('registers.draft.input.title') : words.name(effect.names),
			becomes: words.t(`registers.declaring.effect.${effect.code}`),
			entries: effect.entries,
			examples: effect.examples.map(entryOf)
		})),
		steps: saySteps(words, { declaration, preview, before, unseen }, entryOf),
		shown: shown && faults.length === 0 ? sayShown(words, declaration, shown) : null
	}
}

type StandingRegister = Awaited<ReturnType<typeof readRegister.perform>> | null
/** How much each step loses out of the seat's sight, as a refusal told it. */
type Unseen = ReadonlyMap<number, number>

/** What the steps of a declaration do, in the reader's words: each with what it loses, which is consented to step by step. */
function saySteps(
	words: Words,
	{
		declaration,
		preview,
		before: standing,
		unseen
	}: { declaration: string; preview: Preview; before: StandingRegister; unseen: Unseen },
	entryOf: (reference: string) => { reference: string; href: string }
) {
	const read = readDeclaration(declaration)
	if (!preview.steps || !standing || !('register' in read)) return null
	const saying = {
		before: readyRegister(standing.declaration),
		after: read.register,
		areas: standing.areas,
		names: preview.steps.names
	}
	const said = (one: (typeof preview.steps.losses)[number]) => {
		const { reference, ...value } = sayStepped(words, saying, one)
		return { ...value, entry: entryOf(reference) }
	}
	return {
		steps: preview.steps.steps.flatMap(({ step, entries, spelled, losses, digest, examples, unseen: beyond }) => {
			const declared = read.register.declaration.steps[step]
			const hidden = Math.max(beyond, unseen.get(step) ?? 0)
			if (!declared) return []
			return [
				{
					number: step + 1,
					what: sayStep(words, saying, declared),
					entries,
					spelled,
					losses,
					unseen: hidden,
					examples: examples.slice(0, 3).map(said),
					/** What a form sends as consent to just this; null where nothing is lost. */
					consent:
						losses + hidden > 0
							? { name: `consent:${String(step)}`, value: `${String(losses)}.${digest}.${String(hidden)}` }
							: null
				}
			]
		}),
		losses: preview.steps.losses.map(said),
		file: entryOf('declaration/losses').href,
		following: preview.steps.following.length === 0 ? null : words.list(preview.steps.following),
		keptUntil: preview.steps.keptUntil === null ? null : words.day(preview.steps.keptUntil)
	}
}

const CONSENT = /^consent:(\d{1,3})$/
const SEEN = /^(\d{1,9})\.([0-9a-f]{64})\.(\d{1,9})$/

/** What a form consents to: step by step, just what its page showed. */
export const consentsIn = (form: FormData) =>
	[...form].flatMap(([name, value]) => {
		const [, step] = CONSENT.exec(name) ?? []
		const [, losses, digest, unseen] = typeof value === 'string' ? (SEEN.exec(value) ?? []) : []
		if (step === undefined || digest === undefined) return []
		return [{ step: Number(step), losses: Number(losses), digest, unseen: Number(unseen) }]
	})

/** What a declaration would do, as a page shows it. */
export type Looked = ReturnType<typeof sayPreview>

/** What declaring a text would do, as a page shows it: nothing is done. */
export async function lookThrough(
	{ locals }: Pick<RequestEvent, 'locals'>,
	text: string,
	{ unseen = new Map(), beside = [] }: { unseen?: Unseen; beside?: readonly string[] } = {}
): Promise<{ looked: Looked }> {
	const preview = await locals.attempt(previewDeclaration, {
		declaration: text,
		...(beside.length === 0 ? {} : { beside: [...beside] })
	})
	const before =
		preview.steps && preview.register !== null ? await locals.ask(readRegister, { register: preview.register }) : null
	return { looked: sayPreview(locals, { declaration: text, preview, before, unseen }, locals.workspace?.key ?? '') }
}

/** The forms of a page on which a register is declared: it is looked through first, and declared then. */
export const declaringActions = {
	look: async (event: RequestEvent) => {
		const { locals } = event
		let text = ''
		try {
			text = await sentDeclaration(event)
			return await lookThrough(event, text)
		} catch (refusal) {
			if (!isRefusal(refusal)) throw refusal
			const [issue = refusal] = refusal.issues
			return fail(STATUS[refusal.kind], { unread: refusalSentence(locals.words, issue), text })
		}
	},
	/** Looks through what brings an earlier version back; it is declared as any other then. */
	back: async (event: RequestEvent) => {
		const { locals, params } = event
		const form = await event.request.formData()
		try {
			const { ways } = await locals.ask(listWaysBack, { register: params['register'] ?? '' })
			const wanted = Number(form.get('to'))
			const way = ways.find(({ to }) => to === wanted)
			if (!way) throw absent('registers.no-way-back', { register: params['register'] ?? '', version: wanted })
			return await lookThrough(event, way.declaration)
		} catch (refusal) {
			if (!isRefusal(refusal)) throw refusal
			return fail(STATUS[refusal.kind], { unread: refusalSentence(locals.words, refusal) })
		}
	},
	declare: async (event: RequestEvent) => {
		const sent = event.request.clone()
		const answer = await declareSent(event)
		const unseen = unseenIn(answer.data.failure)
		// What is lost by now, or lies out of sight, is shown and asked for.
		const text = (await sent.formData()).get('declaration')
		if (unseen.size === 0 || typeof text !== 'string') return answer
		const { looked } = await lookThrough(event, asDeclared(text), { unseen })
		return fail(answer.status, { ...answer.data, looked })
	}
}

/** How many values each step loses out of sight, as a refusal for want of consent tells it. */
export const unseenIn = ({ issues }: Pick<FormFailure, 'issues'>): Unseen =>
	new Map(
		issues.flatMap(({ code, path, params }) =>
			code === 'registers.consent-missing' ? [[Number(path[1]), Number(params?.['unseen'] ?? 0)] as const] : []
		)
	)

const declareSent = formAction(
	declareRegister,
	(_event, form) => {
		const text = form.get('declaration')
		return { declaration: typeof text === 'string' ? asDeclared(text) : '', consents: consentsIn(form), mayWait: true }
	},
	({ register, job }, { params, cookies }) => {
		const home = `/${params['workspace'] ?? ''}/register/${register}`
		if (job === null) return home
		// Nothing is done yet: the page of the job says when it is.
		cookies.delete('pitso_done', { path: '/' })
		return `${home}/declaration/progress?job=${job}`
	}
)
