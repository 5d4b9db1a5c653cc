import { nameOf } from '#modules/directory/page-links.ts'
import type { Words } from '#platform/languages/words.ts'
import { VOTES } from '../decision/decision-rules.ts'
import type { Outcomes } from './minute-outputs.ts'

/** Text of which a part may be in another language than the rest. */
export type Stretch = { text: string; language?: string }

type Decision = Pick<Outcomes['decisions'][number], 'manner' | 'votes' | 'positions' | 'basis' | 'effect' | 'language'>
/** A decision or a recommendation, as far as it tells how it was taken. */
type Taken = Pick<Outcomes['recommendations'][number], 'manner' | 'votes' | 'positions' | 'language'>

// Nothing that is typed holds it: only the place of what was typed in its sentence does.
const HERE = '\u0000'

/** The sentence that tells something somebody typed, around what was typed, which is in its own language. */
export function aroundTyped(
	{ t }: Pick<Words, 't'>,
	key: string,
	param: string,
	others: Readonly<Record<string, string>> = {}
): [before: string, after: string] {
	const [before = '', after = ''] = t(key, { ...others, [param]: HERE }).split(HERE)
	return [before, after]
}

type Say = (key: string, param: string, text: string, others?: Readonly<Record<string, string>>) => Stretch[]

/** A sentence around something typed in a language of its own. */
function sayingIn(words: Words, language: string): Say {
	const foreign = language === words.language ? {} : { language }
	return (key, param, text, others) => {
		const [before, after] = aroundTyped(words, key, param, others)
		return [{ text: before }, { text, ...foreign }, { text: after }].filter((part) => part.text !== '')
	}
}

/**
 * How something was taken, a line each: by consensus or by a vote with its counts, who voted how as far as that was recorded and the
 * reader sees them, the reservations and objections. Nothing of what was not recorded.
 */
export function toldOfTaking(words: Words, one: Taken): Stretch[][] {
	const { t } = words
	const typed = sayingIn(words, one.language)
	const noted = one.positions.filter(({ stance }) => stance !== null)
	const how =
		one.votes === null ? one.manner && t(`decision.manner.${one.manner}`) : t('minutes.outcome.votes', one.votes)
	return [
		...(how === null ? [] : [[{ text: how }]]),
		...VOTES.flatMap((vote) => {
			const who = one.positions.filter((position) => position.vote === vote).map(({ actor }) => nameOf(words, actor))
			return who.length === 0 ? [] : [[{ text: t(`minutes.outcome.voted-${vote}`, { who: who.join('; ') }) }]]
		}),
		...noted.map(({ actor, stance, text }): Stretch[] => {
			const who = nameOf(words, actor)
			const key = `minutes.outcome.${stance ?? 'reservation'}`
			return text === null ? [{ text: t(key, { who }) }] : typed(`${key}-said`, 'text', text, { who })
		})
	]
}

/** How a decision was taken, a line each, then its basis and the day it takes effect. */
export function toldOfDecision(words: Words, one: Decision): Stretch[][] {
	const { t, day } = words
	const typed = sayingIn(words, one.language)
	return [
		...toldOfTaking(words, one),
		...(one.basis === null ? [] : [typed('minutes.outcome.basis', 'basis', one.basis)]),
		...(one.effect === null ? [] : [[{ text: t('minutes.outcome.effect', { day: day(one.effect) }) }]])
	]
}
