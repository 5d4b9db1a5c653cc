import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Declaration } from '../declaration/declaration.ts'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { mergeDeclarations, plainOf, saysTheSame } from './merge-declarations.ts'
import { mergedText, writtenAs, type Written } from './merged-text.ts'
import { placeOf } from './merge-values.ts'
import { isKeyed, isMap, type Tree } from './trees.ts'

const FOLDER = new URL('../../../../reference/registers/', import.meta.url)
const SHIPPED = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.yaml'))
	.map((file) => readFileSync(new URL(file, FOLDER), 'utf8'))
	// Large ones tell nothing that small ones do not.

	.filter((text) => text.length < 14_000)
	.slice(0, 8)

const SMALL = `# Kept by the secretariat.
register: grant
version: 1
code: GRX
names: { en: { one: Grant, many: Grants }, fr: { one: Subvention, many: Subventions } }
about: { en: Something. }
title: name
added: [keepers]
changed: [keepers]
lists:
  - { key: kind, names: { en: Kind }, codes: [{ key: small, names: { en: Small } }, { key: large, names: { en: Large } }] }
groups: [{ key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }]
states: [{ key: open, names: { en: Open } }, { key: shut, end: true, names: { en: Shut } }]
moves: [{ key: end, names: { en: End }, from: [open], to: shut, by: [keepers] }]
fields:
  - { key: name, type: text, required: true, names: { en: Name } } # as it stands in the letter
  # What it is worth.
  - { key: amount, type: whole-number, names: { en: Amount }, most: 100 }
  - { key: kind, type: one-of, codes: { list: kind }, names: { en: Kind } }
`

function read(text: string): Written {
	const found = readDeclaration(text)
	if (!('register' in found)) throw new Error(JSON.stringify(found.faults))
	return { text, declaration: found.register.declaration }
}
const version = (text: string, to: number) => text.replace(/^version: \d+/m, `version: ${String(to)}`)
/** The small declaration said otherwise in some places. */
function said(changes: readonly (readonly [string, string])[], to = 2) {
	const text = changes.reduce((standing, [was, now]) => {
		if (!standing.includes(was)) throw new Error(`nothing says ${was}`)
		return standing.replace(was, now)
	}, SMALL)
	return read(version(text, to))
}
const base = read(SMALL)
const merge = (local: Written, shipped: Written, from: Written | null = base) =>
	mergeDeclarations({ base: from?.declaration ?? null, local: local.declaration, shipped: shipped.declaration })
const FIELD = '  - { key: kind, type: one-of'
const added = (key: string) => [FIELD, `  - { key: ${key}, type: text, names: { en: ${key} } }\n${FIELD}`] as const

describe('what one side says otherwise is taken', () => {
	const local = said([['en: Amount', 'en: Sum'], added('local')])
	const shipped = said([
		['most: 100', 'most: 500'],
		['fr: { one: Subvention', 'pt: { one: Subsídio, many: Subsídios }, fr: { one: Subvention'],
		added('shipped')
	])

	test('property by property, language by language, field by field', () => {
		const { text, conflicts } = mergedText({ base, local, shipped })
		expect(conflicts).toEqual([])
		const { declaration } = read(text)
		expect(declaration.version).toBe(3)
		expect(declaration.names).toHaveProperty('pt')
		expect(declaration.fields.map(({ key }) => key)).toEqual(['name', 'amount', 'shipped', 'local', 'kind'])
		expect(declaration.fields[1]).toMatchObject({ names: { en: 'Sum' }, most: 500 })
	})

	test('and the comments of the local text stay', () => {
		const { text } = mergedText({ base, local, shipped })
		expect(text).toContain('# Kept by the secretariat.')
		expect(text).toContain('# as it stands in the letter')
		expect(text).toContain('# What it is worth.')
	})

	test('what a side takes out goes, unless the other changed it', () => {
		const without = said([['  - { key: amount, type: whole-number, names: { en: Amount }, most: 100 }\n', '']])
		expect(merge(without, said([added('other')])).conflicts).toEqual([])
		expect(merge(said([added('other')]), without).conflicts).toEqual([])
		const { conflicts, merged } = merge(without, shipped)
		expect(conflicts.map(({ path, local: ours }) => [placeOf(path), ours])).toEqual([['fields.amount', undefined]])
		expect(isKeyed(merged['fields']) && merged['fields'].map(({ key }) => key)).toEqual(['name', 'shipped', 'kind'])
	})

	test('words of a list are taken one by one', () => {
		const ours = said([['roles: [administrator, secretariat]', 'roles: [administrator, secretariat, analyst]']])
		const theirs = said([['roles: [administrator, secretariat]', 'roles: [secretariat, member]']])
		const { merged, conflicts } = merge(ours, theirs)
		expect(conflicts).toEqual([])
		expect(merged['groups']).toMatchObject([{ roles: ['secretariat', 'member', 'analyst'] }])
	})
})

describe('what both sides say otherwise is a conflict', () => {
	const ours = said([
		['most: 100', 'most: 200'],
		['en: Keepers', 'en: Holders']
	])
	const theirs = said([
		['most: 100', 'most: 300'],
		['en: Keepers', 'en: Carers']
	])

	test('in each place, with all three, and is decided place by place', () => {
		const { conflicts } = merge(ours, theirs)
		expect(conflicts.map(({ path, ...rest }) => ({ place: placeOf(path), ...rest }))).toEqual([
			{ place: 'fields.amount.most', base: 100, local: 200, shipped: 300 },
			{ place: 'groups.keepers.names.en', base: 'Keepers', local: 'Holders', shipped: 'Carers' }
		])
		const { text } = mergedText(
			{ base, local: ours, shipped: theirs },
			new Map([
				['fields.amount.most', { take: 'theirs' }],
				['groups.keepers.names.en', { take: 'hand', value: 'Those who keep it' }]
			])
		)
		expect(read(text).declaration.fields[1]).toMatchObject({ most: 300 })
		expect(read(text).declaration.groups[0]?.names['en']).toBe('Those who keep it')
	})

	test('another type is one thing with what belongs to it', () => {
		const decimal = said([
			['type: whole-number, names: { en: Amount }, most: 100', 'type: decimal, names: { en: Amount }, digits: 3']
		])
		const { conflicts, merged } = merge(decimal, theirs)
		expect(conflicts.map(({ path }) => placeOf(path))).toEqual(['fields.amount.type'])
		expect(conflicts[0]?.shipped).toEqual({ type: 'whole-number', most: 300 })
		expect(isKeyed(merged['fields']) && merged['fields'][1]).toMatchObject({ type: 'decimal', digits: 3 })
	})

	test('two orders of the states, since the first is where entries begin', () => {
		const STATES = /states: .*/
		const three = (order: string[], to: number) => {
			const [first] = order
			const moves = order
				.filter((key) => key !== first)
				.map((key) => `{ key: to_${key}, names: { en: To }, from: [${String(first)}], to: ${key}, by: [keepers] }`)
			const states = order.map((key) => `{ key: ${key}, end: ${String(key !== first)}, names: { en: ${key} } }`)
			const text = SMALL.replace(STATES, `states: [${states.join(', ')}]`).replace(
				/moves: .*/,
				`moves: [${moves.join(', ')}]`
			)
			return read(version(text, to))
		}
		const from = three(['open', 'asked', 'shut'], 1)
		const clash = merge(three(['asked', 'open', 'shut'], 2), three(['open', 'shut', 'asked'], 2), from)
		expect(clash.conflicts.map(({ path }) => placeOf(path))).toContain('states.(order)')
		expect(merge(three(['asked', 'open', 'shut'], 2), from, from).conflicts).toEqual([])
	})

	test('without a base, whatever they say otherwise', () => {
		const { conflicts } = merge(said([['en: Amount', 'en: Sum']]), said([added('other')]), null)
		expect(conflicts).toEqual([
			{ path: ['fields', 'amount', 'names', 'en'], base: undefined, local: 'Sum', shipped: 'Amount' }
		])
	})
})

test('what was shipped under another name is merged with what the workspace changed of it', () => {
	const renamed = said([
		[
			'  - { key: amount, type: whole-number, names: { en: Amount }, most: 100 }',
			'  - { key: worth, type: whole-number, names: { en: Amount }, most: 500 }'
		],
		['fields:\n', 'steps: [{ step: rename, field: amount, to: worth }]\nfields:\n']
	])
	const ours = said([
		['en: Amount', 'en: Sum'],
		['fields:\n', 'checks: [{ key: some, at: amount, must: amount > 0, message: { en: More. } }]\nfields:\n']
	])
	const { text, conflicts, isSame } = mergedText({ base, local: ours, shipped: renamed })
	expect({ conflicts, isSame }).toEqual({ conflicts: [], isSame: false })
	const { declaration } = read(text)
	expect(declaration.fields[1]).toMatchObject({ key: 'worth', names: { en: 'Sum' }, most: 500 })
	expect(declaration.checks).toMatchObject([{ at: 'worth', must: 'worth > 0' }])
	expect(declaration.steps).toMatchObject([{ step: 'rename', field: 'amount', to: 'worth' }])
	expect(text).toContain('# What it is worth.')
})

test('a merged declaration that is not valid stands in the text, where its faults are told', () => {
	const ours = said([
		['title: name', 'title: note'],
		[
			'  - { key: name, type: text, required: true, names: { en: Name } }',
			'  - { key: note, type: text, required: true, names: { en: Note } }'
		]
	])
	const theirs = said([
		['fields:\n', 'checks: [{ key: named, at: name, must: name = "x", message: { en: Name it. } }]\nfields:\n']
	])
	const { text, conflicts } = mergedText({ base, local: ours, shipped: theirs })
	expect(conflicts).toEqual([])
	const found = readDeclaration(text)
	expect('faults' in found && found.faults.map(({ code }) => code).length).toBeGreaterThan(0)
})

/** Drawn changes of a declaration: names said otherwise, things taken out, added, moved, limits changed. */
function changed(plain: Tree, draws: readonly number[]): Tree {
	const copy: unknown = structuredClone(plain)
	if (!isMap(copy)) return plain
	const lists: unknown[][] = []
	const walk = (value: unknown) => {
		if (Array.isArray(value)) value.forEach(walk)
		else if (isMap(value)) {
			for (const inner of Object.values(value)) {
				if (Array.isArray(inner) && inner.length > 0 && isKeyed(inner)) lists.push(inner)
				walk(inner)
			}
		}
	}
	walk(copy)
	for (const draw of draws) {
		const list = lists[draw % lists.length]
		if (!list || list.length === 0) continue
		const at = (draw >> 3) % list.length
		const item = list[at]
		if (!isMap(item)) continue
		const what = (draw >> 7) % 4
		if (what === 0) list.splice(at, 1, { ...item, names: { en: `Said ${String(draw % 5)}` } })
		else if (what === 1) list.splice(at, 0, { ...item, key: `new${String(draw % 7)}` })
		else if (what === 2) list.splice(at, 1)
		else list.push(...list.splice(at, 1))
	}
	return copy
}

const Draws = fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 4 })
// What is drawn need not be valid: the merge asks nothing of it but its shape.
const asDeclaration = (tree: Tree) => Declaration.parse({ ...tree, version: 1 })
const whole = (tree: Tree) => {
	const parsed = Declaration.safeParse({ ...tree, version: 1 })
	return parsed.success ? parsed.data : null
}

describe('of any declaration', () => {
	const drawn = fc.record({ which: fc.nat(SHIPPED.length - 1), ours: Draws, theirs: Draws })
	const each = (check: (three: { base: Declaration; local: Declaration; shipped: Declaration }) => void) => {
		fc.assert(
			fc.property(drawn, ({ which, ours, theirs }) => {
				const plain = plainOf(read(SHIPPED[which] ?? SMALL).declaration)
				const [local, shipped] = [whole(changed(plain, ours)), whole(changed(plain, theirs))]
				if (local && shipped) check({ base: asDeclaration(plain), local, shipped })
			}),
			{ numRuns: 40, seed: 20260301 }
		)
	}

	test('a side that changed nothing gives the other', () => {
		each(({ base: from, local }) => {
			expect(mergeDeclarations({ base: from, local, shipped: from })).toEqual({ merged: plainOf(local), conflicts: [] })
			expect(mergeDeclarations({ base: from, local: from, shipped: local })).toEqual({
				merged: plainOf(local),
				conflicts: []
			})
		})
	})

	test('equal changes never clash', () => {
		each(({ base: from, local }) => {
			expect(mergeDeclarations({ base: from, local, shipped: structuredClone(local) }).conflicts).toEqual([])
		})
	})

	test('the same places clash, whoever looks', () => {
		each(({ base: from, local, shipped }) => {
			const one = mergeDeclarations({ base: from, local, shipped }).conflicts
			const other = mergeDeclarations({ base: from, local: shipped, shipped: local }).conflicts
			const told = (conflicts: typeof one) => conflicts.map(({ path }) => placeOf(path)).sort()
			expect(told(one)).toEqual(told(other))
		})
	})

	test('what a text is changed to says what was merged', () => {
		let read_ = 0
		each(({ base: from, local, shipped }) => {
			const [began, ours, theirs] = [from, local, shipped].map((one) => writtenAs(JSON.stringify(one)))
			if (!began || !ours || !theirs) return
			const { text, conflicts } = mergedText({ base: began, local: ours, shipped: theirs })
			const found = readDeclaration(text)
			if (!('register' in found)) return
			read_ += 1
			const merged = mergeDeclarations({ base: from, local, shipped })
			expect(plainOf(found.register.declaration)).toEqual(merged.merged)
			expect(conflicts).toHaveLength(merged.conflicts.length)
		})
		expect(read_).toBeGreaterThan(10)
	})
})

test('a shipped text changed in any one place keeps every comment', () => {
	for (const text of SHIPPED) {
		const local = read(text)
		const shipped = read(version(text, local.declaration.version + 1).replace(/(about:\n {2}en: ['"]?)/, '$1Now '))
		const commented = `# Ours.\n${text.replace('fields:\n', 'fields: # in our order\n')}`
		const ours = read(version(commented, local.declaration.version + 1))
		const merged = mergedText({ base: local, local: ours, shipped })
		expect(merged.text).toContain('# Ours.')
		expect(merged.text).toContain('# in our order')
		expect(saysTheSame(read(merged.text).declaration, shipped.declaration)).toBe(true)
	}
})
