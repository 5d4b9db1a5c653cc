import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsForEverybody } from './everybody.ts'
import { aKey, aPage, seen, textOf } from './stage.ts'

const ADMINISTRATOR = 'Workspace Administrator'
const OFFICER = 'Coordination Officer'
const LIST = '/zwe/register'

const heading = (page: Page, name: string) => seen(page.getByRole('heading', { level: 1, name }))
const text = (page: Page) => page.getByLabel('Or the text itself')
const look = (page: Page) => page.getByRole('button', { name: /^See what/ }).click()

/** Capitals that stand in no other number: registers of other tests are declared beside this one. */
const aCode = () =>
	`Q${String(process.pid)
		.slice(-4)
		.replaceAll(/\d/g, (digit) => String.fromCharCode(65 + Number(digit)))}`

test('a register is declared from the template and its next version told beforehand, without script', async () => {
	const key = aKey('agreement')
	const page = await aPage({ as: ADMINISTRATOR, javaScriptEnabled: false })
	await page.goto(LIST)
	await page.getByRole('link', { name: 'Declare a register' }).click()
	await heading(page, 'Declare a register')
	await page.getByRole('link', { name: 'Put the template into the text below' }).click()
	const template = (await text(page).inputValue())
		.replace('register: agreement', `register: ${key}`)
		.replace('code: AGT', `code: ${aCode()}`)

	await text(page).fill(template.replace('list: kind', 'list: kinds'))
	await look(page)
	expect(await textOf(page)).toContain('There is no list kinds.')
	expect(await page.getByRole('button', { name: 'Declare this register' }).count()).toBe(0)

	await text(page).fill(template)
	await look(page)
	expect(await textOf(page)).toContain('The list shows: Kind, With whom and Since.')
	const looking = await aPage({ as: ADMINISTRATOR })
	await looking.goto(`${LIST}/all/declaration?template`)
	await look(looking)
	await seen(looking.getByRole('heading', { name: 'What comes of it' }))
	expect(await faultsForEverybody(looking)).toEqual([])
	await page.getByRole('button', { name: 'Declare this register' }).click()
	await heading(page, 'Agreements')
	expect(page.url()).toContain(`${LIST}/${key}`)

	const officer = await aPage({ as: OFFICER, javaScriptEnabled: false })
	await officer.goto(`${LIST}/${key}/new`)
	await officer.getByLabel('Name', { exact: true }).fill('With nobody yet')
	await officer.getByRole('button', { name: 'Add the entry' }).click()
	await heading(officer, 'With nobody yet')

	await page.goto(`${LIST}/${key}/declaration`)
	await text(page).fill(
		template
			.replace('version: 1', 'version: 2')
			.replace('key: begins, type: date,', 'key: begins, type: date, required: true,')
	)
	await look(page)
	await seen(page.getByRole('heading', { name: 'What becomes of its entries' }))
	expect(await textOf(page)).toContain('They lack it, and stay so.')
	await page.getByRole('link', { name: /-001$/ }).click()
	await heading(page, 'With nobody yet')
})

test('who may only read how a register is declared is promised nothing more', async () => {
	const page = await aPage({ as: OFFICER })
	await page.goto(`${LIST}/training/declaration`)
	await heading(page, 'How the register is declared')
	expect(await page.getByRole('button', { name: /^See what/ }).count()).toBe(0)
	await page.goto(LIST)
	expect(await page.getByRole('link', { name: 'Declare a register' }).count()).toBe(0)
})
