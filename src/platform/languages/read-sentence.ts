import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'

/**
 * An ICU message as it is said. French counts nothing as one, so a singular that spells its number out ("Une loi") would tell of one where
 * there is none: there 0 is said as the plural says it. Throws what the parser throws where the message cannot be read.
 */
export function readSentence(message: string): MessageFormatElement[] {
	const elements = parse(message, { ignoreTag: true })
	tellNothing(elements)
	return elements
}

function tellNothing(elements: readonly MessageFormatElement[]) {
	for (const element of elements) {
		if (element.type !== TYPE.plural && element.type !== TYPE.select) continue
		for (const { value } of Object.values(element.options)) tellNothing(value)
		if (element.type === TYPE.select) continue
		const { one, other } = element.options
		if (one && other && !element.options['=0'] && isSpelledOut(one.value, other.value)) element.options['=0'] = other
	}
}

/** Whether the singular leaves out a number that the plural gives. */
function isSpelledOut(one: readonly MessageFormatElement[], other: readonly MessageFormatElement[]) {
	const given = new Set(numbersIn(one))
	return numbersIn(other).some((name) => !given.has(name))
}

const numbersIn = (elements: readonly MessageFormatElement[]): string[] =>
	elements.flatMap((element) => {
		if (element.type === TYPE.pound) return ['#']
		return element.type === TYPE.literal || element.type === TYPE.tag ? [] : [element.value]
	})
