import { IntlMessageFormat } from 'intl-messageformat'
import Negotiator from 'negotiator'
import { dates, regional } from './dates.ts'

/** What a sentence may name: a missing optional value is left out by the caller, not passed as undefined. */
export type WordParams = Readonly<Record<string, string | number>>

/** The sentences of one language: key to ICU message. */
export type Sentences = Readonly<Record<string, string>>

/** The sentences of every language. */
export type Catalogue = Readonly<Record<string, Sentences>>

/** A name or title by language, the workspace's first language always among them. */
export type Names = Readonly<Record<string, string>>

/** Where and for whom words are spoken. */
export type Speaking = { timeZone?: string; firstLanguage?: string }

/** The language every key has words in: what any other language falls back to, key by key. */
export const LAST_LANGUAGE = 'en'

type Said = (params: WordParams) => string

// Compiling a message costs fifty times formatting it, so each catalogue keeps its compiled messages by language.
const compiled = new WeakMap<Catalogue, Map<string, Map<string, Said>>>()

/**
 * The words of one language. A key with no sentence in it is said in English; a key with no sentence at all is shown
 * as it is, and thrown where `PITSO_STRICT_WORDS` is set, as the tests do.
 */
export function speak(catalogue: Catalogue, language: string, { timeZone = 'UTC', firstLanguage }: Speaking = {}) {
	const said = compiledMessages(catalogue, language)
	const numbers = new Intl.NumberFormat(regional(language))
	const lists = new Intl.ListFormat(regional(language), { type: 'conjunction' })
	const { day, partial, instant } = dates(language, timeZone)

	function t(key: string, params: WordParams = {}): string {
		const known = said.get(key)
		if (known) return known(params)
		const found = find(catalogue, language, key)
		if (!found) return missing(key)
		const compiledMessage = compile(found.message, found.language)
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
			options ? new Intl.NumberFormat(regional(language), options).format(value) : numbers.format(value),
		/** "a, b and c". */
		list: (items: readonly string[]) => lists.format(items),
		/** The name in this language, else in the workspace's first, else in English, else in any. */
		name: (names: Names | null | undefined) => nameIn(names, [language, firstLanguage, LAST_LANGUAGE]),
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
	const format = new IntlMessageFormat(message, language, undefined, { ignoreTag: true })
	return (params) => String(format.format(params))
}

function missing(key: string) {
	if (process.env.PITSO_STRICT_WORDS) throw new Error(`No words for ${key}`)
	return key
}

function nameIn(names: Names | null | undefined, languages: readonly (string | undefined)[]) {
	if (!names) return ''
	for (const language of languages) {
		const name = language === undefined ? undefined : names[language]
		if (name) return name
	}
	return Object.values(names).find(Boolean) ?? ''
}

const SIZE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

function sizeIn(language: string, bytes: number) {
	const power = Math.min(bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3), SIZE_UNITS.length - 1)
	const unit = SIZE_UNITS[power] ?? 'byte'
	const options = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: power > 1 ? 1 : 0 } as const
	return new Intl.NumberFormat(regional(language), options).format(bytes / 1000 ** power)
}
