import type { AreaPlanning } from '#platform/exchange/plan-rows.ts'
import type { Sheet } from '#platform/exchange/sheet.ts'

// As far up as a tree is followed; a circle in it is refused by the sheet itself.
const STEPS_MOST = 30

/** A sheet of another area by its name. */
const sheetNamed = ({ here }: AreaPlanning, name: string): Sheet | undefined =>
	here.registry.areas.flatMap((area) => area.importer?.sheets ?? []).find((sheet) => sheet.name === name)

/** What a column of a sheet says of each key, as it will stand. */
function cellsOf(planning: AreaPlanning, name: string, column: string): ReadonlyMap<string, string> {
	const sheet = sheetNamed(planning, name)
	const cells = new Map<string, string>()
	if (!sheet) return cells
	for (const { texts } of planning.stored(sheet).rows) {
		const text = texts[column]
		if (text !== undefined) cells.set(texts['key'] ?? '', text)
	}
	if (!planning.parsed.columns(sheet).includes(column)) return cells
	for (const { value } of planning.parsed.rows(sheet)) {
		const { key, [column]: text } = value
		if (typeof key !== 'string') continue
		if (typeof text === 'string') cells.set(key, text)
		else cells.delete(key)
	}
	return cells
}

/** The keys above one in the tree of a sheet, nearest first, as the tree will stand. */
function climber(planning: AreaPlanning, sheet: 'actor' | 'structure') {
	const parents = cellsOf(planning, sheet, 'parent')
	return (key: string): string[] => {
		const above: string[] = []
		let at = parents.get(key)
		while (at !== undefined && !above.includes(at) && above.length < STEPS_MOST) {
			above.push(at)
			at = parents.get(at)
		}
		return above
	}
}

/** The structures above one. */
export const aboveOf = (planning: AreaPlanning) => climber(planning, 'structure')

const GONE: readonly (string | undefined)[] = ['dissolved', 'abolished', 'merged']

/** Whether a structure or an actor of a key is dissolved or closed, as it will stand: what lay there was taken over. */
export function isGoneOf(planning: AreaPlanning): (key: string) => boolean {
	const structures = cellsOf(planning, 'structure', 'declared_status')
	const actors = cellsOf(planning, 'actor', 'status')
	return (key) => GONE.includes(structures.get(key)) || GONE.includes(actors.get(key))
}

/** What kind an actor is, and which stand above it. */
export function actorsOf(planning: AreaPlanning) {
	const kinds = cellsOf(planning, 'actor', 'kind')
	return { kind: (key: string) => kinds.get(key) ?? '', above: climber(planning, 'actor') }
}
