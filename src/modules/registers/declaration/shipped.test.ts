import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { shippedRegisters } from '../load-shipped.server.ts'
import type { CompiledRegister } from './compile-declaration.ts'
import { checkTogether } from './check-together.ts'
import { readDeclaration, writeDeclaration } from './read-declaration.ts'

const folder = new URL('../../../../reference/registers/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))

function registerIn(file: string): CompiledRegister {
	const read = readDeclaration(readFileSync(new URL(file, folder), 'utf8'))
	if ('register' in read) return read.register
	throw new Error(read.faults.map(({ code, line, found }) => `${file}:${String(line)} ${code} ${found}`).join('\n'))
}

/** Every text by language that a declaration holds, wherever it stands. */
function textsIn(value: unknown): Record<string, unknown>[] {
	if (Array.isArray(value)) return value.flatMap(textsIn)
	if (typeof value !== 'object' || value === null) return []
	const inner = Object.values(value).flatMap(textsIn)
	return 'en' in value ? [{ ...value }, ...inner] : inner
}

describe.each(files)('the register of %s', (file) => {
	test('is made ready without a fault, and bears the name of its file', () => {
		const { declaration } = registerIn(file)
		expect(`${declaration.register}.yaml`).toBe(file)
		expect(registerIn(file).declaration).toEqual(declaration)
		expect(writeDeclaration(declaration)).toContain(`register: ${declaration.register}`)
	})

	test('is worded in English, French and Portuguese throughout', () => {
		for (const texts of textsIn(registerIn(file).declaration))
			expect(Object.keys(texts).sort()).toEqual(['en', 'fr', 'pt'])
	})
})

describe.each(files)('what %s shows', (file) => {
	const { declaration } = registerIn(file)

	test('begins with a list of its own and has a figure and a theme', () => {
		expect(declaration.views.some(({ shows, columns }) => shows === 'list' && columns !== undefined)).toBe(true)
		expect(declaration.headlines.length + declaration.charts.length).toBeGreaterThan(0)
		expect(declaration.theme).toBeDefined()
	})

	test('keeps nothing of a person for good', () => {
		const fields = [...declaration.fields, ...declaration.tables.flatMap((table) => table.fields)]
		if (fields.some(({ personal }) => personal)) expect(declaration.retention?.years).toBeLessThanOrEqual(10)
	})

	test('is changed by somebody whose role says so, and shows the public nothing that was not looked at', () => {
		const rolesIn = (keys: readonly string[]) =>
			declaration.groups.filter(({ key }) => keys.includes(key)).flatMap(({ roles }) => roles)
		expect(rolesIn([...declaration.changed, ...declaration.added])).toContain('secretariat')
		expect(declaration.states[0]?.public).toBe(false)
	})
})

test('a start reads of each file what its declaration says', async () => {
	const shipped = await shippedRegisters(fileURLToPath(new URL('../', folder)))
	const head = (one: { register: string; code: string; version: number }) => [one.register, one.code, one.version]
	expect(shipped.map(head)).toEqual(files.map((file) => head(registerIn(file).declaration)))
	const named = new Map(shipped.map((one) => [one.register, one.named]))
	expect(named.get('training-follow-up')).toEqual(['official-training'])
	expect(named.get('glossary-term')).toEqual([])
})

test('no two shipped registers name each other: each may be retired after those that name it', async () => {
	const shipped = await shippedRegisters(fileURLToPath(new URL('../', folder)))
	const named = new Map(shipped.map((one) => [one.register, one.named]))
	const reached = (from: string, seen: ReadonlySet<string> = new Set()): boolean =>
		seen.has(from) || (named.get(from) ?? []).some((other) => reached(other, new Set([...seen, from])))
	expect(shipped.filter(({ register }) => reached(register)).map(({ register }) => register)).toEqual([])
})

test('the shipped registers say nothing of each other that is not so', () => {
	const faults = checkTogether(files.map(registerIn), new Set(['MTG', 'REC', 'DEC', 'ACT', 'WPR', 'QSR']))
	expect([...faults.values()].flat()).toEqual([])
})
