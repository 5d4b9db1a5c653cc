import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import type { RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { catalogue } from '../../src/words.ts'
import { PASSWORD } from '../fixtures/totp.ts'
import { aKey, aPage, aStructure, anActor, pitso, run } from './stage.ts'

const NARROW = { width: 360, height: 740 }
const WIDE = { width: 1280, height: 900 }
// Pages differ from language to language in their sentences alone: the main ones are looked at whole, in one language.
const RULES: RunOptions = {
	runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
	resultTypes: ['violations']
}
const KNOWN = Object.keys(catalogue)

/** The pages that need no more than a workspace to be named. */
const plain = globSync('**/+page.svelte', { cwd: fileURLToPath(new URL('../../src/routes', import.meta.url)) })
	.map((file) => `/${file.replace(/\/?\+page\.svelte$/, '')}`.replace('[workspace]', 'zwe'))
	.filter((path) => !path.includes('['))
	.sort()

const seated = [
	'/zwe/search?q=labour',
	'/zwe/search?q=nothingofthekind',
	'/zwe/theme?framework=au-mpfa',
	'/zwe/structure?filter[status]=needs-reactivation',
	'/zwe/structure/zwe-imcm',
	'/zwe/structure/zwe-imcm?on=2026-02-01',
	'/zwe/framework/au-mpfa',
	'/zwe/nowhere',
	'/nowhere'
]

/** The pieces of English sentences that no other language shares, long enough not to be met by chance. */
function englishPieces(language: string): string[] {
	const translated = Object.values(catalogue[language] ?? {}).join('\n')
	// What was said or named at the console stays in the language of whoever sat there.
	const shown = Object.entries(catalogue['en'] ?? {}).filter(([key]) => !key.startsWith('console.'))
	const pieces = shown.flatMap(([, message]) =>
		literals(parse(message, { ignoreTag: true })).map((piece) => piece.trim())
	)
	return [...new Set(pieces)].filter(
		(piece) => piece.replaceAll(/\P{L}/gu, '').length > 12 && piece.includes(' ') && !translated.includes(piece)
	)
}

function literals(elements: readonly MessageFormatElement[]): string[] {
	return elements.flatMap((element) => {
		if (element.type === TYPE.literal) return [element.value]
		if (element.type !== TYPE.plural && element.type !== TYPE.select) return []
		return Object.values(element.options).flatMap(({ value }) => literals(value))
	})
}

/** All that a page says in its own language: what it marks as being of another is left out. */
const said = (page: Page): Promise<string> =>
	page.evaluate(() => {
		const body = document.body.cloneNode(true)
		if (!(body instanceof HTMLElement)) return ''
		const own = document.documentElement.lang
		for (const part of body.querySelectorAll(`[lang]:not([lang="${own}"]), script, code, pre`)) part.remove()
		const named = [...body.querySelectorAll('[aria-label], [title], [placeholder], [alt]')].flatMap((element) =>
			['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? '')
		)
		return [document.title, body.textContent, ...named].join('\n').replaceAll(/\s+/g, ' ')
	})

const Listed = z.object({ items: z.array(z.object({ title: z.record(z.string(), z.string()) })) })

/** The names of the workspace's records, longest first: they stand in attributes too, where no language can be told. */
async function recordNames(): Promise<string[]> {
	const lists = await Promise.all(
		['actor', 'structure', 'framework', 'area'].map(async (kind) => Listed.parse(await run('record.options', { kind })))
	)
	const names = lists.flatMap(({ items }) => items.flatMap(({ title }) => Object.values(title)))
	return names.sort((one, other) => other.length - one.length)
}

/** What is wrong with the layout of a page: it is wider than the window, or a button does not hold what it says. */
const layoutFaults = (page: Page): Promise<string[]> =>
	page.evaluate(() => {
		const over = document.documentElement.scrollWidth - window.innerWidth
		const cut = [...document.querySelectorAll('button, .btn, .badge')].filter(
			(element) => element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1
		)
		return [
			...(over > 0 ? [`${String(over)} pixels too wide`] : []),
			...cut.map((element) => `cut off: ${element.textContent.trim()}`)
		]
	})

async function axeFaults(page: Page, axe: string): Promise<string[]> {
	await page.evaluate(axe)
	const { violations } = await page.evaluate((asked) => {
		for (const animation of document.getAnimations()) animation.finish()
		return globalThis.axe.run(asked)
	}, RULES)
	return violations.flatMap(({ id, nodes }) => nodes.slice(0, 2).map(({ html }) => `${id}: ${html.slice(0, 120)}`))
}

async function setStage() {
	const [structure, actor] = [await aStructure(), await anActor({ kind: 'police' })]
	await run('membership.add', {
		structure: structure.key,
		actor: actor.key,
		kind: 'member',
		from: '2026-01-05',
		reason: 'by letter'
	})
	return [
		...['', '/areas', '/chair', '/change', '/status', '/mandates/add', '/members/add', '/history', '/audience'].map(
			(rest) => `/zwe/structure/${structure.key}${rest}`
		),
		...['', '/change', '/contact', '/enforcement', '/succeed', '/merge', '/withdraw', '/documents/add'].map(
			(rest) => `/zwe/actor/${actor.key}${rest}`
		)
	]
}

test.each([
	['fr', 'Prendre ce siège', ['/', '/zwe', '/zwe/structure', '/zwe/map', '/zwe/structure/new', ...seated]],
	['pt', 'Ocupar este assento', []]
])(
	'in %s every page speaks that language alone, fits a telephone, and passes the accessibility rules',
	async (language, sign, whole) => {
		const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
		const addresses = [...plain, ...seated, ...(await setStage())]
		const [pieces, names] = [englishPieces(language), await recordNames()]
		const page = await aPage({ locale: language, viewport: NARROW })
		await page.goto('/zwe/sign-in')
		expect(await said(page)).toContain(sign)
		await page.getByRole('button', { name: /: Workspace Administrator/ }).click()
		const found: string[] = []
		for (const address of addresses) {
			await page.setViewportSize(NARROW)
			await page.goto(address)
			const text = names.reduce((rest, name) => rest.replaceAll(name, ''), await said(page))
			const stated = await page.evaluate(() => document.documentElement.lang)
			const parts = await page.evaluate(() =>
				[...document.querySelectorAll('[lang]')].map((part) => part.getAttribute('lang') ?? '')
			)
			const faults = [
				...(stated === language ? [] : [`its language is “${stated}”`]),
				...pieces.filter((piece) => text.includes(piece)).map((piece) => `English: “${piece}”`),
				...(await layoutFaults(page)).map((fault) => `narrow: ${fault}`),
				...new Set(parts.filter((part) => !KNOWN.includes(part)).map((part) => `there is no language “${part}”`)),
				...(whole.includes(address) ? await axeFaults(page, axe) : [])
			]
			await page.setViewportSize(WIDE)
			faults.push(...(await layoutFaults(page)).map((fault) => `wide: ${fault}`))
			found.push(...faults.map((fault) => `${address}: ${fault}`))
		}
		expect(found).toEqual([])
	},
	600_000
)

test('a name in another language than the page is marked so, in a link, a title and the map', async () => {
	const { key } = await aStructure({ name: { en: `Council of ${aName()}` } })
	const page = await aPage({ locale: 'pt' })
	await page.goto(`/zwe/structure/${key}`)
	const heading = page.getByRole('heading', { level: 1 })
	expect(await heading.locator('[lang=en]').count()).toBe(1)
	expect(await page.title()).toMatch(/^Council of/)
	expect(await page.content()).not.toMatch(/[\u{E0001}-\u{E007F}]/u)
	await page.goto('/zwe/map')
	expect(await page.locator('svg tspan[lang=en]').count()).toBeGreaterThan(10)
})

let named = 0
const aName = () => `Elders ${String((named += 1))}`

test('the language is chosen by the browser, and then by the reader; the address never tells it', async () => {
	const page = await aPage({ locale: 'pt-MZ' })
	await page.goto('/zwe/structure')
	expect(await page.evaluate(() => document.documentElement.lang)).toBe('pt')
	const choice = page.getByRole('contentinfo').locator('select[name=language]')
	expect(await choice.locator('option').allTextContents()).toEqual(['English', 'Français', 'Português'])
	expect(await choice.locator('option').evaluateAll((all) => all.map((one) => one.getAttribute('lang')))).toEqual([
		'en',
		'fr',
		'pt'
	])
	await choice.selectOption('fr')
	await page.getByRole('contentinfo').getByRole('button', { name: 'Aplicar' }).first().click()
	await page.waitForURL('**/zwe/structure')
	expect(await page.evaluate(() => document.documentElement.lang)).toBe('fr')
	expect(new URL(page.url()).search).toBe('')
})

test('numbers, dates and lists on a page are those of its language', async () => {
	const { key } = await aStructure()
	const day = '2026-03-01'
	for (const [locale, worded] of [
		['fr', '1er mars 2026'],
		['pt', '1 de março de 2026'],
		['en', '1 March 2026']
	] as const) {
		const page = await aPage({ locale })
		await page.goto(`${pitso.address}/zwe/structure/${key}?on=${day}`)
		expect(await page.locator('main').innerText()).toContain(worded)
	}
})

test('the language of a person is their own choice, wherever they make it', async () => {
	const { key } = await run('seat.create', { role: 'observer', office: `Office ${aKey('office')}` }, 'administrator')
	const email = `${aKey('person')}@example.test`
	const { link } = await run('invitation.send', { seat: key, name: 'Farai Dube', email }, 'administrator')
	const page = await aPage({ locale: 'en-GB' })
	await page.goto(String(link))
	await page.getByLabel(/^New password/).fill(PASSWORD)
	await page.getByLabel(/^The same password again/).fill(PASSWORD)
	await page.getByRole('main').getByRole('button', { name: 'Take the seat' }).first().click()
	await page.waitForLoadState()
	const spoken = () => page.evaluate(() => document.documentElement.lang)

	await page.goto('/account')
	await page.getByLabel('Language of the pages').selectOption('fr')
	await page.getByRole('main').getByRole('button', { name: 'Save' }).click()
	await page.waitForURL('**/account?saved')
	await page.goto('/zwe/structure')
	expect(await spoken()).toBe('fr')

	await page.getByRole('contentinfo').locator('select[name=language]').selectOption('pt')
	await page.getByRole('contentinfo').getByRole('button', { name: 'Appliquer' }).first().click()
	await page.waitForURL('**/zwe/structure')
	expect(await spoken()).toBe('pt')
})
