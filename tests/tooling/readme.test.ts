import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

test('the first page of the repository names every area there is', () => {
	const areas = readdirSync(join(root, 'src/modules'), { withFileTypes: true }).filter((one) => one.isDirectory())
	expect(areas.length).toBeGreaterThanOrEqual(2)
	for (const { name } of areas) expect(readme).toContain(`**${name}**`)
})

test('what a newcomer is led to is in the demonstration', () => {
	const folder = join(root, 'reference/demonstration/zwe')
	const rows = readdirSync(folder)
		.filter((name) => name.endsWith('.csv'))
		.map((name) => readFileSync(join(folder, name), 'utf8'))
	const named = [...readme.matchAll(/`\/zwe\/(meeting|recommendation)\/([A-Z0-9-]+)`/g)]
	expect(named.map(([, kind]) => kind)).toEqual(['meeting', 'recommendation'])
	for (const [, , number = ''] of named)
		expect(
			rows.some((text) => text.includes(`\n${number},`)),
			number
		).toBe(true)
	expect(readme.indexOf('/zwe/recommendation/')).toBeLessThan(readme.indexOf('**Dashboard**'))
	const steps = /## Five minutes with it\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? ''
	const numbers = [...steps.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number))
	expect(numbers).toEqual(numbers.map((_, index) => index + 1))
})
