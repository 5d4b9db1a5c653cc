import { IntlMessageFormat } from 'intl-messageformat'
import Negotiator from 'negotiator'
import { countryNameIn } from './countries.ts'
import { dates } from './dates.ts'
import { languageNameIn, locales } from './locale.ts'
import { marked } from './marks.ts'
import { readSentence } from './read-sentence.ts'

/** What a sentence may name: a missing optional value is left out by the caller, not passed as undefined. */
export type WordParams = Readonly<Record<string, string | number>>

/** The sentences of one language: key to ICU message. */
export type Sentences = Readonly<Record<string, string>>

/** The sentences of every language. */
export type Catalogue = Readonly<Record<string, Sentences>>

/** A name or title by language, the workspace's first language always among them. */
export type Names = Readonly<Record<string, string>>

/** Where and for whom words are spoken; `marks` where what is said in another language is marked so (see marks.ts). */
export type Speaking = { timeZone?: string; firstLanguage?: string; marks?: boolean }

/** The language every key has words in: what any other language falls back to, key by key. */
export const LAST_LANGUAGE = 'en'

type Said = (params: WordParams) => string

// Compiling a message costs fifty times formatting it, so each catalogue keeps its compiled messages by language.
const compiled = new WeakMap<Catalogue, Map<string, Map<string, Said>>>()

/**
 * The words of one language. A key with no sentence in it is said in English; a key with no sentence at all is shown
 * as it is, and thrown where `PITSO_STRICT_WORDS` is set, as the tests do.
 */
export function speak(
	catalogue: Catalogue,
	language: string,
	{ timeZone = 'UTC', firstLanguage, marks = false }: Speaking = {}
) {
	const said = compiledMessages(catalogue, marks ? `${language} marked` : language)
	const { numbers, percents, lists, order } = formatsOf(language)
	const { day, partial, instant } = dates(language, timeZone)
	const base = language.split('-')[0] ?? language
	const isForeign = (spoken: string) => marks && spoken !== language && spoken !== base

	function t(key: string, params: WordParams = {}): string {
		const known = said.get(key)
		if (known) return known(params)
		const found = find(catalogue, language, key)
		if (!found) return missing(key)
		const plain = compile(found.message, found.language)
		const compiledMessage = isForeign(found.language)
			? (given: WordParams) => marked(plain(given), found.language)
			: plain
		said.set(key, compiledMessage)
		return compiledMessage(params)
	}

	return {
		language,
		t,
		day,
		partial,
		instant,
		/** Whether the key has a sentence, in this language or in English. */
		has: (key: string) => find(catalogue, language, key) !== undefined,
		/** A number as this language groups its digits. */
		number: (value: number, options?: Intl.NumberFormatOptions) =>
			options ? new Intl.NumberFormat(locales(language), options).format(value) : numbers.format(value),
		/** A part of one as a percentage: 0.256 is "26%" or "26 %". */
		percent: (part: number) => percents.format(part),
		/** "a, b and c". */
		list: (items: readonly string[]) => (items.length === 1 ? (items[0] ?? '') : lists.format(items)),
		/** Which of two names comes first in this language; numbers in them count as numbers. */
		order: (one: string, other: string): number => order.compare(one, other),
		/** The name in this language, else in the workspace's first, else in English, else in any. */
		name(names: Names | null | undefined): string {
			const found = nameIn(names, [language, base, firstLanguage, LAST_LANGUAGE])
			return isForeign(found.language) ? marked(found.name, found.language) : found.name
		},
		/** The name of a country by its ISO 3166-1 alpha-3 code, or the code where it names no country. */
		country: (code: string): string =>
			catalogue[base]?.[`country.${code}`] ??
			countryNameIn(language, code) ??
			catalogue[LAST_LANGUAGE]?.[`country.${code}`] ??
			countryNameIn(LAST_LANGUAGE, code) ??
			code,
		/** The name of a language by its code. */
		languageName: (code: string): string => catalogue[base]?.[`language.${code}`] ?? languageNameIn(language, code),
		/** A file's size from bytes, in thousands as file managers count. */
		size: (bytes: number) => sizeIn(language, bytes)
	}
}

export type Words = ReturnType<typeof speak>

/**
 * The language to speak: the person's own choice, then the cookie's, then what the browser accepts, then English.
 * A choice that is not offered is passed over, so that a language taken away never breaks a page.
 */
export function chooseLanguage(wish: {
	person?: string | null
	cookie?: string | null
	acceptLanguage?: string | null
	offered: readonly string[]
}): string {
	const { person, cookie, acceptLanguage, offered } = wish
	for (const choice of [person, cookie]) if (choice && offered.includes(choice)) return choice
	const negotiator = new Negotiator({ headers: { 'accept-language': acceptLanguage ?? undefined } })
	const accepted = acceptLanguage ? negotiator.language(offered) : undefined
	return accepted ?? (offered.includes(LAST_LANGUAGE) ? LAST_LANGUAGE : (offered[0] ?? LAST_LANGUAGE))
}

type Formats = {
	numbers: Intl.NumberFormat
	percents: Intl.NumberFormat
	lists: Intl.ListFormat
	order: Intl.Collator
}

// Made once a language: every request speaks, and each of these costs as much as a page's sentences together.
const formats = new Map<string, Formats>()

function formatsOf(language: string): Formats {
	const known = formats.get(language)
	if (known) return known
	const made = {
		numbers: new Intl.NumberFormat(locales(language)),
		percents: new Intl.NumberFormat(locales(language), { style: 'percent', maximumFractionDigits: 0 }),
		lists: new Intl.ListFormat(locales(language), { type: 'conjunction' }),
		order: new Intl.Collator(locales(language), { numeric: true })
	}
	formats.set(language, made)
	return made
}

function compiledMessages(catalogue: Catalogue, language: string) {
	const languages = compiled.get(catalogue) ?? new Map<string, Map<string, Said>>()
	compiled.set(catalogue, languages)
	const messages = languages.get(language) ?? new Map<string, Said>()
	languages.set(language, messages)
	return messages
}

function find(catalogue: Catalogue, language: string, key: string) {
	for (const candidate of [language, language.split('-')[0] ?? language, LAST_LANGUAGE]) {
		const message = catalogue[candidate]?.[key]
		if (message !== undefined) return { message, language: candidate }
	}
	return undefined
}

function compile(message: string, language: string): Said {
	// Most sentences name nothing; an apostrophe counts because ICU reads it as a quote.
	if (!/[{'<]/.test(message)) return () => message
	const format = new IntlMessageFormat(readSentence(message), locales(language))
	return (params) => String(format.format(params))
}

function missing(key: string) {
	if (process.env.PITSO_STRICT_WORDS) throw new Error(`No words for ${key}`)
	return key
}

function nameIn(names: Names | null | undefined, languages: readonly (string | undefined)[]) {
	for (const language of [...languages, ...Object.keys(names ?? {})]) {
		const name = language === undefined ? undefined : names?.[language]
		if (language !== undefined && name) return { name, language }
	}
	return { name: '', language: LAST_LANGUAGE }
}

const SIZE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

function sizeIn(language: string, bytes: number) {
	const power = Math.min(bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3), SIZE_UNITS.length - 1)
	const unit = SIZE_UNITS[power] ?? 'byte'
	const options = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: power > 1 ? 1 : 0 } as const
	return new Intl.NumberFormat(locales(language), options).format(bytes / 1000 ** power)
}
