import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { readDeclaration } from '../../src/modules/registers/declaration/read-declaration.ts'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

const AREAS = ['statistics', 'plans', 'assessments and coherence', 'protection', 'labour', 'diaspora', 'regional']
const COVERED = ['pages', 'register', 'in part', 'later']

const asked = parse<{ id: string; name: string; area_name: string }>(read('reference/facts/systems.csv'), {
	columns: true
})
const page = read('docs/coverage.md')

type Told = { area: string; name: string; id: string; covered: string; by: string; how: string }

function readTold(): Told[] {
	const told: Told[] = []
	let area = ''
	for (const line of page.split('\n')) {
		area = /^## (.*)$/.exec(line)?.[1] ?? area
		const [head = '', ...others] = line
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim())
		const [, name = '', id = ''] = /^(.*) \(`([a-z0-9-]+)`\)$/.exec(head) ?? []
		const [covered = '', by = '', how = ''] = others
		if (id !== '') told.push({ area, name, id, covered, by, how })
	}
	return told
}

const told = readTold()
// What of a register carries the row stands behind it in brackets.
const CARRIED = /`register\/([a-z0-9-]+)`(?: \(([^)]*)\))?/g
const places = ({ by }: Told) =>
	[...by.replaceAll(/ \([^)]*\)/g, '').matchAll(/`([^`]+)`/g)].map(([, place = '']) => place)
const carriers = ({ by }: Told) =>
	[...by.matchAll(CARRIED)].map(([, register = '', parts = '']) => ({
		register,
		parts: [...parts.matchAll(/`([^`]+)`/g)].map(([, part = '']) => part)
	}))
const registers = readdirSync(join(root, 'reference/registers'))
	.filter((file) => file.endsWith('.yaml'))
	.map((file) => file.replace('.yaml', ''))

test('every system that the sources name has its row, under its own name and area', () => {
	expect(told.map(({ id, name, area }) => [id, name, area])).toEqual(
		asked.map(({ id, name, area_name }) => [id, name, area_name])
	)
})

test('what is said to be there is there: each page has its route, each register its declaration', () => {
	for (const one of told) {
		expect(COVERED, one.id).toContain(one.covered)
		expect(one.how.trim(), one.id).not.toBe('')
		if (one.covered === 'later') {
			expect(AREAS, one.id).toContain(one.by)
			continue
		}
		const named = places(one)
		expect(named.length, one.id).toBeGreaterThan(0)
		for (const place of named) {
			if (place.startsWith('register/')) expect(registers, one.id).toContain(place.slice('register/'.length))
			else expect(existsSync(join(root, 'src/routes/[workspace]', place)), `${one.id}: ${place}`).toBe(true)
		}
		// A register carries the row alone, or beside pages that do.
		if (one.covered === 'register')
			expect(
				named.some((place) => place.startsWith('register/')),
				one.id
			).toBe(true)
		if (one.covered === 'pages')
			expect(
				named.some((place) => place.startsWith('/')),
				one.id
			).toBe(true)
	}
})

/** The keys of all that a register declares: its fields and tables with their columns, states, moves, and ways to look at it. */
const known = new Map<string, ReadonlySet<string>>()
function keysOf(register: string): ReadonlySet<string> {
	const keys = known.get(register) ?? keysRead(register)
	known.set(register, keys)
	return keys
}

function keysRead(register: string): ReadonlySet<string> {
	const read = readDeclaration(readFileSync(join(root, `reference/registers/${register}.yaml`), 'utf8'))
	if (!('register' in read)) throw new Error(register)
	const { declaration } = read.register
	const Keyed = z.array(z.looseObject({ key: z.string() }))
	const { fields, tables, states, moves, views, headlines, charts } = declaration
	const all = [fields, tables, ...tables.map((one) => one.fields), states, moves, views, headlines, charts]
	const keys = all.flatMap((some) => Keyed.parse(some).map(({ key }) => key))
	return new Set([...keys, ...(declaration.public_form ? ['public_form'] : [])])
}

test('what of a register is said to carry a row is declared there', () => {
	for (const one of told)
		for (const { register, parts } of carriers(one)) {
			expect(parts.length, `${one.id}: say what of register/${register} carries it`).toBeGreaterThan(0)
			const keys = keysOf(register)
			expect(
				parts.filter((part) => !keys.has(part)),
				`${one.id}: register/${register}`
			).toEqual([])
		}
})

test('what is there in part names the area that the rest belongs to', () => {
	for (const { id, how } of told.filter((one) => one.covered === 'in part'))
		expect(
			AREAS.some((area) => how.includes(`to ${area}`)),
			id
		).toBe(true)
})

test('every register that comes with Pitso answers a row', () => {
	const named = new Set(told.flatMap(places))
	expect(registers.filter((key) => !named.has(`register/${key}`))).toEqual([])
})

test('the figures above the tables are those of the tables', () => {
	for (const covered of COVERED) {
		const count = told.filter((one) => one.covered === covered).length
		expect(page).toContain(`- **${covered}** (${String(count)}):`)
	}
	expect(page).toContain(`${String(asked.length)} rows`)
})
