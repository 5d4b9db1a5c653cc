import { expect, test } from 'vitest'
import { registry } from '#areas'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '#words'
import { sayJob, sayReason } from './say-operation.ts'

const english = catalogue['en'] ?? {}
const words = speak(catalogue, 'en')

test('every kind of mail has a subject, a text, and a name in the outbox', () => {
	const letters = registry.areas.flatMap(({ letters: some = [] }) => some.map(({ template }) => template))
	const written = Object.keys(english).flatMap((key) => /^mail\.([a-z-]+)\.(?:subject|text)$/.exec(key)?.[1] ?? [])
	const templates = [...new Set([...letters, ...written])]
	expect(letters.length).toBeGreaterThan(0)
	expect(templates.length).toBeGreaterThan(letters.length)
	const missing = templates
		.flatMap((template) => [`operating.template.${template}`, `mail.${template}.subject`, `mail.${template}.text`])
		.filter((key) => !(key in english))
	expect(missing).toEqual([])
})

test('everything done in the background has a name on the page of jobs', () => {
	const names = registry.areas.flatMap(({ works = [], timed = [] }) => [...works, ...timed].map(({ name }) => name))
	expect(names.length).toBeGreaterThan(5)
	expect(names.filter((name) => sayJob(words, name) === name)).toEqual([])
	const work = registry.areas.flatMap(({ works = [] }) => works.map(({ name }) => `jobs.work.${name}`))
	const timed = registry.areas.flatMap(({ timed: some = [] }) => some.map(({ name }) => `jobs.timed.${name}`))
	expect([...work, ...timed].filter((key) => !(key in english))).toEqual([])
})

test('a reason that names a day is said as people write days', () => {
	const said = sayReason(words, {
		code: 'deliberation.procedure-deadline-too-early',
		params: { days: 14, day: '2026-12-06' }
	})
	expect(said).toContain('6 December 2026')
})
