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
const choose = (page: Page, name: string, value: string) =>
	page.getByRole('combobox', { name, exact: true }).selectOption(value)

/** A declaration as somebody sends it along, under a key of the test. */
const letters = (key: string, code: string) => `register: ${key}
version: 1
code: ${code}
names: { en: { one: Contact, many: Contacts ${key} } }
about: { en: 'Invented, for a test.' }
title: name
added: [keepers]
changed: [keepers]
groups: [{ key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }]
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: phone, type: telephone, names: { en: Telephone } }
  - { key: mail, type: email, names: { en: E-mail } }
  - { key: cost, type: text, names: { en: Cost } }
states: [{ key: open, names: { en: Open } }]
`

async function sendFile(page: Page, text: string) {
	await page.goto(`${DRAFTS}/file`)
	await page
		.getByLabel('File', { exact: true })
		.setInputFiles({ name: 'contacts.yaml', mimeType: 'text/yaml', buffer: Buffer.from(text) })
	await button(page, 'Begin the draft').click()
}

async function addField(page: Page, draft: string, name: string) {
	await page.goto(`${draft}/edit/fields/+?type=text`)
	await page.getByLabel(/^Name \(English\)/).fill(name)
	await button(page, 'Save in the draft').click()
	await heading(page, 'Fields')
}

test('a register is begun as a copy of one whose entries name each other, and stands by itself, without script', async () => {
	const name = `Association ${aKey('copied')}`
	const page = await aPage({ as: ADMINISTRATOR, javaScriptEnabled: false })
	await page.goto(DRAFTS)
	await link(page, 'As a copy of a register').click()
	await page.getByLabel('Register to copy').selectOption('diaspora-association')
	await page.getByLabel(/^One entry is called \(English\)/).fill(name)
	await page.getByLabel(/^What it is for \(English\)/).fill('Invented, for a test.')
	await button(page, 'Begin the draft').click()
	await heading(page, name)
	expect(await textOf(page)).toContain('It can be declared as it stands')
	await link(page, 'Look at what comes of it').click()
	await button(page, 'Declare this register').click()
	await heading(page, name)
})

test(
	'from a file, filled from a spreadsheet of other headings, and changed with what it holds: split, joined, converted, taken back; without script',
	{ timeout: 300_000 },
	async () => {
		const key = aKey('contacts').toLowerCase()
		const page = await aPage({ as: ADMINISTRATOR, javaScriptEnabled: false })
		await sendFile(page, 'Name;Telephone\nhello;1\n')
		await seen(page.getByText('This declares no register'))
		await sendFile(page, letters(key, 'QCX'))
		await heading(page, `Contacts ${key}`)
		await link(page, 'Look at what comes of it').click()
		await button(page, 'Declare this register').click()
		await heading(page, `Contacts ${key}`)
		const home = new URL(page.url()).pathname

		// Nobody rewrites the headings of a sheet: what each column is, is said once.
		await page.goto(`${home}/import`)
		await page.getByLabel('File', { exact: true }).setInputFiles({
			name: 'people.csv',
			mimeType: 'text/csv',
			buffer: Buffer.from(
				'Who;Reached by;Mailbox;Price;Our own\nAnna Moyo;+263 77 001 4455;anna@example.org;about 500;x\nTendai Ncube;+263 77 001 4456;tendai@example.org;600;y\n'
			)
		})
		await button(page, 'Send and show the preview').click()
		await heading(page, 'Preview of an import')
		for (const [column, field] of [
			['Column A “Who”', 'name'],
			['Column B “Reached by”', 'phone'],
			['Column C “Mailbox”', 'mail'],
			['Column D “Price”', 'cost'],
			['Column E “Our own”', '']
		] as const)
			await choose(page, column, field)
		await button(page, 'Read the columns so').click()
		await seen(page.getByText('Bring in 2 entries'))
		expect(await textOf(page)).toMatch(/Anna Moyo[\s\S]*Telephone[\s\S]*\+263 77 001 4455/)
		const looking = await aPage({ as: ADMINISTRATOR })
		await looking.goto(page.url())
		expect(await faultsForEverybody(looking)).toEqual([])
		await button(page, 'Bring in 2 entries').click()
		await heading(page, 'Import done')

		await page.goto(DRAFTS)
		await page.getByLabel('Register', { exact: true }).selectOption(key)
		await button(page, 'Begin its next version').click()
		await heading(page, `Contacts ${key}`)
		const draft = new URL(page.url()).pathname
		for (const field of ['First', 'Family', 'Reach']) await addField(page, draft, field)
		await page.goto(`${draft}/edit/fields/cost?type=money`)
		await page.getByLabel('Currency').first().fill('USD')
		await button(page, 'Save in the draft').click()
		for (const field of ['Telephone', 'E-mail', 'Name']) {
			await page.goto(`${draft}/edit/fields`)
			await button(page, `Take out ${field}`).click()
		}
		await page.goto(`${draft}/edit/head`)
		await page.getByLabel(/^What an entry is called by/).fill('family')
		await button(page, 'Save in the draft').click()

		// What becomes of what entries hold is said by forms.
		const steps = `${draft}/steps`
		await page.goto(`${steps}?kind=split`)
		await choose(page, 'Field that is split', 'name')
		await choose(page, 'New field, part 1', 'first')
		await choose(page, 'New field, part 2', 'family')
		await button(page, 'Note it in the draft').click()
		await page.goto(`${steps}?kind=join`)
		await choose(page, 'Field that is joined, part 1', 'phone')
		await choose(page, 'Field that is joined, part 2', 'mail')
		await choose(page, 'Field of the draft that takes them', 'reach')
		await page.getByLabel(/^How the parts are to stand/).fill('{phone}, {mail}')
		await button(page, 'Note it in the draft').click()
		await page.goto(`${steps}?kind=convert`)
		await choose(page, 'Field, as entries hold it now', 'cost')
		await button(page, 'Note it in the draft').click()
		expect(await textOf(page)).toContain('Name becomes several: First and Family')
		await page.goto(`${draft}/preview`)
		const told = await textOf(page)
		expect(told).toContain('‘about 500’ becomes nothing')
		expect(told).not.toMatch(/Nothing that entries hold is lost/)
		await looking.goto(page.url())
		expect(await faultsForEverybody(looking)).toEqual([])

		// Nothing is lost without the box of just that.
		await button(page, 'Declare this version').click()
		await seen(page.getByText(/loses 1 value/))
		await page.getByRole('checkbox', { name: /^1 value is to be lost/ }).check()
		await button(page, 'Declare this version').click()
		await heading(page, `Contacts ${key}`)
		await link(page, 'Moyo').click()
		const entry = new URL(page.url()).pathname
		expect(await textOf(page)).toMatch(/\+263 77 001 4455, anna@example\.org/)

		await page.goto(`${home}/declaration`)
		await button(page, /^See what bringing back version 1/).click()
		await button(page, 'Declare this version').click()
		await heading(page, `Contacts ${key}`)
		await page.goto(entry)
		expect(await textOf(page)).toMatch(/Anna Moyo[\s\S]*anna@example\.org[\s\S]*about 500/)
	}
)
