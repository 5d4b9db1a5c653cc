import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'

type OpenItem = {
	item: string
	id: string
	record: { title: Record<string, string>; acronym: string | null } | null
	label: string
}
type Says = Pick<Words, 't' | 'name'>

const fieldName = ({ item, id }: Pick<OpenItem, 'item' | 'id'>) => `choices.${item}.${id}`

const wordItem = ({ t, name }: Says, { item, record, label }: OpenItem) =>
	t(`open-item.${item}`, { record: record ? name(record.title) : t('open-item.hidden'), label })

/** One choice for each thing that hangs on the actor: which successor takes it, or that it ends. */
export function choiceFields(words: Says, items: readonly OpenItem[], successors: readonly Option[]): FieldProps[] {
	const only = successors.length === 1 ? successors[0] : undefined
	return items.map((item) => ({
		name: fieldName(item),
		kind: 'select',
		label: wordItem(words, item),
		required: true,
		options: [...successors, { value: 'end', label: words.t('open-item.end') }],
		value: only?.value
	}))
}

const CHOICE = /^choices\.([a-z-]+)\.([0-9a-f-]{36})$/

/** Takes the choices out of a succession's form: as the command takes them, as typed, and the form without them. */
export function readChoices(form: FormData) {
	const choices: { item: string; id: string; to: string }[] = []
	const values: Record<string, string> = {}
	const rest = new URLSearchParams()
	for (const [name, value] of form) {
		if (typeof value !== 'string') continue
		const [, item, id] = CHOICE.exec(name) ?? []
		if (item === undefined || id === undefined) rest.append(name, value)
		else {
			values[name] = value
			if (value !== '') choices.push({ item, id, to: value })
		}
	}
	return { choices, values, rest }
}
