import { readXml } from '#platform/exchange/xml.ts'
import { formatted } from './list-number.ts'

type Level = {
	start: number
	format: string
	text: string
	isLegal: boolean
	restartAfter: number | null
	style: string
}
type Abstract = { levels: Map<number, Level>; styleLink: string }
type Instance = { abstract: string; starts: Map<number, number>; levels: Map<number, Level> }

/** The lists that a document declares (`word/numbering.xml`). */
export type Lists = { abstracts: Map<string, Abstract>; instances: Map<string, Instance> }

/** A paragraph style: what it is called and what it says of numbers and headings, of itself and by the styles it is based on. */
export type Style = {
	name: string
	basedOn: string
	list: string | null
	level: number | null
	outline: number | null
}

const at = (attributes: Readonly<Record<string, string>>, name: string) =>
	attributes[`w:${name}`] ??
	Object.entries(attributes).find(([key]) => key.slice(key.indexOf(':') + 1) === name)?.[1] ??
	''
// What is no number there is read as none: a list shows 0 where it says nothing of its start.
const numeric = (value: string) => (/^\d{1,6}$/u.test(value) ? Number(value) : 0)
const isOn = (value: string) => !['0', 'false', 'off'].includes(value)

/** Levels beyond the ninth are none (ECMA-376 part 1, 17.9.3). */
const DEEPEST = 8

/** Reads the lists that a document declares. */
export async function readLists(part: AsyncIterable<Buffer>): Promise<Lists> {
	const abstracts = new Map<string, Abstract>()
	const instances = new Map<string, Instance>()
	let abstract: Abstract | null = null
	let instance: Instance | null = null
	let level: Level | null = null
	let overridden = 0
	await readXml(part, 'numbering', {
		open(name, attributes) {
			const value = at(attributes, 'val')
			if (name === 'abstractNum') {
				abstract = { levels: new Map(), styleLink: '' }
				abstracts.set(at(attributes, 'abstractNumId'), abstract)
			} else if (name === 'num') {
				instance = { abstract: '', starts: new Map(), levels: new Map() }
				instances.set(at(attributes, 'numId'), instance)
			} else if (name === 'abstractNumId' && instance) instance.abstract = value
			else if (name === 'numStyleLink' && abstract) abstract.styleLink = value
			else if (name === 'lvlOverride') overridden = numeric(at(attributes, 'ilvl'))
			else if (name === 'startOverride') instance?.starts.set(overridden, numeric(value))
			else if (name === 'lvl') {
				const index = numeric(at(attributes, 'ilvl'))
				level = { start: 0, format: 'decimal', text: '', isLegal: false, restartAfter: null, style: '' }
				const holder = instance ?? abstract
				if (index <= DEEPEST) holder?.levels.set(index, level)
			} else if (level && name === 'start') level.start = numeric(value)
			else if (level && name === 'numFmt') level.format = value
			else if (level && name === 'lvlText') level.text = value
			else if (level && name === 'isLgl') level.isLegal = isOn(value)
			else if (level && name === 'lvlRestart') level.restartAfter = numeric(value)
			else if (level && name === 'pStyle') level.style = value
		},
		close(name) {
			if (name === 'lvl') level = null
			else if (name === 'num') instance = null
			else if (name === 'abstractNum') abstract = null
		}
	})
	return { abstracts, instances }
}

/** Reads the paragraph styles of a document (`word/styles.xml`), by their identifiers. */
export async function readStyles(part: AsyncIterable<Buffer>): Promise<Map<string, Style>> {
	const styles = new Map<string, Style>()
	let style: Style | null = null
	await readXml(part, 'styles', {
		open(name, attributes) {
			const value = at(attributes, 'val')
			if (name === 'style') {
				style = { name: '', basedOn: '', list: null, level: null, outline: null }
				styles.set(at(attributes, 'styleId'), style)
			} else if (!style) return
			else if (name === 'name') style.name = value
			else if (name === 'basedOn') style.basedOn = value
			else if (name === 'numId') style.list = value
			else if (name === 'ilvl') style.level = numeric(value)
			else if (name === 'outlineLvl') style.outline = Number(value)
		},
		close(name) {
			if (name === 'style') style = null
		}
	})
	return styles
}

// Styles are based on one another a few deep; those that go in a circle end here too.
const CHAIN_MOST = 20

/** What a style says, with what it takes from those it is based on. */
export function inherited(styles: ReadonlyMap<string, Style>, id: string): Style {
	const whole: Style = { name: styles.get(id)?.name ?? '', basedOn: '', list: null, level: null, outline: null }
	let next = id
	for (let step = 0; step < CHAIN_MOST; step++) {
		const style = styles.get(next)
		if (!style) break
		whole.list ??= style.list
		whole.level ??= style.level
		whole.outline ??= style.outline
		next = style.basedOn
	}
	return whole
}

/**
 * Counts as a word processor does, and gives for each numbered paragraph, in the order of the document, the number that a reader sees
 * (ECMA-376 part 1, 17.9): lists of one declaration count on from each other, a deeper level starts again after a higher one, and a
 * list may say that it starts at a number of its own.
 */
export function countLists({ abstracts, instances }: Lists, styles: ReadonlyMap<string, Style>) {
	const counters = new Map<string, Map<number, number>>()
	const begun = new Set<string>()

	function resolve(list: string, step = 0): { instance: Instance; key: string; abstract: Abstract } | null {
		const instance = instances.get(list)
		const abstract = instance && abstracts.get(instance.abstract)
		if (!abstract) return null
		if (abstract.styleLink === '') return { instance, key: instance.abstract, abstract }
		const linked = styles.get(abstract.styleLink)?.list
		return linked && step < CHAIN_MOST ? resolve(linked, step + 1) : null
	}

	/** The number before the next paragraph of a list; null where it shows none. `styleId` names the level that belongs to a style. */
	return function next(list: string, given: number | null, styleId: string): { number: string; depth: number } | null {
		const found = resolve(list)
		if (!found) return null
		const { instance, key, abstract } = found
		const levelAt = (depth: number) => instance.levels.get(depth) ?? abstract.levels.get(depth)
		const ofStyle = [...abstract.levels].find(([, { style }]) => style !== '' && style === styleId)?.[0]
		const depth = given ?? ofStyle ?? 0
		const level = levelAt(depth)
		if (!level) return null
		const counts = counters.get(key) ?? new Map<number, number>()
		counters.set(key, counts)
		const own = `${list} ${String(depth)}`
		const restart = begun.has(own) ? undefined : instance.starts.get(depth)
		begun.add(own)
		counts.set(depth, restart ?? (counts.has(depth) ? (counts.get(depth) ?? 0) + 1 : level.start))
		for (let deeper = depth + 1; deeper <= DEEPEST; deeper++) {
			const after = levelAt(deeper)?.restartAfter
			// Level n (from 1) says after which higher one it starts again; 0 says never.
			if (after === undefined || after === null || (after !== 0 && depth < after)) counts.delete(deeper)
		}
		if (level.format === 'bullet') return { number: '•', depth }
		const number = level.text.replace(/%([1-9])/gu, (_all, digit: string) => {
			const index = Number(digit) - 1
			const shown = levelAt(index)
			if (!shown) return ''
			if (!counts.has(index)) counts.set(index, shown.start)
			return formatted(counts.get(index) ?? shown.start, level.isLegal ? 'decimal' : shown.format)
		})
		return { number, depth }
	}
}
