import { expect, test } from 'vitest'
import { aPage, seen } from './stage.ts'
import { aReport } from './stage-report.ts'

// By keyboard and by ear a page is known by its title first and by where the focus stands.
test('a refused form leads the keyboard to what is wrong with it, and a done one to what was done', async () => {
	const page = await aPage({ as: 'Coordination Officer' })
	await page.goto('/zwe/secretariat-report/new')
	await page.getByLabel('First day').fill('2025-12-31')
	await page.getByLabel('Last day').fill('2025-10-01')
	await page.getByLabel('Last day').press('Enter')
	const summary = page.getByRole('alert')
	await seen(summary)
	expect(await page.title()).toMatch(/^Error: /)
	expect(await summary.evaluate((one) => one === document.activeElement)).toBe(true)
	await page.keyboard.press('Tab')
	expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Last day')
	await page.getByLabel('First day').fill('2025-07-01')
	await page.getByLabel('Last day').fill('2025-09-30')
	await page.getByLabel('Last day').press('Enter')
	await page.waitForURL(/\/secretariat-report\/ZWE-QSR-/)
	expect(await page.title()).not.toMatch(/^Error/)
	const done = page.locator('main').getByRole('status')
	await seen(done)
	expect(await done.first().evaluate((one) => one === document.activeElement)).toBe(true)
})

test('the title of a refused page begins with the word for it in the reader’s language', async () => {
	const signedIn = await aPage({ as: 'Coordination Officer' })
	const page = await aPage({ locale: 'fr', storageState: await signedIn.context().storageState() })
	await page.goto('/zwe/secretariat-report/new')
	await page.locator('input[type=date]').nth(0).fill('2025-12-31')
	await page.locator('input[type=date]').nth(1).fill('2025-10-01')
	await page.locator('input[type=date]').nth(1).press('Enter')
	await seen(page.getByRole('alert'))
	expect(await page.title()).toMatch(/^Erreur\u00a0: /)
})

test('the register offers its rows for paper, and prints no box to tick', async () => {
	const page = await aPage({ as: 'Coordination Officer' })
	await page.goto('/zwe/recommendation')
	await page.getByRole('link', { name: 'Show up to 200 at once' }).click()
	await seen(page.locator('.list tbody tr').nth(25))
	await page.emulateMedia({ media: 'print' })
	expect(await page.getByRole('checkbox').first().isVisible()).toBe(false)
	expect(await page.getByRole('columnheader', { name: 'Choose' }).isVisible()).toBe(false)
	expect(await page.getByRole('columnheader', { name: 'Number' }).isVisible()).toBe(true)
})

test('on a narrow screen the calendar lists its days, whole, and filters stand behind a box', async () => {
	const page = await aPage({ as: 'Coordination Officer', viewport: { width: 360, height: 800 } })
	await page.goto('/zwe/meeting/calendar?month=2026-12')
	const day = page.locator('.month td').filter({ hasText: '10 December 2026' })
	await seen(day)
	const box = await day.boundingBox()
	expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(360)
	await page.goto('/zwe/recommendation')
	const words = page.locator('.filters input[type=search]').first()
	expect(await words.isVisible()).toBe(false)
	await page.getByText('Show the filters').click()
	await seen(words)
	await page.goto('/zwe/recommendation?filter[status]=proposed')
	await seen(words)
})

test('what the secretariat marks in its text is set so on the page of the report, and in which language is said', async () => {
	const page = await aPage({ as: 'Coordination Officer' })
	const report = `/zwe/secretariat-report/${await aReport()}`
	await page.goto(`${report}/write/outlook`)
	await page
		.getByLabel('Text of the secretariat in English')
		.fill('# Next\n\nThe **forum** meets:\n\n- in March\n- in June')
	await page.getByRole('button', { name: 'Save the text' }).click()
	await page.waitForURL(/#outlook$/)
	const section = page.locator('#outlook')
	await seen(section.getByRole('heading', { level: 3, name: 'Next' }))
	expect(await section.locator('strong').allTextContents()).toEqual(['forum'])
	expect(await section.locator('.prose li').allTextContents()).toHaveLength(2)
})
