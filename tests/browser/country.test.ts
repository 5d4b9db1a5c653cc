import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { codeOf, PASSWORD } from '../fixtures/totp.ts'
import { anInstallation } from './own-server.ts'
import { follow, seen, textOf, theBrowser } from './stage.ts'

type Row = Readonly<Record<string, string>>

// A country of which nothing is known yet, as somebody types it into the template.
const COUNTRY: Readonly<Record<string, readonly Row[]>> = {
	actor: [
		{ key: 'cabinet-office', name: 'Cabinet Office', kind: 'government', country: 'BWA' },
		{ key: 'ministry-of-labour', name: 'Ministry of Labour', name_fr: 'Ministère du Travail', kind: 'ministry' },
		{ key: 'ministry-of-health', name: 'Ministry of Health', kind: 'ministry', parent: 'cabinet-office' }
	],
	structure: [
		{
			key: 'committee',
			name: 'Committee on Migration',
			level: 'policy',
			kind: 'interministerial-committee',
			declared_status: 'active',
			chair: 'cabinet-office'
		},
		{
			key: 'labour-group',
			name: 'Working Group on Labour Migration',
			level: 'technical',
			kind: 'working-group',
			declared_status: 'being-established',
			parent: 'committee',
			chair: 'ministry-of-labour'
		}
	],
	membership: [
		{ structure: 'committee', actor: 'ministry-of-labour', kind: 'member', from: '2024-05-01' },
		{ structure: 'labour-group', actor: 'ministry-of-health', kind: 'invited', reason: 'asked for by the chair' }
	]
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** The template with rows typed into it: all that it holds besides stays as it was. */
function filled(template: Uint8Array, rows: typeof COUNTRY): Uint8Array {
	const parts = unzipSync(template)
	const text = (path: string) => strFromU8(parts[path] ?? new Uint8Array())
	for (const [sheet, typed] of Object.entries(rows)) {
		const id = new RegExp(`<sheet name="${sheet}"[^>]*r:id="([^"]+)"`).exec(text('xl/workbook.xml'))?.[1]
		const target = new RegExp(`Id="${String(id)}"[^>]*Target="([^"]+)"`).exec(text('xl/_rels/workbook.xml.rels'))?.[1]
		const path = `xl/${String(target)}`
		const xml = text(path)
		const heads = /<row r="1"[^>]*>([\s\S]*?)<\/row>/.exec(xml)?.[1] ?? ''
		const columns = new Map(
			[...heads.matchAll(/<c r="([A-Z]+)1"[^>]*>(?:<is>)?<t[^>]*>([^<]*)<\/t>/g)].map(
				([, letters = '', name = '']) => [name, letters] as const
			)
		)
		const lines = typed.map((row, at) => {
			const cells = Object.entries(row)
				.map(([name, value]) => ({ letters: columns.get(name), value, name }))
				.sort(
					(a, b) =>
						(a.letters ?? '').length - (b.letters ?? '').length || ((a.letters ?? '') < (b.letters ?? '') ? -1 : 1)
				)
				.map(({ letters, value, name }) => {
					if (letters === undefined) throw new Error(`the template has no column ${name} in ${sheet}`)
					return `<c r="${letters}${String(at + 2)}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`
				})
			return `<row r="${String(at + 2)}">${cells.join('')}</row>`
		})
		parts[path] = strToU8(xml.replace('</sheetData>', `${lines.join('')}</sheetData>`))
	}
	return zipSync(parts)
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })
const press = (page: Page, name: string | RegExp) =>
	page.getByRole('main').getByRole('button', { name }).first().click()

async function downloaded(page: Page, name: string | RegExp): Promise<Uint8Array> {
	const address = await page.getByRole('main').getByRole('link', { name }).first().getAttribute('href')
	const answer = await page.request.get(address ?? '')
	expect(answer.status()).toBe(200)
	return answer.body()
}

/** Comes by the link of an invitation, chooses a password and sets the second factor up. */
async function comeIn(page: Page, link: string) {
	await page.goto(link)
	await page.getByLabel(/^New password/).fill(PASSWORD)
	await page.getByLabel(/^The same password again/).fill(PASSWORD)
	await press(page, 'Take the seat')
	await press(page, 'Begin')
	const key = (await page.locator('main code').first().innerText()).replaceAll(/\s/g, '')
	await page.getByLabel('The code the app shows').fill(codeOf(key))
	await press(page, 'Turn the second factor on')
	await follow(page, 'I have kept them')
}

/** Sends a file to the page of imports, and brings it in as its preview says. */
async function bringIn(page: Page, workspace: string, file: string) {
	await page.goto(`/${workspace}/import`)
	await page.getByLabel(/^File/).setInputFiles(file)
	await press(page, 'Send and show the preview')
	await seen(heading(page, 'Preview of an import'))
}

test(
	'a new country comes in by the template, is seen, changed, taken out, and is the same elsewhere and after a restore',
	{ timeout: 300_000 },
	async () => {
		const { data, console, serve } = await anInstallation()
		const folder = await mkdtemp(join(tmpdir(), 'pitso-country-'))
		onTestFinished(() => rm(folder, { recursive: true, force: true }))
		const path = (name: string) => join(folder, name)
		const made = ['--country', 'BWA', '--languages', 'en,fr', '--time-zone', 'Africa/Gaborone', '--with-frameworks']
		await console('workspace', 'create', 'first', '--name', 'First Country', ...made)
		await console('workspace', 'create', 'second', '--name', 'Second Country', ...made)
		const invite = async (workspace: string) => {
			const who = ['--role', 'administrator', '--name', 'Neo Seele', '--email', `neo@${workspace}.test`]
			const said = await console('user', 'create', '--workspace', workspace, ...who)
			const link = new RegExp(`/${workspace}/invitation/\\S+`).exec(said)?.[0]
			const seat = /to the seat (\S+)\./.exec(said)?.[1]?.replace(/;$/, '')
			return { link: link ?? '', seat: seat ?? '' }
		}
		const [first, second] = [await invite('first'), await invite('second')]

		const { address, stop } = await serve()
		const context = await (
			await theBrowser()
		).newContext({ baseURL: address, locale: 'en-GB', javaScriptEnabled: false })
		onTestFinished(() => context.close())
		context.setDefaultTimeout(60_000)
		const page = await context.newPage()
		await comeIn(page, first.link)

		await page.goto('/first')
		const beginning = await textOf(page)
		expect(beginning).toContain('First steps')
		expect(beginning).not.toContain('no lead')
		await page.getByRole('main').getByRole('link', { name: 'Bring a workbook in' }).click()
		await seen(heading(page, 'Import'))
		const template = await downloaded(page, /Download the template/)
		await writeFile(path('country.xlsx'), filled(template, COUNTRY))
		await bringIn(page, 'first', path('country.xlsx'))
		expect(await textOf(page)).toContain('labour-group')
		await press(page, /^Add or change/)
		await seen(page.getByText(/Done|Nothing to do|brought in/i))

		await page.goto('/first')
		expect(await textOf(page)).not.toContain('First steps')
		await page.goto('/first/map')
		await seen(page.getByRole('link', { name: /Committee on Migration/ }))
		await seen(page.getByRole('link', { name: /Working Group on Labour Migration/ }))

		await page.goto('/first/structure/labour-group/status')
		await page.locator('input[name="status"][value="active"]').check()
		await page.locator('[name="day"]').fill('2026-02-02')
		await page.locator('[name="reason"]').fill('first meeting held')
		await press(page, 'Declare this status')
		await page.goto('/first/structure/labour-group')
		await seen(page.getByText('Active').first())

		await page.goto('/first/export')
		const taken = await downloaded(page, /Download the workbook/)
		await writeFile(path('first.xlsx'), taken)
		const asJson = await downloaded(page, /Download the JSON/)

		const other = await (await theBrowser()).newContext({ baseURL: address, locale: 'en-GB', javaScriptEnabled: false })
		onTestFinished(() => other.close())
		const there = await other.newPage()
		await comeIn(there, second.link)
		await bringIn(there, 'second', path('first.xlsx'))
		await press(there, /^Add or change/)
		await seen(there.getByText(/Done|Nothing to do|brought in/i))
		await there.goto('/second/export')
		const again = await downloaded(there, /Download the workbook/)
		expect(Buffer.from(again).equals(Buffer.from(taken))).toBe(true)
		expect(Buffer.from(await downloaded(there, /Download the JSON/)).equals(Buffer.from(asJson))).toBe(true)
		await bringIn(there, 'second', path('first.xlsx'))
		await seen(there.getByText('Nothing to do'))

		await console('backup', '--out', path('whole.pitso'))
		await console('backup', 'verify', path('whole.pitso'))
		await stop()
		const restored = await anInstallation({ PITSO_DATA: `${data}-restored` })
		onTestFinished(() => rm(`${data}-restored`, { recursive: true, force: true }))
		await restored.console('restore', path('whole.pitso'), '--into', `${data}-restored`)
		for (const [workspace, seat] of [
			['first', first.seat],
			['second', second.seat]
		] as const) {
			await restored.console('export', workspace, '--format', 'xlsx', '--out', path('after.xlsx'), '--seat', seat)
			expect((await readFile(path('after.xlsx'))).equals(Buffer.from(taken)), workspace).toBe(true)
		}
		expect(await restored.console('audit', 'verify')).toContain('nothing wrong')
	}
)
