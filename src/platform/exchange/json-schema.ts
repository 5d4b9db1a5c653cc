import type { Words } from '#platform/languages/words.ts'
import { explainColumn, nameOfSheet, whatSheet } from './explain.ts'
import type { Sheet } from './sheet.ts'
import { headersOf, type Header } from './texts.ts'
import { JSON_FORM } from './write-json.ts'

const KEY = '[a-z0-9]+(-[a-z0-9]+)*'
const NUMBER = '[A-Z0-9]{1,20}-[A-Z]{2,6}-[12][0-9]{3}-[0-9]{3,9}'
const named = (...patterns: string[]) => ({
	pattern: patterns.length === 1 ? `^${String(patterns[0])}$` : `^(${patterns.join('|')})$`,
	maxLength: 120
})

/** The JSON Schema (2020-12) of the document that `jsonPieces` writes and an import reads. */
export function jsonSchemaOfSheets(
	sheets: readonly Sheet[],
	{ words, kinds }: { words: Words; kinds: readonly string[] }
) {
	return {
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		$id: JSON_FORM,
		title: words.t('workbook.title'),
		description: words.t('workbook.not-carried'),
		type: 'object',
		required: ['sheets'],
		additionalProperties: false,
		properties: {
			$schema: { const: JSON_FORM },
			language: { type: 'string', description: words.t('workbook.language') },
			sheets: {
				type: 'object',
				additionalProperties: false,
				properties: Object.fromEntries(
					sheets.map((sheet) => [
						sheet.name,
						{
							title: nameOfSheet(words, sheet.name),
							description: whatSheet(words, sheet.name),
							type: 'array',
							items: rowSchema(sheet, { words, kinds })
						}
					])
				)
			}
		}
	}
}

function rowSchema(sheet: Sheet, given: { words: Words; kinds: readonly string[] }) {
	const headers = headersOf(sheet)
	const names = headers.filter(({ form }) => form.kind === 'name')
	return {
		type: 'object',
		required: headers.filter(({ isRequired }) => isRequired).map(({ header }) => header),
		additionalProperties: false,
		properties: Object.fromEntries(headers.map((header) => [header.header, fieldSchema(sheet.name, header, given)])),
		...(names.length > 0
			? {
					patternProperties: Object.fromEntries(
						names.map((header) => [
							`^${header.header}_[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`,
							{ type: ['string', 'null'], ...(header.form.kind === 'name' ? { maxLength: header.form.max } : {}) }
						])
					)
				}
			: {})
	}
}

function fieldSchema(sheet: string, header: Header, { words, kinds }: { words: Words; kinds: readonly string[] }) {
	const { label, what } = explainColumn(words, sheet, header)
	const type = (name: string) => (header.isRequired ? name : [name, 'null'])
	const chosen = (values: readonly string[]) => ({ enum: header.isRequired ? [...values] : [...values, null] })
	return { title: label, description: what, ...valueSchema() }

	function valueSchema() {
		const { form } = header
		switch (form.kind) {
			case 'oneOf':
				return chosen(form.values)
			case 'kind':
				return chosen(kinds)
			case 'yes':
				return { type: 'boolean' }
			case 'list':
				return { type: 'array', maxItems: form.most, uniqueItems: true, items: { type: 'string', maxLength: form.max } }
			case 'integer':
				return { type: type('integer'), minimum: form.min, maximum: form.max }
			case 'year':
				return { type: type('integer'), minimum: 1000, maximum: 2999 }
			case 'day':
				return { type: type('string'), format: 'date' }
			case 'number':
				return { type: type('string'), ...named(NUMBER) }
			case 'key':
				return { type: type('string'), ...(form.numbers ? named(KEY, NUMBER) : named(KEY)) }
			case 'reference':
				return { type: type('string'), ...named(KEY, NUMBER) }
			case 'text':
			case 'name':
				return { type: type('string'), maxLength: form.max }
			default:
				return form satisfies never
		}
	}
}
