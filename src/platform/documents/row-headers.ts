/**
 * Tables of a tagged PDF whose rows have headers too: the first cell of a row that begins with a cell of data says what the row
 * is about, and becomes a header cell of that row (ISO 14289-1, 7.5: header cells with their scope). The compiler marks headers of
 * columns alone. Its objects are plain text outside of streams, each found by the table of places at the end, which is written anew.
 * Gives the file as it is where it has no such table of places.
 */
export function withRowHeaders(pdf: Uint8Array): Uint8Array {
	const file = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1')
	const at = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(file)?.[1] ?? NaN)
	const head = Number.isInteger(at) ? /^xref\n0 (\d+)\n/.exec(file.slice(at, at + 40)) : null
	if (!head) return pdf
	const places = [...file.slice(at + head[0].length).matchAll(PLACE)].slice(0, Number(head[1]))
	if (places.length !== Number(head[1])) return pdf
	const starts = places.flatMap(([, place = '', , use], number) =>
		use === 'n' ? [{ number, from: Number(place) }] : []
	)
	const inOrder = starts.toSorted((one, other) => one.from - other.from)
	const objects = new Map(
		inOrder.map(({ number, from }, index) => [number, file.slice(from, inOrder[index + 1]?.from ?? at)])
	)
	const first = inOrder[0]
	if (!first) return pdf
	for (const row of objects.values()) {
		const kid = ROW.exec(row)?.[1]
		const cell = kid === undefined ? undefined : objects.get(Number(kid))
		if (cell !== undefined && DATA.test(cell)) objects.set(Number(kid), asRowHeader(cell))
	}
	const parts = [file.slice(0, first.from)]
	const moved = new Map<number, number>()
	let length = first.from
	for (const { number } of inOrder) {
		const object = objects.get(number) ?? ''
		moved.set(number, length)
		parts.push(object)
		length += object.length
	}
	const table = places.map(([line, place = '', generation = ''], number) => {
		const from = moved.get(number)
		return from === undefined
			? line
			: line.replace(`${place} ${generation}`, `${String(from).padStart(10, '0')} ${generation}`)
	})
	const trailer = file.slice(at + head[0].length + places.reduce((sum, [line]) => sum + line.length, 0))
	parts.push(head[0], ...table, trailer.replace(/startxref\s+\d+/, `startxref\n${String(length)}`))
	return Buffer.from(parts.join(''), 'latin1')
}

const PLACE = /(\d{10}) (\d{5}) ([nf])\r?\n/g
// What a row consists of stands in it by the numbers of its cells.
const ROW = /^\d+ 0 obj\s*<<\s*\/Type \/StructElem\s*\/S \/TR\b[^]*?\/K \[(\d+) 0 R\b/
// An empty cell is the header of nothing.
const DATA = /^\d+ 0 obj\s*<<\s*\/Type \/StructElem\s*\/S \/TD\b(?![^]*\/K \[\])/

const asRowHeader = (cell: string): string =>
	cell.replace('/S /TD', '/S /TH').replace('/O /Table', '/O /Table\n    /Scope /Row')
