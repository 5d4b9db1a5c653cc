// What a line tells of itself without knowing its neighbours.

const OPENERS =
	/^(?:an? (?:act|bill)\s+to\b|whereas\b|be it enacted|enacted by|in exercise of|the (?:states? parties|parties|government)\b.*|considering|recogni[sz]ing|recalling|reaffirming|convinced|noting|having\b|vu\b|considérant|rappelant|reconnaissant|considerando|reconhecendo|recordando|tendo em conta)/iu
const CLOSERS =
	/^(?:in witness whereof|in faith whereof|done (?:at|in)\b|fait à|en foi de quoi|feito (?:em|aos)|em fé do que|em testemunho do que)/iu
const STOPPED = /[.;:,!?…]["”»’)\]]*$/u
const INTRODUCES = /(?:[:—–]|[—–]\s*$|:\s?[-—–])$/u

/** True for what ends like a sentence or is as long as one. */
export const isSentence = (text: string): boolean => STOPPED.test(text) || text.length > 160 || OPENERS.test(text)
/** True for the words with which treaties end and their signatures begin. */
export const isClosing = (text: string): boolean => CLOSERS.test(text)
/** True where a list is announced. */
export const introducesList = (text: string): boolean => INTRODUCES.test(text.trimEnd())
/** True for a line all in capitals, of a word at least. */
export const isCapital = (text: string): boolean => /\p{Lu}{3}/u.test(text) && !/\p{Ll}/u.test(text)

const DEFINED =
	/^["“«]\s?(?<term>[^"”»]{1,80}?)\s?["”»](?:,?\s(?:in relation to|when used|includes?|means?|has the|d[ée]signe|s['’]entend|signifie|significa|entende-se|designa)|\s?[:—–,-])/u

/** The term that a line says the meaning of. */
export const definedTerm = (text: string): string | undefined => DEFINED.exec(text)?.groups?.['term']

const HEADING_MOST = 120

/** True for a line that could head a unit: short, and no sentence. */
export const couldHead = (text: string): boolean =>
	text !== '' &&
	text.length <= HEADING_MOST &&
	!STOPPED.test(text) &&
	!introducesList(text) &&
	/^[\p{Lu}\d"“«(]/u.test(text)

/** A heading in brackets, as Portuguese laws have it, without them. */
export const withoutBrackets = (text: string): string => /^\((.{2,160})\)$/u.exec(text)?.[1] ?? text

const COUNTED = new Map([
	['en', /\b(?:the|of|and|shall|to|in|any|or|by|with)\b/giu],
	['fr', /\b(?:le|la|les|des|du|de|et|une?|est|dans|par|aux?|sur|ou)\b/giu],
	['pt', /\b(?:os?|as?|do|da|dos|das|em|no|na|um|uma|que|para|com|ou|e)\b/giu]
])

/** The language of a text among those whose laws are known here, by its commonest words. */
export function languageOf(texts: readonly string[]): string {
	const sample = texts.join(' ').slice(0, 40_000)
	const counts = [...COUNTED].map(([language, words]) => ({ language, count: sample.match(words)?.length ?? 0 }))
	return counts.reduce((best, one) => (one.count > best.count ? one : best)).language
}
