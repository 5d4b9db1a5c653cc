import { buffer } from 'node:stream/consumers'
import type { Download, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsForEverybody } from './everybody.ts'
import { aKey, anActor, aPage, run, seen, textOf } from './stage.ts'

const OFFICER = 'Coordination Officer'
const ADMINISTRATOR = 'Workspace Administrator'
const HOME = '/zwe/register/training'

const heading = (page: Page, name: string) => seen(page.getByRole('heading', { level: 1, name }))
const tile = (page: Page, label: string) =>
	page.locator('dl.tiles .tile').filter({ hasText: label }).locator('.value').first().innerText()

async function send(page: Page, name: string, content: string | Buffer) {
	await page.goto(`${HOME}/import`)
	await page
		.getByLabel('File', { exact: true })
		.setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) })
	await page.getByRole('button', { name: 'Send and show the preview' }).click()
	await heading(page, 'Preview of an import')
}

async function download(page: Page, start: () => Promise<unknown>): Promise<{ name: string; bytes: Buffer }> {
	const [got]: [Download, unknown] = await Promise.all([page.waitForEvent('download'), start()])
	return { name: got.suggestedFilename(), bytes: await buffer(await got.createReadStream()) }
}

test('entries are brought in from a file: refused cells are named, and once they are mended it comes in, without script', async () => {
	const { key } = await anActor()
	const name = `Training ${aKey('brought')}`
	const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
	const file = (mode: string) =>
		`Name,Offered by,Way it is held\n"${name}",${key},${mode}\n"${name} again",${key},online\n`

	await send(page, 'trainings.csv', file('by post'))
	expect(await tile(page, 'Refused rows')).toBe('1')
	const refused = await textOf(page)
	expect(refused).toContain('row 2')
	expect(refused).toContain('in-person, online, mixed')
	expect(await page.getByRole('button', { name: /Bring in/ }).count()).toBe(0)
	const list = await download(page, () => page.getByRole('link', { name: 'Download this list' }).click())
	expect(list.bytes.toString('utf8')).toContain('"2"')

	await send(page, 'trainings.csv', file('In person').replace(',In person', ',online'))
	expect([await tile(page, 'Added'), await tile(page, 'Changed'), await tile(page, 'Refused')]).toEqual(['2', '0', '0'])
	await page.getByRole('button', { name: 'Bring in 2 entries' }).click()
	await seen(page.getByRole('status').filter({ hasText: 'The file was brought into the register.' }))
	const looking = await aPage({ as: OFFICER })
	await looking.goto(page.url())
	expect(await faultsForEverybody(looking)).toEqual([])
	await page.goto(`${HOME}?filter[words]=${encodeURIComponent(name)}`)
	expect(await textOf(page)).toContain(`${name} again`)
})

test('what is taken along from a list comes back with nothing to do, in every form', async () => {
	const page = await aPage({ as: OFFICER })
	for (const [format, ending] of [
		['workbook', '.xlsx'],
		['CSV files', '-csv.zip'],
		['JSON document', '.json']
	] as const) {
		await page.goto(`${HOME}/export?field[mode]=online`)
		expect(await textOf(page)).toContain('Only the entries that the list shows')
		const got = await download(page, () =>
			page.getByRole('link', { name: new RegExp(`^Download the ${format}`) }).click()
		)
		expect(got.name).toBe(`training${ending}`)
		await send(page, got.name, got.bytes)
		expect([await tile(page, 'Added'), await tile(page, 'Changed'), await tile(page, 'Refused')]).toEqual([
			'0',
			'0',
			'0'
		])
	}
	await page.goto(`${HOME}/import`)
	const template = await download(page, () => page.getByRole('link', { name: 'Download the template' }).click())
	expect(template.name).toBe('training-template.xlsx')
	expect(template.bytes.subarray(0, 2).toString()).toBe('PK')
})

test('a declaration is downloaded as it stands, its faults are told by line, and its next version is declared', async () => {
	const key = aKey('visits')
	// Letters drawn from the key, which no other test has.
	const code = `V${key
		.toUpperCase()
		.replaceAll(/[^A-Z]/g, '')
		.slice(-4)}`
	const declaration = `register: ${key}
version: 1
code: ${code}
names: { en: { one: Visit, many: "Visits ${key}" } }
about: { en: Visits. }
title: subject
added: [keepers]
changed: [keepers]
groups:
  - { key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }
fields:
  - { key: subject, type: text, names: { en: Subject }, required: true }
states:
  - { key: open, names: { en: Open }, end: true }
`
	await run('register.declare', { declaration }, 'administrator')
	const page = await aPage({ as: ADMINISTRATOR, javaScriptEnabled: false })
	const home = `/zwe/register/${key}/declaration`
	await page.goto(home)
	const got = await download(page, () => page.getByRole('link', { name: 'Download the declaration' }).click())
	expect(got.bytes.toString('utf8')).toBe(declaration)

	const look = async (text: string) => {
		await page.goto(home)
		await page.getByLabel('Or the text itself').fill(text)
		await page.getByRole('button', { name: 'See what it would change' }).click()
	}
	await look(declaration.replace('version: 1', 'version: 2').replace('title: subject', 'title: subjct'))
	await seen(
		page.getByRole('heading', { name: 'What is wrong with it' }).or(page.getByText('What is wrong with it').first())
	)
	expect(await textOf(page)).toContain('subjct')
	await look(declaration.replace('version: 1', 'version: 2').replace('en: Subject', 'en: Theme'))
	expect(await textOf(page)).toContain('from version 1 to version 2')
	await page.getByRole('button', { name: 'Declare this version' }).click()
	await heading(page, `Visits ${key}`)
	const looking = await aPage({ as: ADMINISTRATOR })
	await looking.goto(home)
	expect(await faultsForEverybody(looking)).toEqual([])
})
