import { choices } from '#modules/directory/common-fields.ts'
import { keeperActions } from '#modules/directory/record-actions.ts'
import { nameOf } from '#modules/directory/page-links.ts'
import type { RelationItem } from '#modules/instruments/relation/relation-outputs.ts'
import type { Answer, HarmonizationState } from '#modules/instruments/relation/relation-rules.ts'
import { AUDIENCES } from '#platform/access/seat.ts'
import type { Words } from '#platform/languages/words.ts'
import { languageField, type FieldProps } from '#ui/form.ts'
import type { Link, Option, Tone } from '#ui/types.ts'

type Says = Pick<Words, 't' | 'language' | 'languageName'>

/** How much an item asks for. */
export function toneOfHarmonization(state: HarmonizationState): Tone {
	switch (state) {
		case 'open':
			return 'warning'
		case 'being-resolved':
			return 'information'
		case 'resolved':
			return 'success'
		default:
			return state satisfies never
	}
}

/** How an answer is marked. */
export function toneOfAnswer(answer: Answer | null): Tone {
	switch (answer) {
		case 'agrees':
			return 'success'
		case 'agrees-in-part':
			return 'information'
		case 'disagrees':
			return 'error'
		case null:
			return 'warning'
		default:
			return answer satisfies never
	}
}

/** A relation in one line, for whoever chooses among several: a provision with the law it stands in. */
export const relationLabel = (words: Pick<Words, 't' | 'name'>, { type, from, to }: RelationItem): string =>
	words.t('relation.label', {
		type: words.t(`relation.type.${type}`),
		from: sideLabel(words, from),
		to: sideLabel(words, to)
	})

const sideLabel = (words: Pick<Words, 't' | 'name'>, { record, whole }: RelationItem['from']) =>
	record.id === whole.id
		? nameOf(words, record)
		: words.t('relation.found', { name: nameOf(words, record), kind: nameOf(words, whole) })

type Saved = {
	title: string
	text: string
	language: string
	structure: string | null
	due: string | null
	actors: readonly string[]
}
type Offered = { languages: readonly string[]; structures: readonly Option[]; actors: readonly Option[] }

/** What an item says, who is in charge, by when, and who must agree. */
export const harmonizationFields = (
	words: Says,
	{ languages, structures, actors }: Offered,
	saved?: Saved
): FieldProps[] => [
	{ name: 'title', label: words.t('field.record.title'), required: true, maxlength: 300, value: saved?.title },
	{
		name: 'text',
		kind: 'textarea',
		label: words.t('field.harmonization.text'),
		hint: words.t('harmonization.hint.text'),
		required: true,
		rows: 6,
		maxlength: 20_000,
		value: saved?.text
	},
	{ ...languageField(words, languages), ...(saved ? { value: saved.language } : {}) },
	{
		name: 'structure',
		kind: 'select',
		label: words.t('field.harmonization.structure_id'),
		hint: words.t('harmonization.hint.structure'),
		options: structures,
		empty: words.t('harmonization.structure.none'),
		value: saved?.structure
	},
	{ name: 'due', kind: 'date', label: words.t('field.harmonization.due_day'), value: saved?.due },
	{
		name: 'actors',
		kind: 'select',
		multiple: true,
		label: words.t('field.harmonization_actor.actor_id'),
		hint: words.t(saved ? 'harmonization.hint.actors-kept' : 'harmonization.hint.actors'),
		options: actors,
		value: saved?.actors ?? []
	}
]

export const audienceChoiceField = (words: Pick<Words, 't'>): FieldProps => ({
	name: 'audience',
	kind: 'select',
	label: words.t('field.record.audience'),
	options: choices(words, 'audience', AUDIENCES),
	value: 'workspace'
})

type Page = {
	state: string
	may: { change: boolean; resolve: boolean; reopen: boolean }
	agreers: readonly { mayAnswer: boolean }[]
}

/** The buttons at the head of an item's page, as far as the seat may. */
export function harmonizationActions(
	words: Pick<Words, 't'>,
	page: string,
	{ state, may, agreers, keep }: Page & { keep: boolean }
): Link[] {
	const own = [
		{
			may: agreers.some(({ mayAnswer }) => mayAnswer),
			href: `${page}/answer`,
			label: words.t('harmonization.do.answer')
		},
		{ may: may.resolve, href: `${page}/resolve`, label: words.t('harmonization.do.resolve') },
		{ may: may.reopen, href: `${page}/reopen`, label: words.t('harmonization.do.reopen') },
		{ may: may.change, href: `${page}/relate`, label: words.t('harmonization.do.relate') }
	]
	return [
		...own.flatMap(({ may: isAllowed, ...link }) => (isAllowed ? [link] : [])),
		...keeperActions(words, page, { state, keep, may: { change: may.change } })
	]
}
