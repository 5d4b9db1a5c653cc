import { expect, test } from 'vitest'
import { aHeldMeeting } from './stage-minutes.ts'
import { aPage, aStructure, textOf } from './stage.ts'

const furniture = ['.skip', 'nav', '[role=search]', '.seat', 'form', 'main .btn']

// The map is a picture and its table; the committee has 26 members, 9 bodies below it and long terms of reference.
test.each([
	['/zwe/map', 6],
	['/zwe/structure/zwe-imcm', 12],
	['/zwe/theme', 12],
	// The picture of the way stands under the head of the page, and its table after it.
	['/zwe/recommendation/ZWE-REC-2025-101', 5]
])('%s on paper is a few pages of its content, without what is only for the screen', async (address, most) => {
	const page = await aPage({ as: 'Coordination Officer', colorScheme: 'dark' })
	await page.goto(address)
	await page.emulateMedia({ media: 'print' })
	const shown = await page.evaluate(
		(selectors) =>
			selectors.filter((selector) => [...document.querySelectorAll(selector)].some((one) => one.checkVisibility())),
		furniture
	)
	expect(shown).toEqual([])
	expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true)
	const paper = await page.pdf({ format: 'A4' })
	const pages = paper.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0
	expect(pages).toBeGreaterThanOrEqual(1)
	expect(pages).toBeLessThanOrEqual(most)
})

test('the tables of a dashboard are folded under their pictures on the screen, open with a click, and stand whole on paper', async () => {
	const page = await aPage({ as: 'Coordination Officer', viewport: { width: 360, height: 800 } })
	await page.goto('/zwe/dashboard')
	const seen = () =>
		page
			.locator('.folded-table table')
			.evaluateAll((tables) => tables.map((table) => table.checkVisibility({ contentVisibilityAuto: true })))
	expect((await seen()).length).toBeGreaterThanOrEqual(5)
	expect(new Set(await seen())).toEqual(new Set([false]))
	expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(8_000)
	await page
		.getByRole('navigation', { name: 'On this page' })
		.getByRole('link', { name: /^Attendance/ })
		.click()
	const attendance = page.locator('#attendance')
	await attendance.locator('summary').click()
	expect(await attendance.getByRole('table').isVisible()).toBe(true)
	await attendance.locator('summary').click()
	await page.emulateMedia({ media: 'print' })
	await expect.poll(async () => [...new Set(await seen())]).toEqual([true])
})

test('what is printed in the dark is dark on white', async () => {
	const page = await aPage({ colorScheme: 'dark' })
	await page.goto('/zwe/structure/zwe-imcm')
	await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
	const lightness = (colour: string) =>
		page.evaluate((property) => {
			const canvas = document.createElement('canvas').getContext('2d')
			if (!canvas) return -1
			canvas.fillStyle = getComputedStyle(document.body).getPropertyValue(property)
			canvas.fillRect(0, 0, 1, 1)
			const [red = 0, green = 0, blue = 0, opacity = 0] = canvas.getImageData(0, 0, 1, 1).data
			return opacity === 0 ? 255 : (red + green + blue) / 3
		}, colour)
	expect(await lightness('background-color')).toBeGreaterThan(240)
	expect(await lightness('color')).toBeLessThan(80)
})

test('minutes that are being written hold their text on paper, and nothing that only a screen can open', async () => {
	const { meeting, items } = await aHeldMeeting((await aStructure()).key)
	const page = await aPage({ as: 'Coordination Officer', javaScriptEnabled: false })
	await page.goto(`/zwe/meeting/${meeting}/minutes`)
	const written = page.locator(`[data-typing="${items[0]}"]`)
	await written.locator('textarea').fill('Labour reported.\nHealth agreed.')
	await written.getByRole('button', { name: 'Save this item' }).click()
	await page.emulateMedia({ media: 'print' })
	expect(await textOf(page)).toContain('Labour reported.\nHealth agreed.')
	for (const selector of ['form', 'summary', '.fold', '#typing'])
		expect(
			await page.locator(`main ${selector}`).evaluateAll((all) => all.filter((one) => one.checkVisibility()).length),
			selector
		).toBe(0)
})

test('a filtered list says on paper by what it is filtered', async () => {
	const page = await aPage({ as: 'Coordination Officer' })
	await page.goto('/zwe/structure?filter[status]=active')
	await page.emulateMedia({ media: 'print' })
	expect(await textOf(page)).toMatch(/Only what matches these filters is listed: .*Active/)
})
