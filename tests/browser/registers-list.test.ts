import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsForEverybody } from './everybody.ts'
import { aKey, anActor, aPage, follow, run, seen, textOf, today } from './stage.ts'

const OFFICER = 'Coordination Officer'
const PHONE = { width: 360, height: 740 }
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

const inMain = (page: Page) => page.getByRole('main')
const press = (page: Page, name: string | RegExp) => inMain(page).getByRole('button', { name }).click()
/** The button above the list: another of its name stands under it. */
const together = (page: Page) => inMain(page).getByRole('button', { name: 'Change the chosen entries together' })
const told = (page: Page, sentence: string) => seen(page.getByRole('status').filter({ hasText: sentence }))
const heading = (page: Page, name: string | RegExp) => seen(page.getByRole('heading', { level: 1, name }))
/** The names of the entries that are listed, in their order. */
const listed = (page: Page) => page.locator('table.list tbody th a').allInnerTexts()

let codes = 0
/** A code for numbers that no other register has. */
const aCode = () => {
	const count = (codes += 1) + (process.pid % 17_000) * 7
	return `Q${[0, 1, 2].map((place) => LETTERS[Math.floor(count / 26 ** place) % 26] ?? 'A').join('')}`
}

/** A register of workshops with four entries: what its list can be narrowed, grouped and sorted by. */
async function aRegister() {
	const key = aKey('workshops')
	const host = await anActor()
	const declaration = `
register: ${key}
version: 1
code: ${aCode()}
names: { en: { one: Workshop, many: "Workshops ${key}" } }
about: { en: Workshops that were held on the border. }
title: subject
added: [keepers]
changed: [keepers]
lists:
  - key: way
    names: { en: Way }
    codes: [{ key: here, names: { en: In the room } }, { key: far, names: { en: At a distance } }]
groups:
  - { key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }
fields:
  - { key: subject, type: text, names: { en: Subject }, required: true }
  - { key: way, type: one-of, codes: { list: way }, names: { en: Way it is held }, filtered: true }
  - { key: host, type: actor, names: { en: Held by }, filtered: true }
  - { key: day, type: date, names: { en: Held on }, filtered: true }
  - { key: came, type: whole-number, names: { en: People who came }, filtered: true }
  - { key: secret, type: whole-number, names: { en: What it cost us }, filtered: true, seen: keepers }
states:
  - { key: open, names: { en: Planned } }
  - { key: done, names: { en: Held }, end: true }
moves:
  - { key: close, names: { en: Record as held }, from: [open], to: done, by: [keepers], needs: [day] }
views:
  - { key: afar, names: { en: Far ones }, where: { way: [far] }, columns: [came], sort: -came }
`
	await run('register.declare', { declaration }, 'administrator')
	const add = async (values: Record<string, unknown>) =>
		String((await run('entry.add', { register: key, values }))['reference'])
	return {
		key,
		host,
		page: `/zwe/register/${key}`,
		entries: [
			await add({ subject: 'First aid', way: 'here', host: host.key, day: '2025-03-01', came: 12, secret: 900 }),
			await add({ subject: 'Papers', way: 'far', day: '2026-02-01', came: 40 }),
			await add({ subject: 'Return', way: 'far', day: '2026-05-01', came: 7 }),
			await add({ subject: 'Welcome', way: 'here' })
		]
	}
}

test(
	'a register’s list is filtered, sorted, grouped and saved as a view that others find, without a script',
	{ timeout: 300_000 },
	async () => {
		const { key, page: address } = await aRegister()
		const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
		await page.goto('/zwe/register?limit=200')
		await heading(page, 'Registers')
		const row = inMain(page).getByRole('row').filter({ hasText: key })
		expect(await row.innerText()).toContain('Workshops that were held on the border.')
		expect(await row.getByRole('cell', { name: '4', exact: true }).count()).toBe(1)
		await follow(page, `Workshops ${key}`)
		await heading(page, `Workshops ${key}`)
		expect(await listed(page)).toEqual(['Welcome', 'Return', 'Papers', 'First aid'])

		await page.getByLabel('Show the filters').check()
		await page.locator('.filters summary').filter({ hasText: 'Way it is held' }).click()
		await page.getByRole('group', { name: 'Way it is held' }).getByLabel('At a distance').check()
		await page.getByLabel('People who came: from').fill('10')
		await press(page, 'Filter')
		expect(await listed(page)).toEqual(['Papers'])
		await page.goto(`${address}?field[way]=far`)
		await page.getByRole('columnheader', { name: 'People who came' }).getByRole('link').click()
		expect(await listed(page)).toEqual(['Return', 'Papers'])

		await page.goto(address)
		await page.getByText('Columns, groups and saved views').click()
		await page.getByLabel('Grouped by').selectOption({ label: 'Held on, by year' })
		await press(page, 'Show')
		const groups = page.getByRole('navigation', { name: 'Groups by “Held on, by year”' })
		expect((await groups.innerText()).replaceAll(/\s+/g, ' ')).toContain('2026 2 2025 1 Not stated 1')
		expect(await inMain(page).getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
			'2026 (2)',
			'2025 (1)',
			'Not stated (1)'
		])
		await groups.getByRole('link', { name: /^2026/ }).click()
		expect((await listed(page)).sort()).toEqual(['Papers', 'Return'])

		await page.goto(`${address}?field[way]=far&sort=came&column=came`)
		await page.getByText('Columns, groups and saved views').click()
		await follow(page, 'Save this view')
		await page.getByLabel('Name of the view').fill('Few who came from afar')
		await page.getByLabel('Share it with all who see this register').check()
		await press(page, 'Save the view')
		await told(page, 'The view was saved.')
		expect(await listed(page)).toEqual(['Return', 'Papers'])
		const link = page.url()

		const other = await aPage({ as: 'Migration Focal Point' })
		await other.goto(link)
		expect(await listed(other)).toEqual(['Return', 'Papers'])
		await other.goto(address)
		await follow(other, 'Few who came from afar')
		expect(await listed(other)).toEqual(['Return', 'Papers'])
		expect(await textOf(other)).not.toContain('What it cost us')
		const refused = await other.goto(`${address}?from[secret]=1`)
		expect(refused?.status()).toBe(422)

		await page.goto(`${address}/views`)
		await page.getByText('Change “Few who came from afar”').click()
		await page.getByLabel('Name of the view').fill('From afar')
		await page.getByLabel('Show it first when I open the register').check()
		await press(page, 'Save the changes')
		await told(page, 'The view was changed.')
		await page.goto(address)
		expect(await listed(page)).toEqual(['Return', 'Papers'])
		await follow(page, 'All entries')
		expect(await listed(page)).toHaveLength(4)
		await follow(page, 'Far ones')
		expect(await listed(page)).toEqual(['Papers', 'Return'])
		await page.goto(`${address}/views`)
		await page.getByText('Change “From afar”').click()
		await press(page, 'Remove “From afar”')
		await told(page, 'The view was removed.')
		await other.goto(link)
		await seen(other.getByText('There is no such view', { exact: false }))
	}
)

test(
	'chosen entries are changed and moved together once it was seen what becomes of each',
	{ timeout: 300_000 },
	async () => {
		const { page: address, entries } = await aRegister()
		const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
		await page.goto(address)
		await page.getByLabel('Choose Papers').check()
		await page.getByLabel('Choose Welcome').check()
		await together(page).first().click()
		await heading(page, 'Change entries together')
		await page.getByLabel('Record as held').check()
		await page.getByRole('button', { name: 'Go on' }).first().click()
		await press(page, 'See what would be changed')
		expect(await textOf(page)).toContain('State: Planned, then Held')
		expect(
			await inMain(page)
				.getByRole('row')
				.filter({ hasText: entries[3] ?? '' })
				.innerText()
		).toContain('needs these to be filled in')
		await press(page, 'Change this entry')
		await heading(page, /^Workshops/)
		await page.goto(`${address}?filter[standing]=done`)
		expect(await listed(page)).toEqual(['Papers'])

		await page.goto(`${address}?sort=title`)
		for (const name of ['First aid', 'Welcome']) await page.getByLabel(`Choose ${name}`).check()
		await together(page).first().click()
		await page.getByLabel('Held on').check()
		await page.getByRole('button', { name: 'Go on' }).last().click()
		await page.getByLabel('Held on').first().fill(today)
		await press(page, 'See what would be changed')
		await press(page, 'Change these 2 entries')
		await page.goto(`${address}?from[day]=${today}&sort=title`)
		expect(await listed(page)).toEqual(['First aid', 'Welcome'])
	}
)

test(
	'a list of a register fits a telephone, groups and all, and an empty one says how to begin',
	{ timeout: 300_000 },
	async () => {
		const { page: address } = await aRegister()
		const page = await aPage({ as: OFFICER, viewport: PHONE })
		for (const search of ['', '?group=way', '?group=state&column=host&column=day&column=came', '?view=afar']) {
			await page.goto(`${address}${search}`)
			expect(await faultsForEverybody(page), search).toEqual([])
		}
		await page.goto(`${address}?filter[words]=nothinglikethis`)
		await seen(page.getByText('No entry fits all of these filters.'))
		await page.goto(`${address}/views?address=sort%3Dday`)
		expect(await faultsForEverybody(page)).toEqual([])
	}
)

test(
	'a word where a number is asked for is told at its field; how many were found is said; nothing ticked is told',
	{ timeout: 300_000 },
	async () => {
		const { page: address } = await aRegister()
		const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
		await page.goto(`${address}?field[way]=far`)
		await told(page, '2 found')
		expect(await page.title()).toContain('2 found')
		const from = page.getByLabel('People who came: from')
		await from.fill('many')
		await press(page, 'Filter')
		expect(await from.inputValue()).toBe('many')
		expect(await from.getAttribute('aria-invalid')).toBe('true')
		expect((await listed(page)).sort()).toEqual(['Papers', 'Return'])
		expect(await faultsForEverybody(await sameIn(page))).toEqual([])
		await page.goto(address)
		await together(page).last().click()
		const notice = page.getByRole('status').filter({ hasText: 'No entry was ticked' })
		await seen(notice)
		expect(await notice.evaluate((one) => one === document.activeElement)).toBe(true)
	}
)

/** The same page in a browser with script, for what looks for faults is a script itself. */
async function sameIn(page: Page) {
	const other = await aPage({ as: OFFICER })
	await other.goto(page.url())
	return other
}

test(
	'an open filter closes when the keyboard goes on, stays on the screen, and covers nothing without script',
	{ timeout: 300_000 },
	async () => {
		const { page: address } = await aRegister()
		for (const javaScriptEnabled of [true, false]) {
			const page = await aPage({ as: OFFICER, javaScriptEnabled })
			await page.goto(address)
			await page.getByLabel('Show the filters').check()
			const last = page.locator('form.filters details').filter({ hasText: 'State of the record' })
			await last.locator('summary').click()
			const opened = await last.locator('fieldset').boundingBox()
			expect((opened?.x ?? 0) + (opened?.width ?? 0)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0)
			await last.locator('input').last().focus()
			await page.keyboard.press('Tab')
			const next = page.locator(':focus')
			const covered = await next.evaluate((one) => {
				const { x, y, width, height } = one.getBoundingClientRect()
				return !one.contains(document.elementFromPoint(x + width / 2, y + height / 2))
			})
			expect(covered).toBe(false)
			expect(await last.evaluate((one) => one.hasAttribute('open'))).toBe(!javaScriptEnabled)
		}
		const phone = await aPage({ as: OFFICER, viewport: PHONE })
		await phone.goto(address)
		await phone.getByRole('navigation', { name: 'You are here' }).getByRole('link').first().click()
		await heading(phone, 'Registers')
	}
)
