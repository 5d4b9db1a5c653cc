import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { FormFailure } from '#ui/types.ts'

type Speaking = Pick<Words, 't'>
type Failure = Pick<FormFailure, 'values' | 'issues'> | null

const typedIn = (failure: Failure, name: string) => {
	const value = failure?.values?.[name]
	return typeof value === 'string' ? value : ''
}

const filesIn = ({ fields }: { fields: readonly FieldProps[] }) => fields.filter(({ kind }) => kind === 'file')

/** The files that were taken in before something else was found to be wrong, carried along unseen. */
export function carriedFiles(form: { fields: readonly FieldProps[] }, failure: Failure): Record<string, string> {
	const carried: Record<string, string> = {}
	for (const { name } of filesIn(form))
		for (const one of [name, `${name}:named`]) if (typedIn(failure, name) !== '') carried[one] = typedIn(failure, one)
	return carried
}

/** The form with a word, at each field for a file, of the one that is here already. */
export function withKeptFiles<T extends { fields: FieldProps[] }>({ t }: Speaking, form: T, failure: Failure): T {
	const fields = form.fields.flatMap((field): FieldProps[] => {
		if (field.kind !== 'file' || typedIn(failure, field.name) === '') return [field]
		const name = typedIn(failure, `${field.name}:named`)
		const hint = [field.hint ?? '', t('registers.form.file-kept', { name })].filter((text) => text !== '').join(' ')
		return [
			{ ...field, hint, required: false },
			{ name: `${field.name}:remove`, kind: 'checkbox', label: t('registers.form.file-remove', { name }) }
		]
	})
	return { ...form, fields }
}

/** The box by which the answer goes to an address that the form asks for anyway. */
export const TELL = 'tell'

/** Where the answer goes: the address that the form asks for anyway, where it asks for one, and else one of its own. */
function answerFields({ t }: Speaking, contact: boolean, asked: string | null): FieldProps[] {
	if (!contact) return []
	if (asked !== null)
		return [
			{
				name: TELL,
				kind: 'checkbox',
				label: t('submission.email.tell', { field: asked }),
				hint: t('submission.email.hint')
			}
		]
	return [
		{
			name: 'email',
			kind: 'email',
			label: t('submission.email'),
			hint: t('submission.email.hint'),
			autocomplete: 'email'
		}
	]
}

type Extra = {
	contact: boolean
	/** What the field is called by which the form itself asks for an e-mail address; null where it asks for none. */
	address: string | null
	failure: Failure
}

/** What every public form asks beside the register's own fields: where the answer goes, and what people leave empty. */
export function extraFields(words: Speaking, { contact, address, failure }: Extra): FieldProps[] {
	const { t } = words
	const isTrapped = failure?.issues?.some(({ path }) => path[0] === 'website') === true
	return [
		...answerFields(words, contact, address),
		{
			name: 'website',
			label: t('submission.website'),
			hint: t('submission.website.hint'),
			autocomplete: 'off',
			// Out of sight of people; whoever filled it in by mistake sees what to empty.
			unasked: !isTrapped
		}
	]
}
