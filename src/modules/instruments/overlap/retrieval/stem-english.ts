// The algorithm of Porter, "An algorithm for suffix stripping", Program 14 (1980), with the two departures that its author
// publishes with it (*abli* becomes *ble* by *bli*, *logi* becomes *log*). Steps are named as in the paper.

const CONSONANT = '[^aeiou]'
const VOWEL = '[aeiouy]'
const CONSONANTS = `${CONSONANT}[^aeiouy]*`
const VOWELS = `${VOWEL}[aeiou]*`

const hasMeasure = new RegExp(`^(?:${CONSONANTS})?${VOWELS}${CONSONANTS}`)
const hasMeasureOne = new RegExp(`^(?:${CONSONANTS})?${VOWELS}${CONSONANTS}(?:${VOWELS})?$`)
const hasMeasureTwo = new RegExp(`^(?:${CONSONANTS})?${VOWELS}${CONSONANTS}${VOWELS}${CONSONANTS}`)
const hasVowel = new RegExp(`^(?:${CONSONANTS})?${VOWEL}`)
const endsShort = new RegExp(`^${CONSONANTS}${VOWEL}[^aeiouwxy]$`)

const STEP_TWO: readonly (readonly [string, string])[] = [
	['ational', 'ate'],
	['ization', 'ize'],
	['isation', 'ize'],
	['iveness', 'ive'],
	['fulness', 'ful'],
	['ousness', 'ous'],
	['tional', 'tion'],
	['biliti', 'ble'],
	['entli', 'ent'],
	['ousli', 'ous'],
	['ation', 'ate'],
	['alism', 'al'],
	['aliti', 'al'],
	['iviti', 'ive'],
	['enci', 'ence'],
	['anci', 'ance'],
	['izer', 'ize'],
	['alli', 'al'],
	['ator', 'ate'],
	['logi', 'log'],
	['bli', 'ble'],
	['eli', 'e']
]
const STEP_THREE: readonly (readonly [string, string])[] = [
	['icate', 'ic'],
	['ative', ''],
	['alize', 'al'],
	['alise', 'al'],
	['iciti', 'ic'],
	['ical', 'ic'],
	['ness', ''],
	['ful', '']
]
const STEP_FOUR = [
	...['ement', 'ance', 'ence', 'able', 'ible', 'ment', 'ant', 'ent', 'ism', 'ate', 'iti', 'ous', 'ive', 'ize', 'ise'],
	...['al', 'er', 'ic', 'ou']
]

function plural(word: string): string {
	if (/(?:ss|i)es$/.test(word)) return word.slice(0, -2)
	return /[^s]s$/.test(word) ? word.slice(0, -1) : word
}

function pastAndProgressive(word: string): string {
	if (word.endsWith('eed')) return hasMeasure.test(word.slice(0, -3)) ? word.slice(0, -1) : word
	const stem = /^(.+?)(?:ed|ing)$/.exec(word)?.[1]
	if (stem === undefined || !hasVowel.test(stem)) return word
	if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`
	if (/([^aeioulsz])\1$/.test(stem)) return stem.slice(0, -1)
	return endsShort.test(stem) ? `${stem}e` : stem
}

function replaced(word: string, endings: readonly (readonly [string, string])[]): string {
	const found = endings.find(([ending]) => word.endsWith(ending))
	if (!found) return word
	const stem = word.slice(0, -found[0].length)
	return hasMeasure.test(stem) ? stem + found[1] : word
}

function stepFour(word: string): string {
	const ending = STEP_FOUR.find((one) => word.endsWith(one))
	const stem = ending === undefined ? /^(.+[st])ion$/.exec(word)?.[1] : word.slice(0, -ending.length)
	return stem !== undefined && hasMeasureTwo.test(stem) ? stem : word
}

function stepFive(word: string): string {
	let result = word
	if (result.endsWith('e')) {
		const stem = result.slice(0, -1)
		if (hasMeasureTwo.test(stem) || (hasMeasureOne.test(stem) && !endsShort.test(stem))) result = stem
	}
	return result.endsWith('ll') && hasMeasureTwo.test(result) ? result.slice(0, -1) : result
}

/** The stem of an English word in small letters: *recruits*, *recruiting* and *recruitment* are one. */
export function stemEnglish(word: string): string {
	if (word.length < 3) return word
	// A `y` that begins a word is a consonant.
	let result = word.startsWith('y') ? `Y${word.slice(1)}` : word
	result = pastAndProgressive(plural(result))
	if (result.endsWith('y') && hasVowel.test(result.slice(0, -1))) result = `${result.slice(0, -1)}i`
	result = stepFive(stepFour(replaced(replaced(result, STEP_TWO), STEP_THREE)))
	return result.toLowerCase()
}
