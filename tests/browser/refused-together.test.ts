import { expect, test } from 'vitest'
import { stageDomestication } from './stage-domestication.ts'
import { stageLaws } from './stage-laws.ts'
import { aKey, aPage, seen, textOf } from './stage.ts'

// These pages read their forms otherwise than field by field, and put each fault back where it was typed.

test.each([true, false])(
	'what is refused of an agreement stands at its party, with all that was typed (script: %s)',
	async (javaScriptEnabled) => {
		const page = await aPage({ as: 'Coordination Officer', javaScriptEnabled })
		const name = `Agreement ${aKey('refused')}`
		await page.goto('/zwe/agreement/new')
		await page.locator('[name="name[en]"]').fill(name)
		await page.getByLabel('Subject').fill('Work in mines')
		await page.locator('[name="party:0:country"]').fill('Zimbabwe')
		await page.locator('[name="party:2:country"]').fill('Atlantis')
		const add = page.getByRole('main').getByRole('button', { name: 'Add an agreement' })
		await add.click()
		await seen(page.getByText('This was not done'))
		expect(await textOf(page)).toContain('No country has this code.')
		expect(await page.locator('[name="party:2:country"]').getAttribute('aria-invalid')).toBe('true')
		expect(await page.getByLabel('Subject').inputValue()).toBe('Work in mines')
		expect(await page.locator('[name="party:2:country"]').inputValue()).toBe('Atlantis')
		await page.locator('[name="party:2:country"]').fill('botswana')
		await add.click()
		await seen(page.getByRole('heading', { level: 1, name }))
		expect(await textOf(page)).toContain('Zimbabwe and Botswana')
	}
)

test('what is refused of one judgement among several stands at it, with all that was typed', async () => {
	const { policy } = await stageLaws()
	const { instrument, obligation } = await stageDomestication(policy)
	const page = await aPage({ as: 'Coordination Officer', javaScriptEnabled: false })
	await page.goto(`/zwe/instrument/${instrument}/domestication/judge?policy=${policy}`)
	const of = (field: string) => page.locator(`[name="${field}:${obligation}"]`)
	// What is judged already is shut until somebody opens it; what is refused stands open.
	await page
		.locator('details', { has: of('verdict') })
		.locator('summary')
		.click()
	await of('verdict').selectOption('met')
	await page.getByRole('main').locator('form[method="post" i] button').last().click()
	await seen(page.getByText('This was not done'))
	expect(await of('verdict').inputValue()).toBe('met')
	await of('reason').fill('Section 3 says it all.')
	await page.getByRole('main').locator('form[method="post" i] button').last().click()
	await seen(page.getByRole('heading', { level: 1, name: 'Domestication' }))
	expect(await page.getByRole('main').locator('table').innerText()).toContain('Met')
})
