import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { LONG, OF_NO_DATABASE } from '#tests/setup/named-files.ts'

const read = (file: string) => readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8')

test.each([...LONG, ...OF_NO_DATABASE])('%s, named for its place in a run, is there', (file) => {
	expect(read(file)).toMatch(/\btest\b/)
})

test.each(OF_NO_DATABASE)('%s asks no database of the run, and may be left out of the second', (file) => {
	expect(read(file)).not.toMatch(/inject\(|#?tests\/fixtures|#?tests\/setup/)
})
