import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { registry } from '#areas'
import { inputSchema } from '#platform/operation/from-text.server.ts'
import { ACTING, CARRIED } from './carried.ts'

const root = new URL('../', import.meta.url).pathname
const sources = globSync('**/*.{ts,svelte}', { cwd: root })
	.filter((file) => !file.endsWith('.test.ts'))
	.map((file) => ({ file, text: readFileSync(root + file, 'utf8') }))

const propertiesOf = (input: Parameters<typeof inputSchema>[0]): string[] => {
	const { properties } = inputSchema(input)
	return typeof properties === 'object' && properties !== null ? Object.keys(properties) : []
}

test('no command takes an input by the name of what every form carries beside it', () => {
	const taken = registry.operations
		.filter(({ type }) => type === 'command')
		.flatMap(({ name, input }) =>
			propertiesOf(input).flatMap((field) => (CARRIED.has(field) ? `${name}: ${field}` : []))
		)
	expect(registry.operations.length).toBeGreaterThan(100)
	expect(taken).toEqual([])
})

test('no form lets anybody fill in the field that says from which seat it was opened', () => {
	const field = new RegExp(`name: ['"\`]${ACTING}['"\`]`)
	const drawn = new RegExp(`<(input|select|textarea)[^>]*name=["']?${ACTING}\\\\b[^>]*>`, 'g')
	const offenders = sources.flatMap(({ file, text }) => [
		...(field.test(text) ? [file] : []),
		...[...text.matchAll(drawn)].flatMap(([tag]) => (tag.includes('type="hidden"') ? [] : [`${file}: ${tag}`]))
	])
	expect(offenders).toEqual([])
	expect(sources.some(({ text }) => text.includes(`name="${ACTING}"`))).toBe(true)
})

test('a form drawn by hand that carries its once-only key also says from which seat it was opened', () => {
	const forms = sources.flatMap(({ file, text }) =>
		[...text.matchAll(/<form\b[\s\S]*?<\/form>/g)].map(([form]) => ({ file, form }))
	)
	const byHand = forms.filter(({ form }) => /name="once"/.test(form))
	expect(byHand.length).toBeGreaterThan(2)
	expect(byHand.filter(({ form }) => !form.includes(`name="${ACTING}"`)).map(({ file }) => file)).toEqual([])
})
