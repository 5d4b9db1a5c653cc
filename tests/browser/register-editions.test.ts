import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsForEverybody } from './everybody.ts'
import { aKey, aPage, run, seen, textOf } from './stage.ts'

const OFFICER = 'Coordination Officer'

const heading = (page: Page, name: string | RegExp) => seen(page.getByRole('heading', { level: 1, name }))
const button = (page: Page, name: string | RegExp) =>
	page.getByRole('button', { name, exact: typeof name === 'string' })
const link = (page: Page, name: string | RegExp) => page.getByRole('main').getByRole('link', { name }).first()

/** A practice that everybody may read, from a country. */
async function aPractice(country: string) {
	const { reference } = await run('entry.add', {
		register: 'practice',
		values: { name: `Invented practice ${aKey('practice')}`, country, description: 'Invented for this test.' }
	})
	await run('entry.move', { entry: reference, version: 1, move: 'accept' })
}

test('an officer lays out a report, makes its edition, writes to it, lets it stand, and everybody reads it, without script', async () => {
	await aPractice('LSO')
	const key = aKey('told')
	const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
	await page.goto('/zwe/register/practice/report')
	await link(page, 'Reports of periods').click()
	await heading(page, 'Reports of periods')
	await link(page, 'Lay out a report').click()
	await page.getByLabel(/^Name/).fill(`Practices ${key}`)
	await page.getByLabel(/^Key/).fill(key)
	await page.getByLabel('Period', { exact: true }).selectOption('month')
	await page.getByLabel(/^An entry belongs to the period by/).selectOption('')
	await page.getByLabel(/^Readers/).selectOption('public')
	await button(page, 'Lay it out').click()
	await heading(page, `Practices ${key}`)
	expect(await faultsForEverybody(await copyOf(page))).toEqual([])

	await link(page, 'Text').click()
	await page.getByLabel(/^Text/).fill('By the end of {period}, {figure.accepted} practices were accepted.')
	await page.getByLabel(/^Written by whoever completes/).selectOption('may')
	await button(page, 'Keep the layout').click()
	await heading(page, `Practices ${key}`)
	await button(page, 'Make the edition').click()
	await heading(page, new RegExp(`^Practices ${key}:`))
	expect(await textOf(page)).toContain('This is a draft')
	const address = page.url()
	const stranger = await aPage()
	expect((await stranger.goto(address))?.status()).toBe(404)

	await link(page, 'Complete the draft').click()
	await page.getByLabel('Text (English)').fill('What was accepted was invented for this test.')
	await button(page, 'Keep these texts').click()
	await button(page, 'Complete the edition').click()
	await heading(page, new RegExp(`^Practices ${key}:`))

	await stranger.goto(address)
	const told = await textOf(stranger)
	expect(told).toContain('What was accepted was invented for this test.')
	expect(told).toContain('How to cite it')
	expect(await faultsForEverybody(stranger)).toEqual([])
	const feed = await (await stranger.request.get('/zwe/register/all/reports/feed.atom')).text()
	expect(feed).toContain(`Practices ${key}:`)
	const pdf = await stranger.request.get(`${address}/pdf?language=en`)
	expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-')

	// On another screen its tables are cards: what it says is compared, and not how.
	const said = () => stranger.locator('main').textContent()
	const before = await said()
	// What is entered afterwards changes nothing of it; a correction says what it changed.
	await aPractice('MOZ')
	await stranger.reload()
	expect(await said()).toBe(before)
	await page.goto(address)
	await link(page, 'Correct this edition').click()
	await page.getByLabel('What was corrected').fill('A practice had been entered late.')
	await button(page, 'Issue the correction').click()
	await heading(page, new RegExp(`^Practices ${key}:`))
	await stranger.reload()
	const corrected = await textOf(stranger)
	expect(corrected).toContain('A practice had been entered late.')
	expect(corrected).toContain('Figures that this issue corrects')
	await link(stranger, /^Issue 1,/).click()
	expect(await textOf(stranger)).toContain('This issue was corrected')
})

test('whichever button of a draft is pressed does what it says, with what was typed, with script', async () => {
	const key = aKey('typed')
	const definition = {
		key,
		names: { en: `Practices ${key}` },
		period: 'month',
		audience: 'workspace',
		languages: ['en'],
		blocks: [{ block: 'text', key: 'words', text: { en: 'In {period}.' }, complete: 'may' }]
	}
	const { reference: template } = await run('reportTemplate.add', { register: 'practice', definition })
	const { reference: edition } = await run('reportEdition.make', { template, day: '2025-01-01' })
	const address = `/zwe/register/practice/report/edition/${String(edition)}`
	const page = await aPage({ as: OFFICER })
	await page.goto(`${address}/write`)
	const words = page.getByLabel('Text (English)')
	await words.fill('Begun.')
	await button(page, 'Count anew').click()
	await seen(page.getByText('The draft was counted anew.'))
	await heading(page, 'Complete the draft')
	expect(await words.inputValue()).toBe('Begun.')
	await words.fill('Begun, and gone on.')
	await button(page, 'Keep these texts').click()
	await seen(page.getByText('What you wrote was kept.'))
	expect(await words.inputValue()).toBe('Begun, and gone on.')
	await words.fill('Begun, gone on, and done.')
	await button(page, 'Complete the edition').click()
	await heading(page, new RegExp(`^Practices ${key}:`))
	const told = await textOf(page)
	expect(told).toContain('Begun, gone on, and done.')
	expect(told).not.toContain('This is a draft')
})

/** The same page with script, for a look at whether everybody can use it. */
async function copyOf(page: Page) {
	const copy = await aPage({ as: OFFICER })
	await copy.goto(page.url())
	return copy
}
