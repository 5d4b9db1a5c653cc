import { COUNTRIES, countryNameIn } from '#platform/languages/countries.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { countriesCalled, tidy } from '../exchange/read-cells.ts'
import type { Look, LookedUp } from './look.ts'

const CODES: readonly { key: string; names: Readonly<Record<string, string>> }[] = [
	{ key: 'small', names: { en: 'Small', fr: 'Petit' } },
	{ key: 'tiny', names: { en: 'Tiny' } },
	{ key: 'large', names: { en: 'Large; very' } },
	{ key: 'yes', names: { en: 'Yes' } },
	{ key: 'no', names: { en: 'No' } },
	{ key: 'zwe', names: { en: 'Zimbabwe' } },
	{ key: '5', names: { en: 'Five' } }
]

/** Records that tests name: two agencies, a committee and an entry. */
export const RECORDS: Readonly<Record<string, LookedUp>> = {
	'00000000-0000-4000-8000-000000000001': {
		kind: 'actor',
		key: 'works',
		number: null,
		title: 'Department of Works',
		register: null
	},
	'00000000-0000-4000-8000-000000000002': {
		kind: 'actor',
		key: 'health',
		number: null,
		title: 'Ministry of Health',
		register: null
	},
	'00000000-0000-4000-8000-000000000003': {
		kind: 'structure',
		key: 'committee',
		number: null,
		title: 'Committee',
		register: null
	},
	'00000000-0000-4000-8000-000000000004': {
		kind: 'entry',
		key: null,
		number: 'ZWE-GRX-2026-001',
		title: 'Grant',
		register: 'grant'
	}
}

const countries = countriesCalled(['en', 'fr', 'pt'])
const isOf = (field: AnyField, { kind, register }: LookedUp) =>
	field.type === 'record'
		? field.kinds.length === 0 || field.kinds.includes(kind)
		: field.type === kind && (field.type !== 'entry' || register === field.register)

/** What tests look conversions up by. */
export const LOOK: Look = {
	codesOf: () => new Map(CODES.map(({ key }) => [key, { isRetired: false }])),
	codeNames: (field) => (field.type === 'one-of' || field.type === 'many-of' ? CODES : []),
	find(field, text) {
		const found = Object.entries(RECORDS).filter(
			([, one]) =>
				isOf(field, one) &&
				[one.key, one.number, one.title, `${one.kind}:${one.key ?? ''}`].some(
					(name) => name !== null && tidy(name) === tidy(text)
				)
		)
		return found.length > 1 ? null : found[0]?.[0]
	},
	record: (id) => RECORDS[id],
	suits: isOf,
	isCountry: (code) => COUNTRIES.includes(code),
	countryCalled: (text) => countries.get(tidy(text)),
	countryName: (code) => countryNameIn('en', code) ?? code,
	yesNo: (text) =>
		['yes', 'true'].includes(tidy(text)) ? true : ['no', 'false'].includes(tidy(text)) ? false : undefined,
	sayYesNo: (value) => (value ? 'Yes' : 'No'),
	language: 'en',
	languages: ['en', 'fr', 'pt']
}
export const LOOKS = { was: LOOK, now: LOOK }
