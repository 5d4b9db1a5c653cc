import { choices } from '#modules/directory/common-fields.ts'
import type { Words } from '#platform/languages/words.ts'
import { languageField, type FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { OBSTACLES, STEP_FORMS, STEP_STATES, type StepState } from './road-map-rules.ts'

type Says = Pick<Words, 't' | 'language' | 'languageName'>

export type SavedStep = {
	form: string
	title: string
	language: string
	lead: string | null
	structure: string | null
}

type Choices = { languages: readonly string[]; actors: readonly Option[]; structures: readonly Option[] }

/** What a step is, who leads it, and which structure follows it. */
export const stepFields = (
	words: Says,
	{ languages, actors, structures }: Choices,
	saved?: SavedStep
): FieldProps[] => [
	{
		name: 'form',
		kind: 'select',
		label: words.t('field.road_map_step.form'),
		required: true,
		options: choices(words, 'domestication.step', STEP_FORMS),
		value: saved?.form ?? 'study'
	},
	{
		name: 'title',
		label: words.t('field.road_map_step.title'),
		required: true,
		maxlength: 300,
		value: saved?.title
	},
	{ ...languageField(words, languages), ...(saved ? { value: saved.language } : {}) },
	{
		name: 'lead',
		kind: 'select',
		label: words.t('field.road_map_step.lead_actor_id'),
		options: actors,
		empty: words.t('domestication.step.no-lead'),
		value: saved?.lead
	},
	{
		name: 'structure',
		kind: 'select',
		label: words.t('field.road_map_step.structure_id'),
		options: structures,
		empty: words.t('domestication.step.no-structure'),
		value: saved?.structure
	}
]

const reason = ({ t }: Pick<Words, 't'>): FieldProps => ({
	name: 'reason',
	kind: 'textarea',
	label: t('ui.form.reason'),
	hint: t('domestication.step.reason-hint'),
	rows: 2,
	maxlength: 2_000
})

/** How far a step is. */
export const moveFields = (words: Pick<Words, 't'>, state: StepState, today: string): FieldProps[] => [
	{
		name: 'state',
		kind: 'radio',
		label: words.t('field.road_map_step.state'),
		required: true,
		options: choices(
			words,
			'domestication.step-state',
			STEP_STATES.filter((one) => one !== state)
		)
	},
	{
		name: 'day',
		kind: 'date',
		label: words.t('field.road_map_step.done_day'),
		hint: words.t('domestication.step.day-hint'),
		max: today
	},
	reason(words)
]

/** The day a step aims at. */
export const targetFields = (words: Pick<Words, 't'>, target: string | null): FieldProps[] => [
	{ name: 'target', kind: 'date', label: words.t('field.road_map_step.target_day'), value: target },
	reason(words)
]

/** What stands in the way, of the whole road map or of one of its steps. */
export const obstacleFields = (
	words: Says,
	{ languages, steps, today }: { languages: readonly string[]; steps: readonly Option[]; today: string }
): FieldProps[] => [
	{
		name: 'obstacle',
		kind: 'radio',
		label: words.t('field.road_map_obstacle.obstacle'),
		required: true,
		options: choices(words, 'domestication.obstacle', OBSTACLES)
	},
	{
		name: 'step',
		kind: 'select',
		label: words.t('field.road_map_obstacle.step_id'),
		options: steps,
		empty: words.t('domestication.road-map.whole')
	},
	{
		name: 'note',
		kind: 'textarea',
		label: words.t('field.road_map_obstacle.note'),
		rows: 3,
		maxlength: 2_000
	},
	languageField(words, languages),
	{
		name: 'day',
		kind: 'date',
		label: words.t('field.road_map_obstacle.day'),
		required: true,
		value: today,
		max: today
	}
]
