import type { Book } from './book.ts'
import { guardCsvText } from './csv-text.ts'
import { explainColumn, nameOfSheet, whatSheet } from './explain.ts'
import { REPEAT, type SheetRows } from './sheet-rows.ts'
import type { Header } from './texts.ts'
import { writeZip } from './zip-writer.ts'

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** The rows of a sheet as CSV after RFC 4180, piece by piece. */
export function* csvOf({ headers, rows }: SheetRows): Generator<string> {
	yield `${headers.map(({ header }) => header).join(',')}\r\n`
	for (const { texts } of rows)
		yield `${headers.map(({ header }) => quoted(guardCsvText(texts[header] ?? ''))).join(',')}\r\n`
}

type Given = Omit<Book, 'keys'>

/** A ZIP of CSV files, one a sheet, with the description of them all: a Data Package 2.0. */
export function writeDataPackage(given: Given): Promise<Uint8Array> {
	const description = `${JSON.stringify(describePackage(given), null, 2)}\n`
	return writeZip([
		['datapackage.json', description],
		...given.sheets.map((rows) => [`${rows.sheet.name}.csv`, csvOf(rows)] as const)
	])
}

/** The description of the package: its files, their columns, what each may hold and what points to what. */
export function describePackage({ sheets, words, language, kinds }: Given) {
	return {
		$schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
		name: 'pitso-workspace',
		title: words.t('workbook.title'),
		description: `${words.t('workbook.csv-guard')} ${words.t('workbook.not-carried')}`,
		// Of names without a language of their own.
		language,
		resources: sheets.map(({ sheet, headers }) => ({
			name: sheet.name,
			type: 'table',
			// What readers of the first version of the standard go by.
			profile: 'tabular-data-resource',
			path: `${sheet.name}.csv`,
			format: 'csv',
			mediatype: 'text/csv',
			encoding: 'utf-8',
			title: nameOfSheet(words, sheet.name),
			description: whatSheet(words, sheet.name),
			schema: {
				fields: headers.map((header) => describeField(sheet.name, header, { words, kinds })),
				missingValues: [''],
				...keysOf(sheet),
				...foreignKeysOf(headers, new Map(sheets.map((one) => [one.sheet.name, one.sheet.key[0] ?? 'key'])))
			}
		}))
	}
}

function keysOf({ key, columns }: SheetRows['sheet']) {
	if (key.every((column) => columns[column]?.isRequired)) return { primaryKey: [...key] }
	// Parts of these keys may be empty, which a primary key may not.
	return { uniqueKeys: [[...key]] }
}

function foreignKeysOf(headers: readonly Header[], names: ReadonlyMap<string, string>) {
	const keys = headers.flatMap(({ header, form }) =>
		form.kind === 'reference' && names.has(form.to)
			? [{ fields: header, reference: { resource: form.to, fields: names.get(form.to) ?? 'key' } }]
			: []
	)
	return keys.length > 0 ? { foreignKeys: keys } : {}
}

const TYPES = { integer: 'integer', year: 'year', day: 'date' } as const
const typeOf = (kind: Header['form']['kind']) =>
	kind === 'integer' || kind === 'year' || kind === 'day' ? TYPES[kind] : 'string'

function describeField(sheet: string, header: Header, { words, kinds }: Pick<Given, 'words' | 'kinds'>) {
	const { label, what } = explainColumn(words, sheet, header)
	const constraints = { ...(header.isRequired ? { required: true } : {}), ...limitsOf(header, kinds) }
	return {
		name: header.header,
		type: typeOf(header.form.kind),
		title: label,
		description: what,
		...(Object.keys(constraints).length > 0 ? { constraints } : {})
	}
}

const KEY_PATTERN = '[a-z0-9]+(-[a-z0-9]+)*'
const NUMBER_PATTERN = '[A-Z0-9]{1,20}-[A-Z]{2,6}-[12][0-9]{3}-[0-9]{3,9}'
const EITHER_PATTERN = `(${KEY_PATTERN}|${NUMBER_PATTERN})`

function limitsOf({ form, header }: Header, kinds: readonly string[]) {
	switch (form.kind) {
		case 'oneOf':
			return { enum: [...form.values] }
		case 'kind':
			return { enum: [...kinds] }
		case 'yes':
			return { enum: ['yes', 'no'] }
		case 'integer':
			return { minimum: form.min, ...(header === REPEAT ? {} : { maximum: form.max }) }
		case 'number':
			return { pattern: NUMBER_PATTERN, maxLength: 120 }
		case 'key':
			return { pattern: form.numbers ? EITHER_PATTERN : KEY_PATTERN, maxLength: 120 }
		case 'reference':
			return { pattern: EITHER_PATTERN, maxLength: 120 }
		case 'text':
		case 'name':
			// The apostrophe that guards a text is not counted with it.
			return { maxLength: form.max + 1 }
		case 'year':
		case 'day':
		case 'list':
			return {}
		default:
			return form satisfies never
	}
}
