import { absent, conflict } from '#platform/operation/refusal.ts'
import { Step } from '../conversion/steps.ts'
import type { Proposal } from '../conversion/propose-steps.ts'
import { addTo, isSame, openDraft, say, takeOut, valueAt, writeDraft } from './draft-document.ts'

/** What the address of a step begins with: steps have no keys, and are told by their position. */
const STEP = /^steps\/~(\d{1,3})$/

/** The address of a step of a draft, by which it is taken out. */
export const stepAt = (index: number): string => `steps/~${String(index)}`

/** The position of the step that an address names; null where it names something else. */
export function stepNamed(piece: string): number | null {
	const [, index] = STEP.exec(piece) ?? []
	return index === undefined ? null : Number(index)
}

const listed = (plain: unknown): unknown[] => {
	const held = valueAt(plain, ['steps'])
	return Array.isArray(held) ? held : []
}

/** The steps that a draft notes, each at its position; null for what cannot be read as one. */
export const stepsIn = (plain: unknown): (Step | null)[] =>
	listed(plain).map((held) => {
		const read = Step.safeParse(held)
		return read.success ? read.data : null
	})

function opened(text: string) {
	const read = openDraft(text)
	if (!read) throw conflict('registers.draft.not-readable')
	return read
}

/** Notes a step at the end of those of a draft, or in the place of the one of its kind about the same things. */
export function addStep(text: string, step: Step): string {
	const { document, plain } = opened(text)
	const before = stepsIn(plain).findIndex(
		(one) => one !== null && one.step === step.step && isSame(aboutOf(one), aboutOf(step))
	)
	if (before < 0) addTo(document, ['steps'], said(step))
	else say(document, ['steps', before], said(step))
	return writeDraft(document, text)
}

// What is left open, and what holds anyway, is not written.
const said = (step: Step) =>
	Object.fromEntries(
		Object.entries(step).filter(([key, value]) => value !== undefined && !(key === 'round' && value === false))
	)

/** Takes a step out of a draft. */
export function takeOutStep(text: string, index: number): string {
	const { document, plain } = opened(text)
	if (index >= listed(plain).length) throw absent('registers.draft.no-such-piece', { piece: stepAt(index) })
	takeOut(document, ['steps'], index)
	return writeDraft(document, text)
}

/** What of the version before a step is about, in words that no two things share. */
function aboutOf(step: Step): string[] {
	const table = 'in' in step && step.in !== undefined ? step.in : ''
	const of = (kind: string, keys: readonly (string | undefined)[], within = '') =>
		keys.flatMap((key) => (key === undefined ? [] : [`${kind} ${within} ${key}`]))
	switch (step.step) {
		case 'rename':
			return [
				...of('field', [step.field], table),
				...of('table', [step.table]),
				...of('state', [step.state]),
				...of('group', [step.group]),
				...(step.code === undefined ? of('list', [step.list]) : of('code', [step.code], step.list))
			]
		case 'join':
			return of('field', step.fields, table)
		case 'convert':
		case 'split':
			return of('field', [step.field], table)
		case 'merge':
			return step.list === undefined ? of('state', step.states ?? []) : of('code', step.codes ?? [], step.list)
		case 'part':
			return step.list === undefined ? of('state', [step.state]) : of('code', [step.code], step.list)
		case 'remove':
		case 'retire':
		case 'take-up':
		case 'restore':
			return [...of('field', [step.field], table), ...of('table', [step.table])]
		default:
			return step satisfies never
	}
}

/** The proposals about which a draft notes nothing yet. */
export function openProposals(proposals: readonly Proposal[], noted: readonly (Step | null)[]): Proposal[] {
	const settled = new Set(noted.flatMap((step) => (step === null ? [] : aboutOf(step))))
	return proposals.filter(({ step }) => !aboutOf(step).some((one) => settled.has(one)))
}
