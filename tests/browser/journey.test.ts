import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { aPage, aStructure, follow, run, seen, textOf, today } from './stage.ts'

const AREA = 'Labour migration'
const MINISTRY = 'Ministry of Public Service, Labour and Social Welfare'

let group = { key: '', name: '' }

/** A group that deals with labour migration, in which its lead ministry sits, and whose status was changed for a reason. */
beforeAll(async () => {
	group = await aStructure({ areas: ['zwe-table-2-labour-migration'] })
	await run('membership.add', {
		structure: group.key,
		actor: 'zwe-mopslsw',
		kind: 'member',
		from: '2026-02-02',
		reason: 'it leads the area'
	})
	const { version } = await run('structure.get', { structure: group.key })
	await run('structure.setStatus', {
		structure: group.key,
		version,
		status: 'needs-reactivation',
		day: today,
		reason: 'no meeting for a year'
	})
})

const heading = (page: Page, name: string | RegExp) => seen(page.getByRole('heading', { level: 1, name }))

async function fromAreaToHistory(page: Page) {
	await heading(page, AREA)
	// Who leads it.
	expect(await page.locator('#leads').innerText()).toContain(MINISTRY)
	// Which committees deal with it.
	const structures = await page.locator('#structures').innerText()
	expect(structures).toContain('Inter-Ministerial Committee on Migration')
	await follow(page, group.name)
	// Who sits there.
	await heading(page, group.name)
	expect(await page.locator('#members').innerText()).toContain(MINISTRY)
	expect(await textOf(page)).toContain('Needs reactivation')
	// What changed in it, when and why.
	await follow(page, 'Full history')
	await heading(page, /^History of/)
	const history = await textOf(page)
	expect(history).toContain('Declared status changed')
	expect(history).toContain('no meeting for a year')
	expect(history).toMatch(/\d{1,2} [A-Z][a-z]+ \d{4} at \d{2}:\d{2}/)
	expect(history.indexOf('Declared status changed')).toBeLessThan(history.indexOf('Structure added'))
}

const scripts = [
	['with', true],
	['without', false]
] as const

test.each(scripts)('a stranger finds who governs labour migration by links, %s a script', async (_with, isOn) => {
	const page = await aPage({ javaScriptEnabled: isOn })
	await page.goto('/')
	await follow(page, /Zimbabwe/)
	await heading(page, 'Zimbabwe')
	const main = page.getByRole('navigation', { name: 'Main' })
	await main.getByText('Directory').first().click()
	await main.getByRole('link', { name: 'Matrix' }).click()
	await follow(page, /^Labour migration$/)
	await fromAreaToHistory(page)
})

test.each(scripts)('a stranger finds who governs labour migration by searching, %s a script', async (_with, isOn) => {
	const page = await aPage({ javaScriptEnabled: isOn })
	await page.goto('/')
	await follow(page, /Zimbabwe/)
	await page.getByRole('searchbox', { name: 'Search this workspace' }).fill('labour migration')
	await page.getByRole('search').getByRole('button', { name: 'Search' }).click()
	await heading(page, 'Search for “labour migration”')
	await page
		.getByRole('main')
		.getByRole('listitem')
		.filter({ hasText: 'Table 2' })
		.getByRole('link', { name: AREA, exact: true })
		.click()
	await fromAreaToHistory(page)
})

test('a stranger on a telephone opens the menu and goes on by it', async () => {
	const page = await aPage({ viewport: { width: 360, height: 740 }, hasTouch: true, javaScriptEnabled: false })
	await page.goto('/zwe')
	await page.getByText('Menu: Home').tap()
	await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Matrix' }).tap()
	await heading(page, 'Theme matrix')
})

test('in French, too, the navigation takes one line; by keyboard one opens a part of it and goes on, without a script', async () => {
	const page = await aPage({ locale: 'fr-FR', viewport: { width: 800, height: 700 }, javaScriptEnabled: false })
	await page.goto('/zwe/status')
	const main = page.locator('nav.primary')
	expect((await main.boundingBox())?.height).toBeLessThan(56)
	expect(await main.locator('summary[aria-current]').allInnerTexts()).toEqual(['Annuaire'])
	const committees = main.locator('.wide summary', { hasText: 'Comités' })
	await committees.focus()
	await page.keyboard.press('Enter')
	await seen(main.getByRole('link', { name: 'Procédures écrites' }))
	await page.keyboard.press('Tab')
	await page.keyboard.press('Tab')
	await page.keyboard.press('Enter')
	await heading(page, 'Réunions')
	expect(await main.locator('.wide a[aria-current=page]').allTextContents()).toEqual(['Réunions'])
})

const focused = (page: Page) =>
	page.evaluate(() => {
		const element = document.activeElement
		return element?.getAttribute('aria-label') ?? element?.textContent.trim() ?? ''
	})

// The sixtieth stop of a page is beyond the patience of anybody on the keyboard.
async function tabTo(page: Page, name: string) {
	for (let stop = 0; stop < 60; stop += 1) {
		await page.keyboard.press('Tab')
		if ((await focused(page)).includes(name)) return
	}
	throw new Error(`the focus does not come to “${name}”`)
}

// Access keys act on the character a key gives, which the driver's own presses with Alt leave out.
async function pressAccessKey(page: Page, key: string) {
	const keyboard = await page.context().newCDPSession(page)
	const pressed = { modifiers: 1, key, text: key, unmodifiedText: key, code: `Key${key.toUpperCase()}` }
	await keyboard.send('Input.dispatchKeyEvent', { type: 'keyDown', ...pressed })
	await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...pressed })
}

const waysToSearch = [
	['the slash', true, (page: Page) => page.keyboard.press('/')],
	['its access key, without a script', false, (page: Page) => pressAccessKey(page, 's')]
] as const

test.each(waysToSearch)(
	'by keyboard alone one comes to a structure, the search by %s',
	async (_way, isOn, toSearch) => {
		const page = await aPage({ javaScriptEnabled: isOn })
		await page.goto('/')
		await page.keyboard.press('Tab')
		expect(await focused(page)).toBe('Skip to the content')
		await page.keyboard.press('Enter')
		await tabTo(page, 'Zimbabwe')
		await page.keyboard.press('Enter')
		await heading(page, 'Zimbabwe')
		await toSearch(page)
		expect(await focused(page)).toBe('Search this workspace')
		await page.keyboard.type(group.key)
		await page.keyboard.press('Enter')
		await heading(page, `Search for “${group.key}”`)
		await page.keyboard.press('Tab')
		await page.keyboard.press('Enter')
		await tabTo(page, group.name)
		expect(await page.evaluate(() => document.activeElement?.matches(':focus-visible'))).toBe(true)
		await page.keyboard.press('Enter')
		await heading(page, group.name)
	}
)
