import type { RequestEvent } from '@sveltejs/kit'
import { declineUpgrade } from '#modules/registers/upgrade/decline-upgrade.ts'
import { getUpgrade, type Choice, type ShownUpgrade } from '#modules/registers/upgrade/upgrade-queries.ts'
import { formAction, formKeys } from '../../../../face.server.ts'
import type { Session } from '../../../../session.server.ts'
import { declaringActions, lookThrough } from '../../declaring.server.ts'
import type { Actions, PageServerLoad } from './$types'

type Waiting = NonNullable<ShownUpgrade['waiting']>

/** What waits, in the reader's words; `choices` are those that were sent. */
function sayWaiting({ words }: Session, waiting: Waiting, choices: readonly Choice[]) {
	const nameOf = (kind: string, names: Readonly<Record<string, string>>) =>
		kind === 'whole' ? words.t('registers.upgrade.whole') : words.name(names)
	const typed = new Map(
		choices.flatMap(({ place, take, text = '' }) => (take === 'hand' ? [[place, text] as const] : []))
	)
	const { upgrade, standing, base, undecided } = waiting
	return {
		upgrade,
		standing,
		base,
		undecided,
		offered: words.day(waiting.offeredAt.toISOString().slice(0, 10)),
		news: waiting.news.map(({ kind, how, key, names }) => ({
			kind: words.t(`registers.declaring.kind.${kind}`),
			how: words.t(`registers.declaring.how.${how}`),
			name: `${nameOf(kind, names)} (${key})`
		})),
		conflicts: waiting.conflicts.map(({ kind, names, ...conflict }) => ({
			...conflict,
			title: words.t('registers.upgrade.clash', {
				kind: words.t(`registers.declaring.kind.${kind}`),
				name: nameOf(kind, names)
			}),
			take: conflict.unread === null ? conflict.taken : ('hand' as const),
			written: typed.get(conflict.place) ?? conflict.local ?? ''
		}))
	}
}

export const load: PageServerLoad = async (event) => {
	const { locals, params } = event
	const { words } = locals
	const { register, version, title, waiting, decided } = await locals.ask(getUpgrade, {
		register: params.register,
		choices: []
	})
	return {
		keys: formKeys(locals),
		title: words.name(title),
		home: `/${params.workspace}/register/${register}`,
		version,
		text: waiting?.text ?? '',
		waiting: waiting && sayWaiting(locals, waiting, []),
		// What goes together without a choice is shown at once with all that comes of it.
		looked: waiting?.undecided === 0 ? (await lookThrough(event, waiting.text)).looked : null,
		decided: decided.map(({ upgrade, state, reason, at }) => ({
			upgrade,
			state: words.t(`registers.upgrade.state.${state}`),
			reason: reason ?? '',
			at: at === null ? '' : words.day(at.toISOString().slice(0, 10))
		}))
	}
}

const isTaking = (text: unknown): text is Choice['take'] => text === 'ours' || text === 'theirs' || text === 'hand'

/** What was chosen in each place: `take:PLACE`, and `text:PLACE` for what is written by hand. */
function choicesIn(form: FormData): Choice[] {
	return [...form].flatMap(([name, take]) => {
		if (!name.startsWith('take:') || !isTaking(take)) return []
		const place = name.slice('take:'.length)
		const text = form.get(`text:${place}`)
		return [{ place, take, ...(typeof text === 'string' ? { text: text.replaceAll(/\r\n?/g, '\n') } : {}) }]
	})
}

/** Puts what is here and what was shipped together as it was chosen, and looks through what comes of it. */
async function merge(event: RequestEvent<{ register: string; workspace: string }>) {
	const { locals, params, request } = event
	const choices = choicesIn(await request.formData())
	const { waiting } = await locals.ask(getUpgrade, { register: params.register, choices })
	if (!waiting) return {}
	return {
		...(waiting.undecided === 0 ? await lookThrough(event, waiting.text) : {}),
		text: waiting.text,
		merged: sayWaiting(locals, waiting, choices)
	}
}

export const actions: Actions = {
	merge,
	look: declaringActions.look,
	declare: declaringActions.declare,
	decline: formAction(
		declineUpgrade,
		({ params }) => ({ register: params['register'] }),
		({ register }, { params }) => `/${params['workspace'] ?? ''}/register/${register}`
	)
}
