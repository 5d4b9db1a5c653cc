import { nameOf } from '#modules/directory/page-links.ts'
import type { Block } from '#platform/documents/document.ts'
import type { Run } from '#platform/documents/marked-text.ts'
import type { Words } from '#platform/languages/words.ts'
import { aroundTyped, toldOfDecision, toldOfTaking, type Stretch } from './decision-told.ts'
import type { Minutes, MinutesItem, Outcomes } from './minute-outputs.ts'
import { besideText } from './minute-parts.ts'

const inForeign = (words: Pick<Words, 'language'>, language: string | null) =>
	language === null || language === words.language ? {} : { language }

type Said = { text: string; runs?: readonly Run[] }

/** Lines of which some are in another language than the paper: that is told, so that they are read aloud in their own. */
function saidIn(lines: readonly (readonly Stretch[])[]): Said {
	const text = lines.map((line) => line.map((one) => one.text).join('')).join('\n')
	if (lines.every((line) => line.every(({ language }) => language === undefined))) return { text }
	const ended = lines.flatMap((line, index) => [...line, ...(index < lines.length - 1 ? [{ text: '\n' }] : [])])
	return { text, runs: ended.map((one) => ({ ...one, isStrong: false })) }
}

const listOf = (items: readonly Said[]): Block => ({
	type: 'list',
	items: items.map(({ text }) => text),
	...(items.some(({ runs }) => runs)
		? { runs: items.map(({ text, runs }) => runs ?? [{ text, isStrong: false }]) }
		: {})
})

/** The sentence that tells reasons, around the reasons, which are in their own language. */
export const aroundReasons = (words: Pick<Words, 't'>): [before: string, after: string] =>
	aroundTyped(words, 'minutes.outcome.reasons', 'reasons')

type Read = Outcomes & {
	minute: Pick<NonNullable<MinutesItem['minute']>, 'language' | 'parts'> | null
	/** False where there may be text that this reader reads only once it is adopted. */
	isReadable?: boolean
}

/**
 * The text of an item's minutes, in its own language, each line that has become an action replaced by that action; then what else
 * came of the item.
 */
export function itemTextBlocks(words: Words, item: Read): Block[] {
	const parts = item.minute?.parts ?? []
	const language = item.minute?.language ?? words.language
	const text =
		parts.length === 0
			? item.isReadable === false
				? []
				: [{ type: 'paragraph' as const, tone: 'quiet' as const, text: words.t('minutes.paper.no-minutes') }]
			: parts.flatMap((part): Block[] =>
					'text' in part
						? paragraphsOf(part.text).map((one) => ({ type: 'paragraph', text: one, ...inForeign(words, language) }))
						: item.actions.flatMap((action) => (action.id === part.action ? [actionBlock(words, action)] : []))
				)
	return [...text, ...outcomeBlocks(words, { ...item, actions: besideText(item.actions, parts) })]
}

const paragraphsOf = (text: string) => text.split(/\n{2,}/).filter((part) => part.trim() !== '')

const decisionText = (words: Words, one: Outcomes['decisions'][number]) =>
	saidIn([
		[{ text: `${one.reference} · ${words.name(one.title)}` }],
		...(one.text === words.name(one.title) ? [] : [[{ text: one.text, ...inForeign(words, one.language) }]]),
		...toldOfDecision(words, one)
	])

const recommendationText = (words: Words, one: Outcomes['recommendations'][number]) => {
	const to = one.addressee ? nameOf(words, one.addressee) : one.addressedTo
	return saidIn([
		[{ text: `${one.reference} · ${words.name(one.title)}` }],
		...(one.text === words.name(one.title) ? [] : [[{ text: one.text, ...inForeign(words, one.language) }]]),
		...(to ? [[{ text: words.t('minutes.paper.addressed-to', { to }) }]] : []),
		...toldOfTaking(words, one)
	])
}

const actionText = (words: Words, one: Outcomes['actions'][number]) =>
	[
		`${one.reference} · ${words.name(one.title)}`,
		...(one.text === null || one.text === words.name(one.title) ? [] : [one.text]),
		words.t('minutes.paper.who-by-when', {
			who: one.responsible ? nameOf(words, one.responsible) : '—',
			day: one.due ? words.day(one.due) : '—'
		})
	].join('\n')

const actionBlock = (words: Words, one: Outcomes['actions'][number]): Block => ({
	type: 'paragraph',
	label: words.t('minutes.paper.action'),
	text: actionText(words, one)
})

/** What became of a recommendation: how it was answered, or whom it was sent on to. */
export const moveText = (words: Pick<Words, 't' | 'day' | 'name'>, { move, level, day }: Outcomes['moves'][number]) =>
	move === 'submitted'
		? words.t('minutes.outcome.submitted', {
				day: words.day(day),
				level: level ? nameOf(words, level) : words.t('recommendation.level-unseen')
			})
		: words.t(`recommendation.hop.${move}`, { day: words.day(day) })

function movedText(words: Words, one: Outcomes['moves'][number]) {
	const [before, after] = aroundReasons(words)
	const reasons = { text: one.reasons ?? '', ...inForeign(words, one.reasonsLanguage) }
	return saidIn([
		[{ text: `${one.reference} · ${words.name(one.title)}` }],
		[{ text: moveText(words, one) }],
		...(one.reasons === null ? [] : [[{ text: before }, reasons, { text: after }]])
	])
}

/** What came of an item or a meeting, one paragraph each. */
export function outcomeBlocks(words: Words, { decisions, recommendations, actions, moves }: Outcomes): Block[] {
	const { t } = words
	return [
		...decisions.map((one): Block => ({
			type: 'paragraph',
			label: t('minutes.paper.decision'),
			...decisionText(words, one)
		})),
		...recommendations.map((one): Block => ({
			type: 'paragraph',
			label: t('minutes.paper.recommendation'),
			...recommendationText(words, one)
		})),
		...actions.map((one) => actionBlock(words, one)),
		...moves.map((one): Block => ({
			type: 'paragraph',
			label: t('minutes.outcome.moved'),
			...movedText(words, one)
		}))
	]
}

/** How many things came of an item or a meeting. */
export const countOutcomes = ({ decisions, recommendations, actions, moves }: Outcomes): number =>
	decisions.length + recommendations.length + actions.length + moves.length

/** What was made at the meeting under no item that the reader sees. */
export function besideBlocks(words: Words, beside: Outcomes): Block[] {
	if (countOutcomes(beside) === 0) return []
	return [{ type: 'heading', level: 1, text: words.t('minutes.paper.beside') }, ...outcomeBlocks(words, beside)]
}

/** What was decided, recommended, answered and handed out at a meeting. */
export function decisionSheet(words: Words, { items, beside }: Pick<Minutes, 'items' | 'beside'>): Block[] {
	const { t } = words
	const all = [...items, beside]
	const decisions = all.flatMap((one) => one.decisions)
	const recommendations = all.flatMap((one) => one.recommendations)
	const actions = all.flatMap((one) => one.actions)
	const moves = all.flatMap((one) => one.moves)
	const nothing = { type: 'paragraph' as const, tone: 'quiet' as const, text: t('minutes.paper.none') }
	return [
		{ type: 'heading', level: 1, text: t('minutes.paper.decisions') },
		...(decisions.length === 0 ? [nothing] : [listOf(decisions.map((one) => decisionText(words, one)))]),
		{ type: 'heading', level: 1, text: t('minutes.paper.recommendations') },
		...(recommendations.length === 0
			? [nothing]
			: [listOf(recommendations.map((one) => recommendationText(words, one)))]),
		...(moves.length === 0
			? []
			: [
					{ type: 'heading' as const, level: 1 as const, text: t('minutes.outcome.all-moved') },
					listOf(moves.map((one) => movedText(words, one)))
				]),
		{ type: 'heading', level: 1, text: t('minutes.paper.actions') },
		...(actions.length === 0 ? [nothing] : [actionTable(words, actions, t('minutes.paper.actions'))])
	]
}

/** Actions as a table: what, who, by when, and how they stand. */
export const actionTable = (words: Words, actions: Outcomes['actions'], caption: string): Block => ({
	type: 'table',
	caption,
	columns: [
		{ title: words.t('minutes.paper.number'), share: 2.4 },
		{ title: words.t('minutes.paper.what'), share: 4 },
		{ title: words.t('minutes.paper.responsible'), share: 3 },
		{ title: words.t('minutes.paper.due'), share: 3 },
		{ title: words.t('minutes.paper.state'), share: 2 }
	],
	rows: actions.map((one) => [
		one.reference,
		words.name(one.title),
		one.responsible ? nameOf(words, one.responsible) : '',
		one.due ? words.day(one.due) : '',
		words.t(`action.state.${one.state}`)
	])
})
