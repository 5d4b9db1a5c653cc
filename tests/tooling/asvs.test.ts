import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const text = readFileSync(join(root, 'docs/security/asvs.md'), 'utf8')

type Row = { requirement: string; level: string; asks: string; how: string; shown: string }

const rows: Row[] = [...text.matchAll(/^\| (\d+\.\d+\.\d+) +\|(.+)\|$/gm)].map(([, requirement = '', rest = '']) => {
	const [level = '', asks = '', how = '', shown = ''] = rest.split('|').map((cell) => cell.trim())
	return { requirement, level, asks, how, shown }
})

/** The requirements named as not applicable, those between two names too. */
function leftOut(): string[] {
	return [...text.matchAll(/^Not applicable: (.+)$/gm)].flatMap(([, list = '']) =>
		[...list.replaceAll(/\([^)]*\)/g, '').matchAll(/(\d+\.\d+)\.(\d+)(?: to \d+\.\d+\.(\d+))?/g)].flatMap(
			([, section = '', first = '', last = first]) =>
				Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => `${section}.${String(Number(first) + at)}`)
		)
	)
}

// OWASP ASVS 5.0.0 has 70 requirements of level 1 and 183 of level 2.
const LEVEL_1 = 70
const LEVEL_2 = 183

test('every requirement of levels 1 and 2 is answered once, or said not to apply', () => {
	const named = [...rows.map((row) => row.requirement), ...leftOut()]
	expect(new Set(named).size).toBe(named.length)
	expect(named).toHaveLength(LEVEL_1 + LEVEL_2)
	for (const row of rows) expect(row.level, row.requirement).toMatch(/^[12]$/)
})

test('every answer says how, and what shows it', () => {
	for (const row of rows) for (const cell of [row.asks, row.how, row.shown]) expect(cell, row.requirement).not.toBe('')
})

const TEST = /^`([^`]+\.test\.ts)`(?:: (.+))?$/
const OTHERWISE = /^(?:nothing to test|not in the product|\[[^\]]+\]\([^)]+\))$/

test('every test that is named is there, by its name', () => {
	const missing = rows.flatMap(({ requirement, shown }) => {
		if (OTHERWISE.test(shown)) return []
		const [, path = '', name] = TEST.exec(shown) ?? []
		if (path === '' || !existsSync(join(root, path))) return [`${requirement}: ${shown}`]
		const source = readFileSync(join(root, path), 'utf8')
		return name === undefined || source.includes(name) ? [] : [`${requirement}: ${path} has no test “${name}”`]
	})
	expect(missing).toEqual([])
})

test('every page it refers to is there', () => {
	for (const [, link = ''] of text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g))
		expect(existsSync(join(root, 'docs/security', link)), link).toBe(true)
})
