import { readdirSync, readFileSync, statSync } from 'node:fs'
import fc from 'fast-check'
import { render } from 'svelte/server'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { speak } from '#platform/languages/words.ts'
import { WORDS } from '#ui/words.ts'
import { catalogue } from '#words'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { faultsOf, workOut } from '../entry/work-out.ts'
import { packed } from './judged.ts'
import CaptureWords from './CaptureWords.svelte'
import { SAID } from './said-words.ts'

const FOLDER = new URL('../../../../static/capture/', import.meta.url)
const scripts = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(new URL(name, FOLDER), 'utf8') }))
const Script = z.record(z.string(), z.unknown())
const load = async (name: string) => Script.parse({ ...(await import(new URL(name, FOLDER).href)) })
const called = (one: unknown, ...given: unknown[]): unknown =>
	typeof one === 'function' ? Reflect.apply(one, undefined, given) : undefined

describe('the scripts of field capture', () => {
	test('say nothing that does not stand in the page, and the page holds nothing they do not say', () => {
		const { body } = render(CaptureWords, { context: new Map([[WORDS, speak(catalogue, 'en')]]) })
		const there = [...body.matchAll(/data-word="([^"]+)"/g)].map(([, name]) => name)
		expect(there).toEqual([...SAID])
		const all = scripts.map(({ text }) => text).join('\n')
		const said = [...all.matchAll(/\bsay\((?:'([a-z-]+)'|[^)]*)/g)].flatMap(([, name]) => name ?? [])
		expect(said.filter((name) => !SAID.some((one) => one === name))).toEqual([])
		const alone = SAID.filter((name) => !/^(state|strength)-/.test(name))
		expect(alone.filter((name) => !all.includes(`'${name}'`))).toEqual([])
	})

	test('weigh together what an old phone on a slow line fetches in a few seconds', () => {
		const bytes = scripts.reduce((sum, { name }) => sum + statSync(new URL(name, FOLDER)).size, 0)
		expect(bytes).toBeLessThan(64_000)
	})

	test('hold nothing of a page of a workspace in the worker, and all of their own', () => {
		const worker = readFileSync(new URL('../worker.js', FOLDER), 'utf8')
		const listed = /\.\.\.\[([^\]]+)\]\.map/.exec(worker)?.[1]?.match(/[a-z]+/g) ?? []
		// The page that makes a device ready is a page of a workspace, and is not there without the network.
		expect(listed.sort()).toEqual(
			scripts
				.map(({ name }) => name.replace('.js', ''))
				.filter((name) => name !== 'ready')
				.sort()
		)
		expect(/const PAGES = \[(.*)\]/.exec(worker)?.[1]).toBe('AWAY, CAPTURE')
	})
})

describe('what a device keeps', () => {
	const PASSPHRASE = 'four lorries cross slowly'
	const Lock = z.looseObject({ iterations: z.number(), wrapped: z.instanceof(ArrayBuffer) })
	const Made = z.object({ lock: Lock, key: z.instanceof(CryptoKey) })

	test('is opened by its passphrase alone, in its own place alone, and its key is read out by nobody', async () => {
		const { makeLock, openLock, seal, open } = await load('seal.js')
		const { lock, key } = Made.parse(await called(makeLock, PASSPHRASE, 1_000))
		expect(key.extractable).toBe(false)
		expect(await called(openLock, 'four lorries cross slowlx', lock)).toBeNull()
		const again = await called(openLock, PASSPHRASE, lock)
		const sealed = await called(seal, key, 'device/capture/1', { name: 'A lorry' })
		expect(await called(open, again, 'device/capture/1', sealed)).toEqual({ name: 'A lorry' })
		await expect(called(open, again, 'device/capture/2', sealed)).rejects.toThrow()
		expect(await called(openLock, PASSPHRASE, { ...lock, iterations: 999 })).toBeNull()
	})

	test('is sealed with as many rounds as is advised', async () => {
		const { ITERATIONS, makeLock } = await load('seal.js')
		expect(ITERATIONS).toBe(600_000)
		const { lock } = Made.parse(await called(makeLock, PASSPHRASE))
		expect(lock.iterations).toBe(600_000)
	})

	test.each([
		['short', 'short'],
		['aaaaaaaaaaaaaaaa', 'weak'],
		['abcdefghijklmnop', 'weak'],
		['123456789012345', 'weak'],
		['correct horse battery', 'fair'],
		['four lorries cross slowly', 'strong'],
		['Tr4in-Night-2026-rails', 'strong']
	])('has a passphrase %s that is %s', async (passphrase, strength) => {
		expect(called((await load('seal.js'))['strengthOf'], passphrase)).toBe(strength)
	})

	test('is tried ever more slowly', async () => {
		const { waitAfter } = await load('seal.js')
		expect([0, 1, 2, 3, 4, 9, 10, 40].map((tries) => called(waitAfter, tries))).toEqual([0, 1, 2, 4, 8, 256, 300, 300])
	})
})

const REGISTER = `register: sample
version: 1
code: SMP
names: { en: { one: S, many: S } }
about: { en: A. }
title: name
added: [all]
changed: [all]
groups: [{ key: all, names: { en: All }, roles: [secretariat] }]
lists: [{ key: way, names: { en: Way }, codes: [{ key: road, names: { en: Road } }, { key: rail, names: { en: Rail } }] }]
fields:
  - { key: name, type: text, names: { en: N } }
  - { key: way, type: one-of, codes: { list: way }, names: { en: N } }
  - { key: people, type: whole-number, names: { en: N } }
  - { key: minors, type: whole-number, names: { en: N } }
  - { key: paid, type: money, currency: USD, names: { en: N } }
  - { key: begun, type: date, names: { en: N } }
  - { key: ended, type: date, names: { en: N } }
  - { key: adults, type: formula, formula: people - minors, digits: 0, names: { en: N } }
  - { key: shared, type: formula, formula: 'round(people / 3, 2)', digits: 2, names: { en: N } }
  - { key: most, type: formula, formula: 'greatest(people, minors)', digits: 0, names: { en: N } }
  - { key: days, type: formula, formula: 'days_between(begun, ended)', digits: 0, names: { en: N } }
  - { key: next, type: formula, formula: 'add_days(begun, 3)', names: { en: N } }
  - { key: long, type: formula, formula: length(name), digits: 0, names: { en: N } }
  - { key: rows, type: formula, formula: count(goods), digits: 0, names: { en: N } }
  - { key: heavy, type: formula, formula: 'count(goods, weight > people)', digits: 0, names: { en: N } }
  - { key: kilos, type: formula, formula: sum(goods.weight), digits: 2, names: { en: N } }
tables:
  - { key: goods, names: { en: G }, row: { en: G }, fields: [{ key: weight, type: decimal, names: { en: N } }] }
checks:
  - { key: fewer, at: minors, must: minors = empty or minors <= people, message: { en: Fewer. } }
  - { key: ends, at: ended, must: begun = empty or ended = empty or ended >= begun, message: { en: Ends. } }
  - { key: light, at: people, must: kilos <= 100, message: { en: Light. } }
  - { key: known, at: way, must: 'way = empty or one_of(way, "road", "rail")', message: { en: Known. } }
states: [{ key: open, names: { en: Open } }]
`

describe('what a device works out and checks', () => {
	const read = readDeclaration(REGISTER)
	if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
	const compiled = read.register
	const { declaration } = compiled
	const judged = packed(declaration, {
		asks: [...declaration.fields.map(({ key }) => key), 'goods'],
		nameOf: (names) => names['en'] ?? ''
	})
	const Whole = z.object({
		failed: z.array(z.looseObject({ key: z.string() })),
		results: z.array(
			z.object({ key: z.string(), label: z.string(), text: z.string().nullable(), isKnown: z.boolean() })
		)
	})

	test('is what the server works out and checks, wherever the device knows it', async () => {
		// The scripts are addressed as a browser addresses them: here their one import is what stands beside them.
		const source = (scripts.find(({ name }) => name === 'form.js')?.text ?? '').replace(
			"'/entry.js'",
			`'${new URL('../entry.js', FOLDER).href}'`
		)
		const { judgeWhole } = z
			.looseObject({ judgeWhole: z.unknown() })
			.parse(await import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`))
		const number = fc.option(fc.integer({ min: 0, max: 60 }), { nil: null })
		const day = fc.option(fc.constantFrom('2026-01-01', '2026-02-28', '2026-03-01'), { nil: null })
		const drawn = fc.record({
			name: fc.option(fc.constantFrom('A', 'Abc'), { nil: null }),
			way: fc.option(fc.constantFrom('road', 'rail'), { nil: null }),
			people: number,
			minors: number,
			begun: day,
			ended: day,
			weights: fc.array(
				fc.integer({ min: 0, max: 4_000 }).map((grams) => (grams / 100).toFixed(2)),
				{ maxLength: 4 }
			)
		})
		fc.assert(
			fc.property(drawn, ({ weights, ...values }) => {
				const texts = Object.fromEntries(
					Object.entries(values).map(([key, value]) => [key, value === null ? '' : String(value)])
				)
				const fields = Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''))
				const tables = { goods: weights.map((weight) => ({ weight: String(Number(weight)) })) }
				const worked = workOut(compiled, { fields, tables }, '2026-03-02').values
				const faults = faultsOf(compiled, worked, { today: '2026-03-02', mayFill: () => true, state: 'open' })
				const failed = faults.flatMap((fault) => (fault.code === 'check' ? [fault.check] : []))
				const seen = {
					today: '2026-03-02',
					read: (name: string) => {
						const [part, key = '', row = ''] = name.split(':')
						return [part === 'values' ? (texts[key] ?? '') : (weights[Number(row)] ?? '')]
					},
					rowsOf: (table: string) => (table === 'goods' ? weights.map((_, index) => String(index)) : undefined)
				}
				const here = Whole.parse(called(judgeWhole, judged, seen))
				expect(here.failed.map(({ key }) => key).sort()).toEqual([...failed].sort())
				for (const { key, text, isKnown } of here.results) {
					const there = worked.fields[key]
					const said = typeof there !== 'string' ? null : /^-?[\d.]+$/.test(there) ? String(Number(there)) : there
					if (isKnown) expect([key, text]).toEqual([key, said])
				}
				expect(here.results.filter(({ isKnown }) => isKnown).length).toBeGreaterThan(5)
			})
		)
	})
})
