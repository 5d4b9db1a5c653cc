import { readDeclaration } from '#modules/registers/declaration/read-declaration.ts'
import { paramsOf } from '#modules/registers/declaration/fault.ts'
import { proposeSteps } from '#modules/registers/conversion/propose-steps.ts'
import { readSteps } from '#modules/registers/conversion/read-steps.ts'
import { sayStep } from '#modules/registers/conversion/say-steps.ts'
import type { ConvertStep, Step } from '#modules/registers/conversion/steps.ts'
import { takeOutOfDraft } from '#modules/registers/drafting/draft-commands.ts'
import { openProposals, stepAt, stepsIn } from '#modules/registers/drafting/note-step.ts'
import { noteStep } from '#modules/registers/drafting/step-commands.ts'
import { drawStep, readStep, STEP_KINDS } from '#modules/registers/drafting/step-form.ts'
import { readyRegister } from '#modules/registers/entry/said/ready-register.ts'
import { readRegister } from '#modules/registers/register-queries.ts'
import { formAction, refusalSentence } from '../../../../../face.server.ts'
import { withTypesNamed } from '../../../declaring-faults.ts'
import { draftPage, sentSteps } from '../../drafting.server.ts'
import type { Actions, PageServerLoad } from './$types'

const kindIn = (url: URL) => STEP_KINDS.find((kind) => kind === url.searchParams.get('kind')) ?? null
const aboutIn = (url: URL) => url.searchParams.get('about')

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { words } = locals
	const { draft, plain, head, keys, home } = await draftPage({ locals, params, url })
	const steps = stepsIn(plain)
	const here = `${home}/steps`
	const read = readDeclaration(draft.declaration)
	const nothing = { head, keys, here, noted: [], proposed: [], ways: [], kind: null, about: '', title: '', fields: [] }
	if (draft.from === null) return { ...nothing, isLooked: false }
	if (!('register' in read)) return { ...nothing, isLooked: false }
	const { declaration: standing } = await locals.ask(readRegister, { register: draft.register })
	const saying = { before: readyRegister(standing), after: read.register }
	const [before, after] = [saying.before.declaration, saying.after.declaration]
	const { faults } = readSteps(saying.before, saying.after)
	/** What keeps a noted step from being taken, before anybody looks at the preview. */
	const wrongWith = (index: number) =>
		faults
			.filter(({ path }) => path[0] === 'steps' && path[1] === index)
			.map((fault) =>
				refusalSentence(
					words,
					withTypesNamed(words, { code: `registers.fault.${fault.code}`, params: paramsOf(fault) })
				)
			)
	const kind = kindIn(url)
	const about = aboutIn(url)
	const listNamed = (key: string) => {
		const list = before.lists.find((one) => one.key === key)
		return list ? words.name(list.names) : key
	}
	const titleOf = (one: (typeof STEP_KINDS)[number], list: string | null) =>
		one !== 'merge'
			? words.t(`registers.draft.step.${one}`)
			: list === null
				? words.t('registers.draft.step.merge.states')
				: words.t('registers.draft.step.merge.of', { list: listNamed(list) })
	const way = (one: (typeof STEP_KINDS)[number], list: string | null) => ({
		href: `${here}?kind=${one}${list === null ? '' : `&about=${encodeURIComponent(list)}`}#step`,
		label: titleOf(one, list)
	})
	return {
		head,
		keys,
		here,
		isLooked: true,
		noted: steps.map((step, index) => ({
			piece: stepAt(index),
			rule: step?.step === 'convert' ? convertAt(here, step) : null,
			what:
				step === null ? words.t('registers.draft.step.unread', { number: index + 1 }) : sayStep(words, saying, step),
			wrong: wrongWith(index)
		})),
		proposed: openProposals(proposeSteps(before, after), steps).map(({ step, by }) => ({
			what: sayStep(words, saying, step),
			why: words.t(`registers.draft.step.why.${by}`),
			step: JSON.stringify(step),
			/** A conversion may need a rule of its own. */
			rule: step.step === 'convert' ? convertAt(here, step) : null
		})),
		ways: [
			...STEP_KINDS.filter((one) => one !== 'merge').map((one) => way(one, null)),
			...before.lists
				.filter(({ key }) => after.lists.some((one) => one.key === key))
				.map(({ key }) => way('merge', key)),
			...(before.states.length > 1 ? [way('merge', null)] : [])
		],
		kind,
		about: about ?? '',
		title: kind === null ? '' : titleOf(kind, about),
		fields: kind === null ? [] : drawStep({ words, before, after, kind, about, held: heldOf(steps, about) })
	}
}

const convertAt = (here: string, { in: table, field }: ConvertStep) =>
	`${here}?kind=convert&about=${encodeURIComponent(within(table, field))}#step`

const within = (table: string | undefined, field: string) => (table === undefined ? field : `${table}/${field}`)

/** The conversion of a field that is noted already. */
const heldOf = (steps: readonly (Step | null)[], about: string | null) =>
	steps.flatMap((step) => (step?.step === 'convert' && within(step.in, step.field) === about ? [step] : []))[0] ?? null

/** A step that was proposed, as the page wrote it; what is no such thing is refused by the command. */
function proposed(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return text
	}
}

export const actions: Actions = {
	note: formAction(
		noteStep,
		({ url }, form) => {
			const ready = form.get('step:ready')
			return {
				step:
					typeof ready === 'string'
						? proposed(ready)
						: readStep({ kind: url.searchParams.get('kind') ?? '', about: aboutIn(url) }, sentSteps(form))
			}
		},
		(_done, { url }) => url.pathname
	),
	out: formAction(takeOutOfDraft, undefined, (_done, { url }) => url.pathname)
}
