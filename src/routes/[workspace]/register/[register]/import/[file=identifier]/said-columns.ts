import { DAY_ORDERS } from '#modules/registers/exchange/written-day.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Words } from '#platform/languages/words.ts'

/** What each name of the address begins with that says what a column is: behind it stands the letter of the column. */
const BEFORE = 'column-'
const LETTER = /^[A-Z]{1,3}$/

/** What the address says of columns that the register does not know, by their letters. */
export function saidColumns(address: URLSearchParams): Record<string, string> {
	return Object.fromEntries(
		[...address].flatMap(([name, value]) => {
			const letter = name.startsWith(BEFORE) ? name.slice(BEFORE.length) : ''
			return LETTER.test(letter) ? [[letter, value.slice(0, 200)]] : []
		})
	)
}

/** What the address says of how the file writes its days in numbers. */
export const saidDays = (address: URLSearchParams) => DAY_ORDERS.find((order) => order === address.get('days'))

/** All that an address says of a file, as what leads on from it says it again. */
export const saidAgain = (address: URLSearchParams, more: Readonly<Record<string, string>> = {}) => {
	const days = saidDays(address)
	return addressOf(saidColumns(address), { ...more, ...(days === undefined ? {} : { days }) })
}

/** The same, as it stands in an address. */
export const addressOf = (said: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}) =>
	new URLSearchParams({
		...more,
		...Object.fromEntries(Object.entries(said).map(([letter, header]) => [BEFORE + letter, header]))
	}).toString()

type Unknown = { letter: string; heading: string; examples: readonly string[]; nearest: string | null }
type Saying = {
	unknown: readonly Unknown[]
	said: Readonly<Record<string, string>>
	/** The columns of the register that they may be, as they are called. */
	free: readonly { header: string; label: string }[]
}

/** The form by which a person says which column of the register each unknown one is. */
export const columnFields = ({ t, list }: Pick<Words, 't' | 'list'>, { unknown, said, free }: Saying): FieldProps[] =>
	unknown.map(({ letter, heading, examples, nearest }) => ({
		name: BEFORE + letter,
		kind: 'select',
		label: t('registers.import.column', { letter, heading }),
		...(examples.length > 0 ? { hint: t('registers.import.column.examples', { examples: list([...examples]) }) } : {}),
		// It may be left out, which is one of the choices.
		depends: true,
		value: said[letter] ?? nearest ?? '',
		empty: t('registers.import.column.left-out'),
		options: free.map(({ header, label }) => ({ value: header, label }))
	}))
