/** The values of a list cell: split by semicolons, trimmed, none empty and none twice. `\\;` is a semicolon inside a value. */
export function splitList(text: string): string[] {
	const values: string[] = []
	let value = ''
	for (let at = 0; at < text.length; at++) {
		const next = text[at + 1]
		if (text[at] === '\\' && (next === ';' || next === '\\')) {
			value += next
			at++
		} else if (text[at] === ';') {
			values.push(value)
			value = ''
		} else value += text[at] ?? ''
	}
	return unique([...values, value])
}

/** The text of a list cell, from which `splitList` gives the same values again. */
export function joinList(values: readonly string[]): string {
	return unique(values)
		.map((value) => value.replace(/[;\\]/g, '\\$&'))
		.join(';')
}

const unique = (values: readonly string[]) => [
	...new Set(values.map((value) => value.trim()).filter((value) => value !== ''))
]
