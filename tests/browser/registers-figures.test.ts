import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsForEverybody } from './everybody.ts'
import { aKey, anActor, aPage, follow, run, seen, textOf } from './stage.ts'

const OFFICER = 'Coordination Officer'
const PHONE = { width: 360, height: 740 }
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

const heading = (page: Page, name: string | RegExp) => seen(page.getByRole('heading', { level: 1, name }))
const column = (page: Page, name: string) =>
	page.locator('.board section').filter({ has: page.getByRole('heading', { name }) })
/** The names of the entries that are listed, in their order. */
const listed = (page: Page) => page.locator('table.list tbody th a').allInnerTexts()
const wide = (page: Page) =>
	page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

let codes = 0
/** A code for numbers that no other register has. */
const aCode = () => {
	const count = (codes += 1) + (process.pid % 17_000) * 7
	return `R${[0, 1, 2].map((place) => LETTERS[Math.floor(count / 26 ** place) % 26] ?? 'A').join('')}`
}

/** A register of visits with five entries: what boards, calendars, maps, cross tables and figures are made of. */
async function aRegister() {
	const key = aKey('visits')
	const host = await anActor()
	const declaration = `
register: ${key}
version: 1
code: ${aCode()}
names: { en: { one: Visit, many: "Visits ${key}" } }
about: { en: Study visits. }
title: subject
added: [keepers]
changed: [keepers]
lists:
  - key: way
    names: { en: Way }
    codes: [{ key: here, names: { en: At home } }, { key: far, names: { en: Abroad } }]
groups:
  - { key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }
fields:
  - { key: subject, type: text, names: { en: Subject }, required: true }
  - { key: way, type: one-of, codes: { list: way }, names: { en: Way }, filtered: true }
  - { key: host, type: actor, names: { en: Host }, filtered: true }
  - { key: day, type: date, names: { en: Day }, filtered: true }
  - { key: country, type: country, names: { en: Country }, filtered: true }
  - { key: site, type: place, names: { en: Site }, filtered: true }
  - { key: cost, type: money, names: { en: Cost }, filtered: true }
  - { key: mark, type: whole-number, names: { en: Mark out of ten }, filtered: true, seen: keepers }
states:
  - { key: open, names: { en: Planned } }
  - { key: done, names: { en: Made }, end: true }
moves:
  - { key: close, names: { en: Record as made }, from: [open], to: done, by: [keepers], needs: [day] }
views:
  - { key: ways, shows: board, names: { en: Board by way }, group: way }
headlines:
  - { key: all, names: { en: All visits } }
  - { key: abroad, names: { en: Visits abroad }, where: { way: [far] } }
  - { key: cost, names: { en: What they cost }, sum: cost }
  - { key: mark, names: { en: Marks in all }, sum: mark }
charts:
  - { key: by-way, by: way, names: { en: Visits by way } }
  - { key: by-year, by: day, span: year, sum: cost, names: { en: Cost by year } }
`
	await run('register.declare', { declaration }, 'administrator')
	const add = async (values: Record<string, unknown>) =>
		String((await run('entry.add', { register: key, values }))['reference'])
	const site = { country: 'ZWE', area: 'Harare Province', locality: 'Harare', latitude: '-17.8', longitude: '31.0' }
	return {
		key,
		host,
		page: `/zwe/register/${key}`,
		entries: [
			await add({
				subject: 'Borders',
				way: 'far',
				country: 'LSO',
				host: host.key,
				day: '2026-03-04',
				cost: { amount: '100.5', currency: 'USD' },
				mark: 7
			}),
			await add({
				subject: 'Returns',
				way: 'far',
				country: 'LSO',
				day: '2026-03-20',
				cost: { amount: '40', currency: 'LSL' }
			}),
			await add({
				subject: 'Papers',
				way: 'here',
				country: 'ZWE',
				site,
				day: '2025-02-01',
				cost: { amount: '0.5', currency: 'USD' }
			}),
			await add({ subject: 'Health', way: 'here', site: { country: 'ZWE', area: 'Manicaland' } }),
			await add({ subject: 'Skills' })
		]
	}
}

test(
	'the figures of a register say what its entries add up to, and each leads to the entries it counts',
	{ timeout: 300_000 },
	async () => {
		const { key, page: address } = await aRegister()
		const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
		await page.goto(address)
		await follow(page, 'Figures')
		await heading(page, `Visits ${key}: figures`)
		const tiles = (await page.locator('.tiles').innerText()).replaceAll(/\s+/g, ' ')
		expect(tiles).toContain('All visits 5')
		expect(tiles).toContain('Visits abroad 2')
		expect(tiles).toMatch(/What they cost .*LSL.*40\.00.* and .*USD.*101\.00/)
		expect(tiles).toContain('Marks in all 7')
		const byYear = page.getByRole('table', { name: 'Cost by year' })
		expect((await byYear.innerText()).replaceAll(/\s+/g, ' ')).toMatch(/2025 1 .*0\.50.* 2026 2 .*40\.00.*100\.50/)
		await follow(page, 'Visits abroad')
		expect((await listed(page)).sort()).toEqual(['Borders', 'Returns'])
		const other = await aPage({ as: 'Migration Focal Point' })
		await other.goto(`${address}/figures`)
		await heading(other, `Visits ${key}: figures`)
		expect(await textOf(other)).not.toContain('Marks in all')
		expect(await faultsForEverybody(other)).toEqual([])
	}
)

test(
	'a board has a column for each state, or for each value of a field, and its cards lead to their moves',
	{ timeout: 300_000 },
	async () => {
		const { key, page: address, entries } = await aRegister()
		const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
		await page.goto(`${address}/board`)
		await heading(page, `Visits ${key}: board by “State”`)
		expect((await column(page, 'Planned').innerText()).replaceAll(/\s+/g, ' ')).toMatch(/^Planned 5/)
		await seen(column(page, 'Made').getByText('No entries.'))
		const card = column(page, 'Planned').locator('.board-card').filter({ hasText: 'Borders' })
		await card.getByRole('link', { name: 'Record as made' }).click()
		expect(new URL(page.url()).pathname).toBe(`${address}/${entries[0] ?? ''}/move/close`)
		await page.goto(`${address}/board?view=ways`)
		await heading(page, `Visits ${key}: board by “Way”`)
		expect(await column(page, 'Abroad').locator('.board-card').count()).toBe(2)
		await page.goto(`${address}/board?by=way&field[country]=LSO`)
		expect(await page.locator('.board-card').count()).toBe(2)

		const phone = await aPage({ as: 'Migration Focal Point', viewport: PHONE })
		await phone.goto(`${address}/board`)
		expect(await wide(phone)).toBe(0)
		expect(await phone.getByRole('link', { name: 'Record as made' }).count()).toBe(0)
		expect(await faultsForEverybody(phone)).toEqual([])
		const refused = await phone.goto(`${address}/board?by=mark`)
		expect(refused?.status()).toBe(422)
	}
)

test('a calendar shows the entries of a month by any day, as a list on a phone', { timeout: 300_000 }, async () => {
	const { page: address } = await aRegister()
	const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
	await page.goto(`${address}/calendar?month=2026-03`)
	const cell = page.locator('table.month td').filter({ hasText: 'Borders' })
	expect(await cell.locator('time').getAttribute('datetime')).toBe('2026-03-04')
	expect(await listed(page)).toEqual(['Borders', 'Returns'])
	await follow(page, 'Previous month')
	expect(await listed(page)).toEqual([])
	await follow(page, 'Next month')
	expect(await listed(page)).toEqual(['Borders', 'Returns'])
	const phone = await aPage({ as: OFFICER, viewport: PHONE })
	await phone.goto(`${address}/calendar?month=2026-03`)
	expect(await wide(phone)).toBe(0)
	expect(await faultsForEverybody(phone)).toEqual([])
})

test('a map counts entries by country and by area, with the table behind it', { timeout: 300_000 }, async () => {
	const { key, page: address } = await aRegister()
	const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
	await page.goto(`${address}/map?place=country`)
	await heading(page, `Visits ${key}: map by “Country”`)
	const rows = page.getByRole('table').getByRole('row')
	expect((await rows.filter({ hasText: 'Lesotho' }).innerText()).replaceAll(/\s+/g, ' ')).toBe('Lesotho 2')
	await rows.filter({ hasText: 'Lesotho' }).getByRole('link').click()
	expect((await listed(page)).sort()).toEqual(['Borders', 'Returns'])
	await page.goto(`${address}/map?place=site`)
	expect((await rows.filter({ hasText: 'Manicaland' }).innerText()).replaceAll(/\s+/g, ' ')).toBe('Manicaland 1')
	await seen(page.getByRole('heading', { level: 2, name: 'Where exactly' }))
	await seen(page.getByRole('table', { name: 'Where exactly' }).getByRole('link', { name: 'Papers' }))
	const looking = await aPage({ as: OFFICER })
	await looking.goto(page.url())
	expect(await faultsForEverybody(looking)).toEqual([])
})

test('a cross table counts and adds up, currency by currency, and is downloaded', { timeout: 300_000 }, async () => {
	const { key, page: address } = await aRegister()
	const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
	await page.goto(`${address}/pivot`)
	await heading(page, `Visits ${key}: cross table`)
	await page.getByLabel('Rows').selectOption({ label: 'Way' })
	await page.getByLabel('Columns').selectOption({ label: 'Country' })
	await page.getByLabel('Add up').selectOption({ label: 'Cost' })
	await page.getByRole('button', { name: 'Show' }).click()
	const row = page.locator('table.pivot tbody tr').filter({ hasText: 'Abroad' })
	expect((await row.innerText()).replaceAll(/\s+/g, ' ')).toMatch(/LSL.40\.00.*USD.100\.50/)
	const waiting = page.waitForEvent('download')
	await follow(page, 'Download as CSV')
	expect((await waiting).suggestedFilename()).toBe(`zwe-${key}-pivot.csv`)
	await row.getByRole('link', { name: '2' }).first().click()
	expect((await listed(page)).sort()).toEqual(['Borders', 'Returns'])
	const other = await aPage({ as: 'Migration Focal Point' })
	await other.goto(`${address}/pivot?rows=way&across=state`)
	expect(await textOf(other)).not.toContain('Mark out of ten')
	expect(await faultsForEverybody(other)).toEqual([])
	expect((await other.goto(`${address}/pivot?rows=way&across=state&sum=mark`))?.status()).toBe(422)
})

test('a move chosen on a board leads back to the board, with the focus on the moved card', async () => {
	const { page: address, entries } = await aRegister()
	const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
	await page.goto(`${address}/board?by=state`)
	const card = page.locator('.board-card').filter({ hasText: 'Borders' })
	await card.getByRole('link', { name: 'Record as made' }).click()
	await page.getByRole('main').getByRole('button', { name: 'Record as made' }).click()
	expect(new URL(page.url()).pathname).toBe(`${address}/board`)
	expect(new URL(page.url()).searchParams.get('by')).toBe('state')
	expect(new URL(page.url()).hash).toBe(`#card-${entries[0] ?? ''}`)
	expect(await page.locator(':focus').innerText()).toBe('Borders')
	await page.emulateMedia({ media: 'print' })
	expect(await wide(page)).toBe(0)
})
