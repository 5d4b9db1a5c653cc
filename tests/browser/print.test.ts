import { expect, test } from 'vitest'
import { aPage } from './stage.ts'

const furniture = ['.skip', 'nav', '[role=search]', '.seat', 'form', 'main .btn']

// The map is a picture and its table; the committee has 26 members, 9 bodies below it and long terms of reference.
test.each([
	['/zwe/map', 6],
	['/zwe/structure/zwe-imcm', 12],
	['/zwe/theme', 12],
	// The picture of the way stands under the head of the page, and its table after it.
	['/zwe/recommendation/ZWE-REC-2026-101', 5]
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
