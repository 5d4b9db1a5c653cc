import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { codeLines } from './code-lines.ts'
import { isObject, looseOf, textsOf, wordsOf, type LooseDeclaration, type Piece } from './loose-declaration.ts'
import {
	optionsFrom,
	optionsOfThings,
	pairsOf,
	simpleConditions,
	stateOptions,
	statesHeld,
	wherePairs,
	type Outside
} from './piece-options.ts'
import { inputsOf, type Input } from './piece-inputs.ts'
import { OF, WRITTEN } from './read-piece.ts'

type Speaking = Pick<Words, 't' | 'has' | 'name' | 'languageName' | 'list'>

export type Drawing = {
	words: Speaking
	plain: unknown
	piece: Piece
	type: string
	/** The languages in which names are asked for, English first. */
	languages: readonly string[]
	outside: Outside
}

const COLUMNS_LEAST = 5
const COLUMNS_MOST = 12

const textOf = (value: unknown): string =>
	typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''

/** Words that are told apart by the shape of the piece where that matters; undefined where there are none. */
function worded(
	{ t, has }: Pick<Speaking, 't' | 'has'>,
	start: 'input' | 'hint' | 'empty',
	shape: string,
	name: string
) {
	if (has(`registers.draft.${start}.${shape}.${name}`)) return t(`registers.draft.${start}.${shape}.${name}`)
	return has(`registers.draft.${start}.${name}`) ? t(`registers.draft.${start}.${name}`) : undefined
}

/** What a form calls what stands under a key of a piece of this shape. */
export const labelOf = (words: Pick<Speaking, 't' | 'has'>, shape: string, name: string): string =>
	worded(words, 'input', shape === 'row-field' ? 'field' : shape, name) ?? name

const hintOf = (words: Pick<Speaking, 't' | 'has'>, shape: string, name: string): { hint?: string } => {
	const hint = worded(words, 'hint', shape === 'row-field' ? 'field' : shape, name)
	return hint === undefined ? {} : { hint }
}

/** The fields of the form by which a piece of a declaration is added or changed. */
export function drawPiece(drawing: Drawing): FieldProps[] {
	const { piece, type } = drawing
	const loose = looseOf(drawing.plain)
	return inputsOf(piece.shape, type).flatMap((input) => drawInput(drawing, loose, input))
}

function drawInput(drawing: Drawing, loose: LooseDeclaration, input: Input): FieldProps[] {
	const { words, piece, languages, outside } = drawing
	const held = piece.value[input.name]
	const whole = {
		name: `${OF}${input.name}`,
		label: labelOf(words, piece.shape, input.name),
		...hintOf(words, piece.shape, input.name),
		required: 'isNeeded' in input && input.isNeeded === true
	}
	switch (input.as) {
		case 'one-many':
			return languages.flatMap((language, index) => {
				const both = isObject(held) && isObject(held[language]) ? held[language] : {}
				return (['one', 'many'] as const).map((which) => ({
					name: `${OF}names:${language}:${which}`,
					label: inLanguage(words, words.t(`registers.draft.input.${which}`), language),
					...(index === 0 && which === 'one' ? hintOf(words, piece.shape, 'names') : {}),
					value: textOf(both[which]),
					required: index === 0,
					maxlength: 100,
					lang: language,
					...(index === 0 ? {} : { fold: foldOf(words, whole.label) })
				}))
			})
		case 'texts':
		case 'long-texts': {
			const texts = textsOf(held)
			return languages.map((language, index) => ({
				name: `${whole.name}:${language}`,
				label: inLanguage(words, whole.label, language),
				...(index === 0 ? hintOf(words, piece.shape, input.name) : {}),
				...(input.as === 'long-texts' ? { kind: 'textarea' as const, rows: 2, maxlength: 2_000 } : { maxlength: 300 }),
				value: texts[language] ?? '',
				required: whole.required && index === 0,
				lang: language,
				...(index === 0 ? {} : { fold: foldOf(words, whole.label) })
			}))
		}
		case 'register-key':
		case 'field-key':
		case 'code-key':
			return [{ ...whole, value: textOf(held), maxlength: 60 }]
		case 'number-code':
			return [{ ...whole, value: textOf(held), maxlength: 5 }]
		case 'line':
			return [{ ...whole, value: textOf(held), maxlength: 120 }]
		case 'keys':
			return [{ ...whole, value: wordsOf(held).join(', '), maxlength: 1_000 }]
		case 'title':
			return [
				{
					...whole,
					value: textOf(held),
					maxlength: 2_000,
					suggestions: loose.fields.filter(({ type }) => type === 'text' || type === 'formula').map(({ key }) => key)
				}
			]
		case 'formula':
			return [{ ...whole, kind: 'textarea', rows: 3, value: textOf(held), maxlength: 2_000 }]
		case 'flag':
			return [{ ...whole, kind: 'checkbox', value: held === true }]
		case 'flag-yes':
			return [{ ...whole, kind: 'checkbox', value: held !== false }]
		case 'whole':
			return [{ ...whole, kind: 'number', step: '1', value: textOf(held) }]
		case 'number':
			return [{ ...whole, kind: 'number', step: 'any', value: textOf(held) }]
		case 'condition':
			return conditionFields(drawing, loose, { input, whole, held })
		case 'choice':
			return [
				{
					...whole,
					kind: 'select',
					options: withHeld(optionsFrom(words, input.from, loose, outside), [textOf(held)]),
					value: textOf(held),
					empty: emptyOf(words, piece.shape, input.name, whole.required)
				}
			]
		case 'choices': {
			const everyone = input.everyone ? [{ value: 'everyone', label: words.t('registers.draft.everyone') }] : []
			const chosen = input.everyone && !Array.isArray(held) ? ['everyone'] : wordsOf(held)
			return [
				{
					...whole,
					kind: 'checkboxes',
					options: withHeld([...everyone, ...optionsFrom(words, input.from, loose, outside)], chosen),
					value: chosen
				}
			]
		}
		case 'ordered': {
			const keys = wordsOf(held)
			const options = withHeld(optionsFrom(words, input.from, loose, outside), keys)
			const places = Math.min(COLUMNS_MOST, Math.max(COLUMNS_LEAST, keys.length + 2))
			return Array.from({ length: places }, (_, index) => ({
				name: `${whole.name}:${String(index)}`,
				kind: 'select' as const,
				label: words.t('registers.draft.column', { number: index + 1 }),
				options,
				value: keys[index] ?? '',
				empty: words.t('registers.draft.none'),
				group: {
					key: whole.name,
					legend: whole.label,
					hint: hintOf(words, piece.shape, input.name).hint,
					required: false
				}
			}))
		}
		case 'pairs':
			return [{ ...whole, kind: 'checkboxes', options: wherePairs(words, loose, held), value: pairsOf(held) }]
		case 'sort': {
			const fields = optionsOfThings(
				words,
				loose.fields.filter(({ filtered }) => filtered)
			)
			const options = fields.flatMap(({ value, label }) => [
				{ value, label: words.t('registers.draft.sort-up', { field: label }) },
				{ value: `-${value}`, label: words.t('registers.draft.sort-down', { field: label }) }
			])
			return [
				{
					...whole,
					kind: 'select',
					options: withHeld(options, [textOf(held)]),
					value: textOf(held),
					empty: words.t('registers.draft.none')
				}
			]
		}
		case 'in-states':
			return [
				{
					...whole,
					kind: 'checkboxes',
					options: withHeld(stateOptions(words, loose), statesHeld(held)),
					value: statesHeld(held)
				}
			]
		case 'codes-of': {
			const options = [
				...optionsOfThings(words, loose.lists).map(({ value, label }) => ({ value: `list:${value}`, label })),
				...outside.frameworks.map(({ value, label }) => ({
					value: `framework:${value}`,
					label: words.t('registers.draft.of-framework', { framework: label })
				}))
			]
			const value = isObject(held)
				? Object.entries(held)
						.map(([kind, key]) => `${kind}:${textOf(key)}`)
						.join('')
				: ''
			return [{ ...whole, kind: 'select', options: withHeld(options, [value]), value }]
		}
		case 'codes': {
			const codes = loose.lists[piece.index ?? -1]?.codes ?? []
			const named = words.list(languages.map((language) => words.languageName(language)))
			return [
				{
					...whole,
					kind: 'textarea',
					rows: Math.min(20, Math.max(6, codes.length + 2)),
					value: codeLines(codes, languages),
					hint: words.t('registers.draft.codes.how', { languages: named })
				}
			]
		}
		case 'retired': {
			const codes = loose.lists[piece.index ?? -1]?.codes ?? []
			if (codes.length === 0) return []
			return [
				{
					...whole,
					kind: 'checkboxes',
					options: optionsOfThings(words, codes),
					value: codes.filter(({ retired }) => retired).map(({ key }) => key)
				}
			]
		}
		case 'default':
			return [defaultField(drawing, loose, { whole, held })]
		default:
			return input satisfies never
	}
}

const inLanguage = (words: Speaking, label: string, language: string) =>
	words.t('registers.draft.in-language', { label, language: words.languageName(language) })
const foldOf = (words: Speaking, label: string) => words.t('registers.draft.other-languages', { label })

const emptyOf = (words: Speaking, shape: string, name: string, isNeeded: boolean): string =>
	isNeeded ? words.t('ui.form.choose') : (worded(words, 'empty', shape, name) ?? words.t('registers.draft.none'))

/** What stands there stays among the choices, though nothing of that name is there any more: the fault says so. */
const withHeld = (options: readonly Option[], held: readonly string[]): Option[] => [
	...options,
	...held
		.filter((value) => value !== '' && !options.some((option) => option.value === value))
		.map((value) => ({ value, label: value }))
]

type Whole = { name: string; label: string; hint?: string; required: boolean }

function conditionFields(
	{ words, piece }: Drawing,
	loose: LooseDeclaration,
	{ input, whole, held }: { input: Extract<Input, { as: 'condition' }>; whole: Whole; held: unknown }
): FieldProps[] {
	const simple = simpleConditions(words, loose, piece)
	const formula = typeof held === 'string' ? held : ''
	const isSimple = simple.some(({ value }) => value === formula)
	const value = held === true ? 'always' : formula === '' ? '' : isSimple ? formula : WRITTEN
	const { t } = words
	const group = { key: whole.name, legend: whole.label, hint: whole.hint, required: false }
	return [
		{
			name: whole.name,
			kind: 'select',
			label: t('registers.draft.condition.choose'),
			options: [
				...(input.may === 'always' ? [{ value: 'always', label: t('registers.draft.condition.always') }] : []),
				{ value: WRITTEN, label: t('registers.draft.condition.written') },
				...simple
			],
			value,
			empty: t(`registers.draft.condition.empty.${input.may}`),
			summary: whole.label,
			group
		},
		{
			name: `${whole.name}:formula`,
			kind: 'textarea',
			rows: 2,
			label: t('registers.draft.condition.formula'),
			value: isSimple ? '' : formula,
			maxlength: 2_000,
			summary: whole.label,
			group
		}
	]
}

function defaultField(
	{ words, piece, type }: Drawing,
	loose: LooseDeclaration,
	{ whole, held }: { whole: Whole; held: unknown }
): FieldProps {
	const empty = words.t('registers.draft.none')
	if (type === 'yes-no') {
		const options = (['yes', 'no'] as const).map((value) => ({ value, label: words.t(`registers.said.${value}`) }))
		return { ...whole, kind: 'select', options, value: held === true ? 'yes' : held === false ? 'no' : '', empty }
	}
	const list = isObject(piece.value['codes']) ? piece.value['codes']['list'] : undefined
	const codes = loose.lists.find(({ key }) => key === list)?.codes ?? []
	if (type === 'one-of' && codes.length > 0)
		return {
			...whole,
			kind: 'select',
			options: withHeld(optionsOfThings(words, codes), [textOf(held)]),
			value: textOf(held),
			empty
		}
	const value = Array.isArray(held)
		? held.map(String).join(', ')
		: isObject(held)
			? `${textOf(held['amount'])} ${textOf(held['currency'])}`
			: textOf(held)
	const hint = words.has(`registers.draft.default.${type}`) ? words.t(`registers.draft.default.${type}`) : undefined
	return { ...whole, value, ...(hint === undefined ? {} : { hint }) }
}
