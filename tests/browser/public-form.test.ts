import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { faultsForEverybody } from './everybody.ts'
import { aConcern, CONCERN, openForm } from './stage-submissions.ts'
import { aKey, aPage, follow, pitso, seen, textOf } from './stage.ts'

const OFFICER = 'Coordination Officer'
const PHONE = { width: 360, height: 740 }
const FORM = `/zwe/submit/${CONCERN}`
const QUEUE = `/zwe/register/${CONCERN}/submissions`
const CODE = /[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}/

const inMain = (page: Page) => page.getByRole('main')
const press = (page: Page, name: string | RegExp) => inMain(page).getByRole('button', { name }).last().click()
const paper = (name: string) => ({
	name,
	mimeType: 'application/pdf',
	buffer: Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n')
})

beforeAll(() => openForm())

/** Fills in what the form asks for. */
async function fill(page: Page, subject: string) {
	await page.getByLabel('What it is about in one line').fill(subject)
	await page.getByLabel('Kind', { exact: true }).selectOption('documents')
	await page.getByLabel('Country of residence').selectOption('ZAF')
	await page.getByLabel('What happened').fill('They kept my passport for six months.')
}

test(
	'a stranger with a script sends a concern from a phone, an officer accepts it as they corrected it, and the receipt tells so',
	{ timeout: 300_000 },
	async () => {
		const subject = `Concern ${aKey('concern')}`
		const stranger = await aPage({ viewport: PHONE })
		await stranger.goto('/zwe/submit')
		await follow(stranger, 'Fill in: Raise a concern')
		expect(await faultsForEverybody(stranger)).toEqual([])
		await fill(stranger, subject)
		await stranger.getByLabel(/^A paper that shows it/).setInputFiles(paper('letter.pdf'))
		// At once: the script does its work in place of waiting.
		await press(stranger, 'Send')
		await seen(stranger.getByRole('heading', { level: 2, name: 'Receipt code' }))
		const [code = ''] = CODE.exec(await textOf(stranger)) ?? []
		expect(code).toMatch(CODE)

		const officer = await aPage({ as: OFFICER, javaScriptEnabled: false })
		await officer.goto(QUEUE)
		await inMain(officer).getByRole('row', { name: subject }).getByRole('link').first().click()
		await seen(officer.getByRole('heading', { level: 1, name: /^Submission ZWE-SUB-/ }))
		expect(await textOf(officer)).toContain('letter.pdf')
		await follow(officer, 'Accept')
		await officer.getByLabel('What it is about in one line').fill(`${subject}, corrected`)
		await officer.getByLabel(/^What is said to whoever sent it/).fill('The mission calls you.')
		await press(officer, 'Accept as an entry')
		await seen(officer.getByRole('heading', { level: 1, name: `${subject}, corrected` }))
		expect(await textOf(officer)).toContain('Came by the public form on')
		expect(await textOf(officer)).toContain('letter.pdf')

		await stranger.goto('/zwe/submit/receipt')
		await stranger.getByRole('textbox', { name: 'Receipt code' }).fill(code.toLowerCase().replaceAll('-', ' '))
		await press(stranger, 'Follow with the receipt code')
		await seen(stranger.getByText('The mission calls you.'))
		expect(await faultsForEverybody(stranger)).toEqual([])
		expect(await textOf(stranger)).toContain('Accepted')
		expect(stranger.url()).not.toContain(code)
	}
)

test(
	'without a script the form is read in another language, mended where it is wrong, and sent after a while; nothing typed is lost',
	{ timeout: 300_000 },
	async () => {
		const subject = `Concern ${aKey('concern')}`
		const page = await aPage({ javaScriptEnabled: false, viewport: PHONE })
		await page.goto(FORM)
		await press(page, 'français')
		await seen(page.getByRole('heading', { level: 1, name: 'Soulever une préoccupation' }))
		await press(page, 'English')
		expect(await textOf(page)).toMatch(/It is read by: Secretariat/)

		await fill(page, subject)
		await page.getByLabel(/^Telephone/).fill('call me')
		await page.getByLabel(/^A paper that shows it/).setInputFiles(paper('kept.pdf'))
		// What is wrong is told where it stands; whether enough time passed is asked before that.
		const answers: string[] = []
		while (!answers.at(-1)?.includes('Telephone')) {
			await press(page, 'Send')
			const alert = page.getByRole('alert')
			await seen(alert)
			answers.push(await alert.innerText())
			expect(await page.getByLabel('What happened').inputValue()).toBe('They kept my passport for six months.')
			expect(await textOf(page)).toContain('kept.pdf')
		}
		expect(answers[0]).toMatch(/Wait \d+ seconds?, then send it again/)
		await page
			.getByRole('alert')
			.getByRole('link', { name: /^Telephone/ })
			.click()
		await page.getByLabel(/^Telephone/).fill('+27 11 555 0100')
		await press(page, 'Send')
		await seen(page.getByRole('heading', { level: 2, name: 'Receipt code' }))
		const [code = ''] = CODE.exec(await textOf(page)) ?? []

		await page.goto('/zwe/submit/receipt')
		await page.getByRole('textbox', { name: 'Receipt code' }).fill(code)
		await press(page, 'Follow with the receipt code')
		await seen(page.getByText('Waits to be read'))
		await page.getByLabel('Erase it too, with its files').check()
		await press(page, 'Take it back')
		await seen(page.getByText('Nothing of what you sent is left.'))
		await page.getByRole('textbox', { name: 'Receipt code' }).fill(code)
		await press(page, 'Follow with the receipt code')
		await seen(page.getByText('There is nothing under this code'))
	}
)

test('who does not look through it finds no queue and nothing in it', { timeout: 120_000 }, async () => {
	const { number } = await aConcern(`Concern ${aKey('concern')}`)
	for (const as of ['Migration Focal Point', 'Civil Society Representative'] as const) {
		const page = await aPage({ as })
		for (const path of [QUEUE, `${QUEUE}/${number}`, `${QUEUE}/${number}/accept`]) {
			const answer = await page.goto(path)
			expect(answer?.status(), `${as} ${path}`).toBeGreaterThanOrEqual(403)
			expect(await textOf(page)).not.toContain('What the test says')
		}
	}
	const stranger = await aPage()
	await stranger.goto(`${QUEUE}/${number}`)
	expect(await textOf(stranger)).not.toContain('What the test says')
})

const headers = { accept: 'text/html', origin: pitso.address }
const answerTo = async (body: FormData | string | Uint8Array<ArrayBuffer>, more: Record<string, string> = {}) => {
	const answer = await fetch(`${pitso.address}${FORM}`, { method: 'POST', headers: { ...headers, ...more }, body })
	return { status: answer.status, text: await answer.text() }
}

test('a file of 50 MB is refused while it comes in, and what was typed before and behind it stays', async () => {
	const form = new FormData()
	form.append('values:subject', 'Typed before the file')
	form.append('values:paper', new Blob([new Uint8Array(50_000_000)]), 'large.pdf')
	form.append('values:telephone', '+27 11 555 0199')
	const { status, text } = await answerTo(form)
	expect(status).toBe(422)
	for (const typed of ['Typed before the file', '+27 11 555 0199']) expect(text).toContain(typed)
	expect(text).toMatch(/10/)
})

test('forms that are broken are refused, whatever they break in, and the page goes on', async () => {
	const part = 'Content-Disposition: form-data; name="values:subject"\r\n\r\nabc'
	const broken: [string, string][] = [
		[`--x\r\n${part}`, 'multipart/form-data; boundary=x'],
		[`--x\r\n${part}\r\n--x--`, 'multipart/form-data'],
		['nothing of the kind', 'multipart/form-data; boundary=x'],
		[
			`--x\r\nContent-Disposition: form-data; name="${'a'.repeat(100_000)}"\r\n\r\nabc\r\n--x--\r\n`,
			'multipart/form-data; boundary=x'
		],
		['%%%=%%%&&&==', 'application/x-www-form-urlencoded'],
		['{"values":{}}', 'application/json']
	]
	for (const [body, type] of broken) {
		const { status } = await answerTo(body, { 'content-type': type })
		expect(status, type).toBeGreaterThanOrEqual(400)
		expect(status, `${type}: ${body.slice(0, 80)}`).toBeLessThan(500)
	}
	expect((await fetch(`${pitso.address}${FORM}`)).status).toBe(200)
})
