import { expect, test } from 'vitest'
import { FIRST_DRAFT, SECOND_DRAFT, stageLaws } from './stage-laws.ts'
import { aKey, aPage, follow, seen, textOf } from './stage.ts'

test.each([true, false])(
	'a bill is entered, its drafts are uploaded, read and compared (script: %s)',
	async (javaScriptEnabled) => {
		const page = await aPage({ as: 'Coordination Officer', javaScriptEnabled, viewport: { width: 360, height: 740 } })
		const name = `Invented Bill ${aKey('law')}`
		await page.goto('/zwe/policy')
		await follow(page, 'Add a law or policy')
		await page.getByLabel('Name').first().fill(name)
		await page.getByLabel('Form', { exact: true }).selectOption('bill')
		await page.getByRole('main').getByRole('button', { name: 'Create' }).click()
		await seen(page.getByRole('heading', { level: 1, name }))
		const law = new URL(page.url()).pathname
		for (const [index, text] of [FIRST_DRAFT, SECOND_DRAFT].entries()) {
			await page.goto(law)
			await follow(page, 'Add a version')
			await page
				.getByLabel('File')
				.setInputFiles({ name: 'draft.txt', mimeType: 'text/plain', buffer: Buffer.from(text) })
			await page.getByLabel('Name of the version').fill(`Draft ${String(index + 1)}`)
			await page.getByLabel('Day it bears').fill(`2025-0${String(index + 1)}-01`)
			await page.getByRole('main').getByRole('button', { name: 'Add a version' }).click()
			// The page loads itself again until the text is read.
			await seen(page.getByRole('link', { name: 'Read the text' }))
		}
		await follow(page, 'Compare with the version before')
		const compared = await textOf(page)
		expect(compared).toContain('Reworded')
		expect(await page.locator('ins').allInnerTexts()).toContain('or commission ')
		expect(await page.locator('del').count()).toBeGreaterThan(0)
		// Nothing stands beyond the edge of a small screen.
		expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
			true
		)
		await page.goto(`${law}/text`)
		await page.locator('#p2').getByRole('link').click()
		await seen(page.getByRole('heading', { level: 1, name: '2 Insurance' }))
	}
)

test('a law shows its stages with what is overdue, and the board leads to it', async () => {
	const { policy } = await stageLaws()
	const page = await aPage({ as: 'Coordination Officer' })
	await page.goto('/zwe/policy/board?filter[form]=bill')
	await page.getByRole('main').locator(`a[href="/zwe/policy/${policy}"]`).click()
	const text = await textOf(page)
	expect(text).toContain('Adopted (planned, overdue)')
	expect(text).toContain('File only, no text')
	await follow(page, 'Draft 3')
	expect(await textOf(page)).toContain('it is a scan, or empty')
})
