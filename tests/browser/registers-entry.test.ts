import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsForEverybody } from './everybody.ts'
import { aTraining } from './stage-registers.ts'
import { aKey, anActor, aPage, follow, run, seen, textOf } from './stage.ts'

const OFFICER = 'Coordination Officer'
const FOCAL_POINT = 'Migration Focal Point'
const PHONE = { width: 360, height: 740 }

const inMain = (page: Page) => page.getByRole('main')
const press = (page: Page, name: string | RegExp) => inMain(page).getByRole('button', { name }).click()
const heading = (page: Page, name: string | RegExp) => seen(page.getByRole('heading', { level: 1, name }))
const part = (page: Page, id: string) => page.locator(`#${id}`).innerText()
const session = (page: Page, number: number) =>
	page.getByRole('group', { name: `Session ${String(number)}`, exact: true })
/** A long list is chosen from by name, a short one from a menu. */
async function choose(page: Page, label: string, { key, name }: { key: string; name: string }) {
	const field = inMain(page).getByLabel(label)
	if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(key)
	else await field.fill(name)
}
const referenceIn = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? ''

test(
	'a training with two sessions is entered, refused, mended, changed and announced without a script',
	{ timeout: 120_000 },
	async () => {
		const provider = await anActor()
		const name = `Training ${aKey('training')}`
		const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
		await page.goto('/zwe/register/training/new')
		await heading(page, 'New entry: Training')
		await page.getByLabel('Name', { exact: true }).fill(name)
		await choose(page, 'Offered by', provider)
		await page.getByLabel('Online').check()
		await page.getByLabel(/^Begins/).fill('2026-05-04')
		await page.getByLabel(/^Ends/).fill('2026-05-01')
		for (const [index, subject] of ['Law', 'Practice'].entries()) {
			await press(page, 'Add a row: Session')
			await session(page, index + 1)
				.getByLabel('Subject')
				.fill(subject)
			await session(page, index + 1)
				.getByLabel('Day')
				.fill(`2026-05-0${String(index + 1)}`)
		}
		expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe(name)
		await press(page, 'Add the entry')

		const summary = page.getByRole('alert')
		await seen(summary)
		await summary.getByRole('link', { name: /A training ends on the day it begins or later/ }).click()
		expect(new URL(page.url()).hash).toBe('#entry-values:ends')
		expect(await session(page, 2).getByLabel('Subject').inputValue()).toBe('Practice')
		await page.getByLabel(/^Ends/).fill('2026-05-06')
		await press(page, 'Add the entry')

		await heading(page, name)
		const reference = referenceIn(page)
		expect(reference).toMatch(/^ZWE-TRN-\d{4}-\d{3,}$/)
		expect(await part(page, 'table-sessions')).toMatch(/Law[\s\S]*Practice/)
		expect(await part(page, 'worked-out')).toContain('3')
		expect(await part(page, 'fields')).toContain(provider.name)
		expect(await part(page, 'life')).toContain('Entered as Planned')

		await follow(page, 'Change')
		await press(page, 'Take away Session 1')
		expect(await session(page, 1).count()).toBe(0)
		await page.getByLabel(/^Places offered/).fill('25')
		await press(page, 'Save')
		await heading(page, name)
		expect(await part(page, 'table-sessions')).not.toContain('Law')

		await follow(page, 'Announce')
		expect(await part(page, 'happens')).toContain('The state goes from Planned to Announced')
		await press(page, 'Announce')
		await seen(page.getByText(/^Announced since /))
		expect(await part(page, 'life')).toContain('From Planned to Announced')
		await page.goto(`/zwe/entry/${reference}/history`)
		// What changed is folded under each line.
		expect(await inMain(page).textContent()).toContain('Places offered')

		const stranger = await aPage()
		await stranger.goto(`/zwe/entry/${reference}`)
		await heading(stranger, name)
		expect(new URL(stranger.url()).pathname).toBe(`/zwe/register/training/${reference}`)
	}
)

test('a move asks for what is missing, and says what it waits for', async () => {
	const { page: address } = await aTraining()
	const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
	await page.goto(address)
	expect(await textOf(page)).toMatch(/Announce asks first for: Begins, Ends/)
	await follow(page, 'Begins')
	expect(new URL(page.url()).hash).toBe('#entry-values:begins')
	await page.goto(`${address}/move/announce`)
	await page.getByLabel(/^Begins/).fill('2036-05-01')
	await page.getByLabel(/^Ends/).fill('2036-05-02')
	await press(page, 'Announce')
	await seen(page.getByText('Not yet: Record as held. It waits until this holds: Ends ≤ today.'))
	await page.goto(`${address}/move/call_off`)
	await page.getByLabel('Reason').fill('The room is gone')
	await press(page, 'Call off')
	await seen(page.getByText(/^Called off since /))
	expect(await part(page, 'life')).toContain('The room is gone')
})

test('its provider changes a training and never meets its participants', async () => {
	const { name, page: address, reference } = await aTraining()
	const own = await aPage({ as: FOCAL_POINT })
	await own.goto('/zwe/register/training/new')
	// Whoever offers trainings is proposed as the one who does.
	expect(await own.getByLabel('Offered by').inputValue()).not.toBe('')
	const { version } = await run('entry.get', { entry: reference })
	await run('entry.change', { entry: reference, version, values: { provider: 'zwe-mopslsw' } })
	await own.goto(address)
	await heading(own, name)
	expect(await own.content()).not.toMatch(/Tariro|Participants/)
	await follow(own, 'Change')
	expect(await own.content()).not.toMatch(/Tariro|Participants/)
	await own.getByLabel(/^Places offered/).fill('12')
	await press(own, 'Save')
	await heading(own, name)
	const officer = await aPage({ as: OFFICER })
	await officer.goto(address)
	expect(await part(officer, 'table-participants')).toContain('Tariro Zvaita')
	expect(await part(officer, 'fields')).toContain('12')
})

test('the form is filled by keyboard: Enter sends it and adds no row, and a new row is where the reader is led', async () => {
	const { name, page: address } = await aTraining()
	const page = await aPage({ as: OFFICER })
	await page.goto(`${address}/change`)
	const add = inMain(page).getByRole('button', { name: 'Add a row: Session' })
	await add.focus()
	await page.keyboard.press('Enter')
	await seen(session(page, 3))
	expect(new URL(page.url()).hash).toBe('#entry-rows:sessions')
	await session(page, 3).getByLabel('Day').fill('2026-03-03')
	await session(page, 3).getByLabel('Subject').fill('Exercise')
	await page.getByLabel('Name', { exact: true }).focus()
	await page.keyboard.press('Enter')
	await heading(page, name)
	expect(await part(page, 'table-sessions')).toContain('Exercise')
})

test('two people who change one training meet each other’s words', async () => {
	const { page: address, reference } = await aTraining()
	const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
	await page.goto(`${address}/change`)
	const { version } = await run('entry.get', { entry: reference })
	await run('entry.change', { entry: reference, version, values: { name: 'Theirs', seats: 7 } }, 'administrator')
	await page.getByLabel('Name', { exact: true }).fill('Ours')
	await press(page, 'Save')
	expect(await textOf(page)).toContain('Theirs')
	expect(await page.getByLabel(/^Places offered/).inputValue()).toBe('7')
	await page.locator('[name="choice:values:name"][value="yours"]').check()
	await inMain(page).locator('.foot button').click()
	await heading(page, 'Ours')
	expect(await part(page, 'fields')).toContain('7')
})

test('the pages of an entry are whole at 360 px, for everybody', { timeout: 120_000 }, async () => {
	const { page: address } = await aTraining({ begins: '2026-05-01', ends: '2026-05-02' })
	const page = await aPage({ as: OFFICER, viewport: PHONE })
	for (const path of ['', '/change', '/move/announce', '/move/call_off']) {
		await page.goto(`${address}${path}`)
		expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(PHONE.width)
		expect(await faultsForEverybody(page), path).toEqual([])
	}
})
