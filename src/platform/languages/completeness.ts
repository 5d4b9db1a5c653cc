import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { regional } from './locale.ts'
import { LAST_LANGUAGE, type Sentences } from './words.ts'

/** What is wrong with a translation: the code of its words (`translating.fault.<code>`), and what they name. */
export type TranslationFault = { code: FaultCode; params: Readonly<Record<string, string>> }
type FaultCode = 'unreadable' | 'placeholder-missing' | 'placeholder-unknown' | 'plural' | 'choice' | 'edge' | 'kind'

/** The plural forms a language has, as its sentences must give them: "one, many, other" in French. */
export const pluralForms = (language: string): readonly string[] =>
	new Intl.PluralRules([regional(language), regional(LAST_LANGUAGE)]).resolvedOptions().pluralCategories.toSorted()

/**
 * What is wrong with a translation of a sentence: it cannot be read, names other things than the English one, lacks a
 * plural form of its language, or begins or ends with other spaces. Empty where it can be used.
 */
export function faultsOf(english: string, translation: string, language: string): TranslationFault[] {
	const wanted = readMessage(english)
	const given = readMessage(translation)
	if (!wanted || !given) return [{ code: 'unreadable', params: { reason: reasonOf(translation) } }]
	return [
		...absentFrom(given.names, wanted.names).map((name) => fault('placeholder-missing', { name })),
		...absentFrom(wanted.names, given.names).map((name) => fault('placeholder-unknown', { name })),
		...given.plurals.flatMap(({ name, forms }) => {
			const lacking = absentFrom(new Set(forms), new Set(pluralForms(language)))
			return lacking.length > 0 ? [fault('plural', { name, forms: lacking.join(', ') })] : []
		}),
		...kindFaults(wanted, given),
		...choiceFaults(wanted, given),
		...(edges(english) === edges(translation) ? [] : [fault('edge', {})])
	]
}

/** A language's translation beside the English sentences: what it lacks, what it has in vain, and what is broken in it. */
export function compareTranslation(english: Sentences, translation: Sentences, language: string) {
	const keys = Object.keys(english)
	const done = keys.filter((key) => (translation[key] ?? '') !== '')
	return {
		total: keys.length,
		done: done.length,
		missing: keys.filter((key) => (translation[key] ?? '') === ''),
		unknown: Object.keys(translation).filter((key) => !Object.hasOwn(english, key)),
		broken: done.flatMap((key) =>
			faultsOf(english[key] ?? '', translation[key] ?? '', language).map((found) => ({ key, ...found }))
		)
	}
}

type Message = {
	names: Set<string>
	kinds: Map<string, number>
	plurals: { name: string; forms: string[] }[]
	choices: Map<string, string>
}

function readMessage(message: string): Message | undefined {
	const read: Message = { names: new Set(), kinds: new Map(), plurals: [], choices: new Map() }
	try {
		gather(parse(message, { ignoreTag: true }), read)
		return read
	} catch {
		return undefined
	}
}

function gather(elements: readonly MessageFormatElement[], read: Message) {
	for (const element of elements) {
		if (element.type === TYPE.literal || element.type === TYPE.pound || element.type === TYPE.tag) continue
		read.names.add(element.value)
		if (element.type !== TYPE.plural && element.type !== TYPE.select) {
			read.kinds.set(element.value, element.type)
			continue
		}
		const forms = Object.keys(element.options)
		if (element.type === TYPE.plural) read.plurals.push({ name: element.value, forms })
		else read.choices.set(element.value, forms.toSorted().join(', '))
		for (const { value } of Object.values(element.options)) gather(value, read)
	}
}

function kindFaults(wanted: Message, given: Message) {
	return [...given.kinds]
		.filter(([name, kind]) => wanted.kinds.has(name) && wanted.kinds.get(name) !== kind)
		.map(([name]) => fault('kind', { name }))
}

function choiceFaults(wanted: Message, given: Message) {
	return [...wanted.choices]
		.filter(([name, options]) => given.names.has(name) && given.choices.get(name) !== options)
		.map(([name, options]) => fault('choice', { name, options }))
}

function reasonOf(message: string) {
	try {
		parse(message, { ignoreTag: true })
		return ''
	} catch (error) {
		return error instanceof Error ? error.message.toLowerCase().replaceAll('_', ' ') : String(error)
	}
}

const fault = (code: FaultCode, params: Readonly<Record<string, string>>): TranslationFault => ({ code, params })
const absentFrom = (have: ReadonlySet<string>, wanted: ReadonlySet<string>) =>
	[...wanted].filter((one) => !have.has(one))
// Ordinary spaces only: the narrow one that French sets before a colon is a letter of its sentence.
const edges = (text: string) => `${/^[ \n]*/.exec(text)?.[0] ?? ''}|${/[ \n]*$/.exec(text)?.[0] ?? ''}`

/** What a sentence names, and which of it are counts with plural forms: what a translator must keep. */
export function placeholdersOf(message: string): { names: string[]; plurals: string[] } {
	const read = readMessage(message)
	return { names: [...(read?.names ?? [])], plurals: read?.plurals.map(({ name }) => name) ?? [] }
}
