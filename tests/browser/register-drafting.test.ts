import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsForEverybody } from './everybody.ts'
import { aKey, aPage, seen, textOf } from './stage.ts'

const ADMINISTRATOR = 'Workspace Administrator'
const DRAFTS = '/zwe/register/draft'

const heading = (page: Page, name: string | RegExp) => seen(page.getByRole('heading', { level: 1, name }))
const button = (page: Page, name: string | RegExp) =>
	page.getByRole('button', { name, exact: typeof name === 'string' })
const link = (page: Page, name: string | RegExp) => page.getByRole('main').getByRole('link', { name }).first()

/** Goes to a control by the Tab key alone, as who has no mouse does, and presses Enter on it. */
async function enterByKeyboard(page: Page, name: string) {
	const reached = () => page.evaluate(() => document.activeElement?.textContent.trim() ?? '')
	for (let step = 0; step < 400; step += 1) {
		await page.keyboard.press('Tab')
		if ((await reached()) === name) {
			await page.keyboard.press('Enter')
			return
		}
	}
	throw new Error(`the keyboard does not reach ${name}`)
}

const rows = Array.from({ length: 8 }, (_, index) =>
	[
		`Invented visit ${String(index + 1)}`,
		index % 2 === 0 ? 'In person' : 'Online',
		`2026-0${String(index + 1)}-15`,
		String(500 + index * 100)
	].join(',')
)

test('in ten minutes an administrator makes a register from a spreadsheet by forms, fills it, and puts a chart of it on the home page, without script', async () => {
	const name = `Visit ${aKey('drafted')}`
	const page = await aPage({ as: ADMINISTRATOR, javaScriptEnabled: false })
	await page.goto('/zwe/register')
	await link(page, 'Make a register').click()
	await heading(page, 'Registers in the making')
	await link(page, /^From a spreadsheet/).click()
	await page.getByLabel('File', { exact: true }).setInputFiles({
		name: 'visits.csv',
		mimeType: 'text/csv',
		buffer: Buffer.from(['Title,Form,Day,Cost (USD)', ...rows].join('\n'))
	})
	await button(page, 'Read its columns').click()

	// The columns are recognised; what each was taken for can be changed before anything is kept.
	await heading(page, 'What its columns are')
	const typeOf = (column: string) =>
		page.getByRole('group', { name: column, exact: true }).getByLabel('It is').inputValue()
	expect(await Promise.all(['Title', 'Form', 'Day', 'Cost (USD)'].map(typeOf))).toEqual([
		'text',
		'one-of',
		'date',
		'money'
	])
	const looking = await aPage({ as: ADMINISTRATOR })
	await looking.goto(page.url())
	expect(await faultsForEverybody(looking)).toEqual([])
	await page.getByLabel(/^One entry is called \(English\)/).fill(name)
	await page.getByLabel(/^What it is for \(English\)/).fill('Invented visits, to show how a register is made.')
	await button(page, 'Begin the draft').click()
	await heading(page, name)
	expect(await textOf(page)).toContain('It can be declared as it stands')

	// One more field, by a form of its own that the keyboard reaches.
	await enterByKeyboard(page, 'Add a field')
	await link(page, 'Text of several lines').click()
	await page.getByLabel(/^Name \(English\)/).fill('Lessons')
	await button(page, 'Save in the draft').click()
	await heading(page, 'Fields')
	expect(await textOf(page)).toContain('lessons')

	await link(page, 'Preview').click()
	await heading(page, 'Preview')
	const preview = await textOf(page)
	expect(preview).toContain(`The list: ${name}`)
	expect(preview).toContain('An example')
	await looking.goto(page.url())
	expect(await faultsForEverybody(looking)).toEqual([])
	await button(page, 'Declare this register').click()

	// Its rows are offered right after: the columns find their fields.
	await heading(page, 'Preview of an import')
	await button(page, 'Bring in 8 entries').click()
	await seen(page.getByRole('status').filter({ hasText: 'The file was brought into the register.' }))
	const home = new URL(page.url()).pathname.replace(/\/import\/.*/, '')
	await page.goto(home)
	expect(await textOf(page)).toContain('Invented visit 3')

	await page.goto(`${home}/figures`)
	await page.getByLabel('Figure or chart').selectOption({ label: 'By Form' })
	await page.getByLabel('On my home page').check()
	await button(page, 'Put it there').click()
	await heading(page, 'Zimbabwe')
	expect(await textOf(page)).toMatch(/By Form[\s\S]*In person[\s\S]*4/)
	await looking.goto('/zwe')
	await seen(looking.getByRole('heading', { level: 2, name: 'By Form' }))
	expect(await faultsForEverybody(looking)).toEqual([])
})

test('a register is made from nothing by forms alone, its faults led to where they are mended, without script', async () => {
	const name = `Seminar ${aKey('drafted')}`
	const page = await aPage({ as: ADMINISTRATOR, javaScriptEnabled: false })
	await page.goto(`${DRAFTS}/new`)
	await page.getByLabel(/^One entry is called \(English\)/).fill(name)
	await page.getByLabel(/^What it is for \(English\)/).fill('Invented, for a test.')
	await button(page, 'Begin the draft').click()
	await heading(page, name)
	const draft = page.url()

	await link(page, 'Add a code list').click()
	await page.getByLabel(/^Name \(English\)/).fill('Form')
	await page.getByLabel('Codes, one a line').fill('In person | En personne\nOnline')
	await button(page, 'Save in the draft').click()
	await page.goto(`${draft}/edit/fields/+?type=money`)
	await page.getByLabel(/^Name \(English\)/).fill('Cost')
	await page.getByLabel('Currency').fill('Dollars')
	await button(page, 'Save in the draft').click()
	await page.goto(`${draft}/preview`)
	expect(await button(page, 'Declare this register').count()).toBe(0)
	await link(page, 'fields.1.currency').click()
	await heading(page, 'Cost')
	await page.getByLabel('Currency').fill('USD')
	await page
		.getByRole('group', { name: /^Asked for only when/ })
		.getByLabel('When')
		.selectOption({ label: 'Name is filled in' })
	await button(page, 'Save in the draft').click()

	// Moved before the name, and told so by the picture of what the form asks for.
	await button(page, 'Move Cost up').click()
	await page.goto(`${draft}/text`)
	expect(await page.getByLabel('Or the text itself').inputValue()).toMatch(/key: cost[\s\S]*key: name\b/)
	await page.goto(`${draft}/edit/moves`)
	expect(await page.getByRole('img', { name: /between the states of an entry/ }).count()).toBe(1)
	await page.goto(`${draft}/preview`)
	await button(page, 'Declare this register').click()
	await heading(page, name)
})
