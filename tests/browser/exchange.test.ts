import { buffer } from 'node:stream/consumers'
import type { Download, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsForEverybody } from './everybody.ts'
import { aKey, aPage, anActor, pitso, run, seen, textOf } from './stage.ts'

const OFFICER = 'Coordination Officer'

const heading = (page: Page, name: string) => seen(page.getByRole('heading', { level: 1, name }))
const tile = (page: Page, label: string) =>
	page.locator('dl.tiles .tile').filter({ hasText: label }).locator('.value').first().innerText()

async function send(page: Page, name: string, content: string | Buffer) {
	await page.goto('/zwe/import')
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

test('a file is sent, its refused cells are named, and once they are mended it comes in', async () => {
	const existing = await anActor({ acronym: 'OLD' })
	const added = aKey('imported')
	const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
	const file = (kind: string) =>
		`key,name,acronym,kind\n${existing.key},${existing.name},NEW,ministry\n${added},"=Agency, new",,${kind}\n`

	// A text that a spreadsheet program would run is refused where it has no apostrophe, and so is a word that is none.
	await send(page, 'actor.csv', file('agencie'))
	expect(await tile(page, 'Refused rows')).toBe('1')
	expect(await textOf(page)).toContain('2 faults')
	const refused = await textOf(page)
	expect(refused).toContain('Sheet “actor”, row 3, column B “name”')
	expect(refused).toContain('Did you mean “agency”?')
	expect(await page.getByRole('button', { name: /Add or change/ }).count()).toBe(0)
	const list = await download(page, () => page.getByRole('link', { name: 'Download this list' }).click())
	expect(list.name).toBe('refused.csv')
	expect(list.bytes.toString('utf8')).toContain('"actor","3","kind","D"')

	await send(page, 'actor.csv', file('agency').replace('"=Agency', `"'=Agency`))
	expect([await tile(page, 'Added'), await tile(page, 'Changed'), await tile(page, 'Refused')]).toEqual(['1', '1', '0'])
	const preview = await textOf(page)
	expect(preview).toMatch(/acronym: OLD\s+→\s+becomes\s+NEW/)
	expect(preview).toContain(added)
	expect((await fetch(`${pitso.address}/zwe/actor/${added}`)).status).toBe(404)

	await page.getByRole('button', { name: 'Add or change 2 rows' }).click()
	await seen(page.getByRole('status').filter({ hasText: 'The workbook was imported.' }))
	await heading(page, 'Import done')
	const done = await textOf(page)
	expect(done).toContain('1 row was added, 1 was changed')
	expect(done).not.toContain('Preview of an import')
	expect(await page.locator('main').getByRole('link', { name: 'Actors' }).getAttribute('href')).toBe('/zwe/actor')
	await page.reload()
	await heading(page, 'Import done')
	expect([await tile(page, 'Added'), await tile(page, 'Changed'), await tile(page, 'Left alone')]).toEqual([
		'1',
		'1',
		'0'
	])
	// The file itself is in already; a word of a list may be written as pages show it.
	await send(page, 'actor.csv', file('Agency').replace('"=Agency', `"'=Agency`))
	expect(await textOf(page)).toContain('Nothing to do')
	await page.goto(`/zwe/actor/${added}`)
	await heading(page, '=Agency, new')
	await page.goto(`/zwe/actor/${existing.key}/history`)
	expect(await textOf(page)).toContain('Workbook imported')
})

test('somebody who changes the same row meanwhile stops it, and the preview says what it would do now', async () => {
	const { key, name } = await anActor({ acronym: 'ONE' })
	const page = await aPage({ as: OFFICER })
	await send(page, 'actor.csv', `key,name,acronym,kind\n${key},${name},TWO,ministry\n`)
	const { version } = await run('actor.get', { actor: key })
	await run('actor.change', { actor: key, version, acronym: 'THREE' })
	await page.getByRole('button', { name: 'Add or change 1 row' }).click()
	expect(await page.getByRole('alert').innerText()).toContain('Look at the preview again')
	expect(await textOf(page)).toMatch(/THREE\s+→\s+becomes\s+TWO/)
	await page.getByRole('button', { name: 'Add or change 1 row' }).click()
	await seen(page.getByRole('status').filter({ hasText: 'The workbook was imported.' }))
	await heading(page, 'Import done')
	expect(await faultsForEverybody(page)).toEqual([])
})

test('what is exported is imported again with nothing to do, and exported again it is the same file', async () => {
	const page = await aPage({ as: OFFICER })
	for (const [format, ending] of [
		['workbook', '.xlsx'],
		['CSV files', '-csv.zip'],
		['JSON document', '.json']
	] as const) {
		const get = async () => {
			await page.goto('/zwe/export')
			return download(page, () => page.getByRole('link', { name: new RegExp(`^Download the ${format}`) }).click())
		}
		const first = await get()
		expect(first.name).toBe(`zwe${ending}`)
		await send(page, first.name, first.bytes)
		expect([await tile(page, 'Added'), await tile(page, 'Changed'), await tile(page, 'Refused')]).toEqual([
			'0',
			'0',
			'0'
		])
		expect((await get()).bytes.equals(first.bytes)).toBe(true)
	}
})

test('a long import is done as a job, whose page says how it stands', async () => {
	const start = aKey('many')
	const rows = Array.from({ length: 600 }, (_, at) => `${start}-${String(at)},Office ${String(at)} of ${start},agency`)
	const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
	await send(page, 'actor.csv', `key,name,kind\n${rows.join('\n')}\n`)
	await page.getByRole('button', { name: 'Add or change 600 rows' }).click()
	await seen(page.getByRole('heading', { level: 1, name: /^Import (at work|done)$/ }))
	expect(new URL(page.url()).pathname).toMatch(/\/progress$/)
	// The page looks again by itself until it is over.
	await page.getByRole('link', { name: 'See what was brought in' }).click({ timeout: 300_000 })
	await heading(page, 'Import done')
	expect(await textOf(page)).toContain('600 rows were added, none was changed')
})

test('the template of the page is a workbook that brings nothing until it is filled', async () => {
	const page = await aPage({ as: OFFICER })
	await page.goto('/zwe/import')
	const template = await download(page, () => page.getByRole('link', { name: 'Download the template' }).click())
	expect(template.name).toBe('zwe-template.xlsx')
	await send(page, template.name, template.bytes)
	expect(await textOf(page)).toContain('Nothing to do')
})

test('only those who keep the records are led to the import; everybody may export what they see', async () => {
	const reader = await aPage()
	await reader.goto('/zwe')
	expect(await reader.getByRole('link', { name: 'Import', exact: true }).count()).toBe(0)
	await reader.locator('.wide summary', { hasText: 'Data' }).click()
	await reader.getByRole('link', { name: 'Export', exact: true }).click()
	await heading(reader, 'Export')
	await reader.goto('/zwe/import')
	expect(new URL(reader.url()).pathname).toBe('/zwe/sign-in')
	const member = await aPage({ as: 'Civil Society Representative' })
	const answer = await member.goto('/zwe/import')
	expect(answer?.status()).toBe(403)
	expect(await textOf(member)).toContain('The secretariat of the workspace and its administrators may do this.')
})

test('the pages of an import are for everybody', { timeout: 300_000 }, async () => {
	const { key, name } = await anActor()
	const page = await aPage({ as: OFFICER })
	await send(page, 'actor.csv', `key,name,kind,acronym\n${key},${name},ministry,NEW\n${aKey('a')},New,agency,\n`)
	expect(await faultsForEverybody(page)).toEqual([])
	await send(page, 'actor.csv', `key,name,kind\n${key},${name},none\nA B,,agency\n`)
	expect(await faultsForEverybody(page)).toEqual([])
	const start = aKey('much')
	const rows = Array.from({ length: 501 }, (_, at) => `${start}-${String(at)},Office ${String(at)} of ${start},agency`)
	await send(page, 'actor.csv', `key,name,kind\n${rows.join('\n')}\n`)
	await page.getByRole('button', { name: /Add or change/ }).click()
	await heading(page, 'Import at work')
	await page.goto(`${page.url()}&still`)
	expect(await faultsForEverybody(page)).toEqual([])
})
