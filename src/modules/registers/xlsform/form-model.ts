/** A row of a sheet of an XLSForm, by the names of its columns. */
export type FormRow = Readonly<Record<string, string>>

/** An XLSForm: its three sheets, each with its columns in order. */
export type XlsForm = {
	survey: FormSheet
	choices: FormSheet
	settings: FormSheet
}
export type FormSheet = { columns: readonly string[]; rows: readonly FormRow[] }

/** Something of a register that a form cannot do, or does otherwise: worded by `registers.xlsform.out.<code>`. */
export type OutNote = { code: string; key: string; names: Readonly<Record<string, string>>; found: string }

// Between the key of a field and the part of its value, or the key of a table and that of its column.
const APART = '__'

/** The name under which a part of a value stands on a form. */
export const partName = (key: string, part: string): string => `${key}${APART}${part}`

/** The name of the calculation by which every answer says which version of the form it was given on. */
export const FORM_VERSION = 'form_version'

/** The version of a form: the day on which it was declared and its number, so that a later one is a greater number. */
export const formVersion = (declaredOn: string, version: number): string =>
	`${declaredOn.replaceAll('-', '')}${String(version).padStart(2, '0')}`
