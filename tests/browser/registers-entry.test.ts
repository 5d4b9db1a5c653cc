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
	{ timeout: 300_000 },
	async () => {
		const provider = await anActor()
		const name = `Training ${aKey('training')}`
		const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
		await page.goto('/zwe/register/training/new')
		await heading(page, 'New entry: Training')
		await page.getByLabel('Name', { exact: true }).fill(name)
		await choose(page, 'Offered by', provider)
		await page.getByLabel('Online', { exact: true }).check()
		await page.getByLabel(/^Begins/).fill('2026-05-04')
		await page.getByLabel(/^Ends/).fill('2026-05-01')
		for (const [index, subject] of ['Law', 'Practice'].entries()) {
			await press(page, 'Add a row: Session')
			await session(page, index + 1)
				.getByLabel('Subject')
				.fill(subject)
			await session(page, index + 1)
				.getByLabel('Day')
				.fill(`2026-05-0${String(index + 4)}`)
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
		expect(await part(page, 'happens')).toContain('The state goes from “Planned” to “Announced”')
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
	const { page: address } = await aTraining({}, ['2036-05-01', '2036-05-02'])
	const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
	await page.goto(address)
	expect(await textOf(page)).toMatch(/Announce asks first for: Begins, Ends/)
	await follow(page, 'Begins')
	expect(new URL(page.url()).hash).toBe('#entry-values:begins')
	await page.goto(`${address}/move/announce`)
	await page.getByLabel(/^Begins/).fill('2036-05-01')
	await page.getByLabel(/^Ends/).fill('2036-05-02')
	await press(page, 'Announce')
	await seen(page.getByText('Not yet: Record as held. It waits until this holds: “Ends” ≤ today.'))
	await page.goto(`${address}/move/call_off`)
	await page.getByLabel('Reason').fill('The room is gone')
	await press(page, 'Call off')
	await seen(page.getByText(/^Called off since /))
	expect(await part(page, 'life')).toContain('The room is gone')
})

test('another ministry never meets the participants of a training; its provider does, and changes it', async () => {
	const { name, page: address, reference } = await aTraining()
	const own = await aPage({ as: FOCAL_POINT })
	await own.goto('/zwe/register/training/new')
	// Whoever offers trainings is proposed as the one who does.
	expect(await own.getByLabel('Offered by').inputValue()).not.toBe('')
	await own.goto(address)
	await heading(own, name)
	expect(await own.content()).not.toMatch(/Tariro|Participants/)
	const { version } = await run('entry.get', { entry: reference })
	await run('entry.change', { entry: reference, version, values: { provider: 'zwe-mopslsw' } })
	await own.goto(address)
	expect(await part(own, 'table-participants')).toContain('Tariro Zvaita')
	await follow(own, 'Change')
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

test('the pages of an entry are whole at 360 px, for everybody', { timeout: 300_000 }, async () => {
	const { page: address } = await aTraining({ begins: '2026-05-01', ends: '2026-05-02' })
	const page = await aPage({ as: OFFICER, viewport: PHONE })
	for (const path of ['', '/change', '/move/announce', '/move/call_off']) {
		await page.goto(`${address}${path}`)
		expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(PHONE.width)
		expect(await faultsForEverybody(page), path).toEqual([])
	}
})

test('what a condition rules out is out of sight while the form is filled in, and is asked for again when it is not', async () => {
	const page = await aPage({ as: OFFICER })
	const refused: string[] = []
	page.on('console', (message) => void (message.type() === 'error' && refused.push(message.text())))
	await page.goto('/zwe/register/training/new')
	const place = page.locator('[data-group="values:place"]')
	await page.getByLabel('Online', { exact: true }).check()
	await place.waitFor({ state: 'hidden' })
	await page.getByLabel('Mixed', { exact: true }).check()
	await seen(place)
	expect(await place.locator('legend').innerText()).not.toContain('optional')
	await page.getByLabel('Town or place').fill('The hall')
	await page.getByLabel('Online', { exact: true }).check()
	await place.waitFor({ state: 'hidden' })
	// What is out of sight is not sent; chosen otherwise, it is as it was typed.
	expect(await page.locator('[name="values:place"]').isDisabled()).toBe(true)
	await page.getByLabel('In person').check()
	await seen(place)
	expect(await page.getByLabel('Town or place').inputValue()).toBe('The hall')
	expect(refused).toEqual([])
})

const kept = (page: Page) => page.locator('#kept')
const away = (page: Page, isAway: boolean) => page.context().setOffline(isAway)
const ready = (page: Page) => page.evaluate(async () => void (await navigator.serviceWorker.ready))
/** How many forms this browser keeps. */
const draftsIn = (page: Page) =>
	page.evaluate(
		() =>
			new Promise<number>((resolve, reject) => {
				const asked = indexedDB.open('pitso', 1)
				asked.onerror = () => reject(new Error('no store'))
				asked.onsuccess = () => {
					const counted = asked.result.transaction('form').objectStore('form').count()
					counted.onerror = () => reject(new Error('no store of forms'))
					counted.onsuccess = () => {
						asked.result.close()
						resolve(counted.result)
					}
				}
			})
	)
const sessionsOf = async (reference: string) => {
	const { tables } = await run('entry.get', { entry: reference })
	return JSON.stringify(tables)
}

test('the form of an entry is kept with its rows while the network is away, and sent when it is back', async () => {
	const { page: address, reference } = await aTraining()
	const page = await aPage({ as: OFFICER })
	await page.goto(`${address}/change`)
	await ready(page)
	await away(page, true)
	await seen(kept(page).getByText('You are offline.'))
	await press(page, 'Add a row: Session')
	await session(page, 3).getByLabel('Day').fill('2026-03-03')
	await session(page, 3).getByLabel('Subject').fill('Written without a network')
	await press(page, 'Take away Session 1')
	expect(await session(page, 1).count()).toBe(0)
	await press(page, 'Save')
	await seen(kept(page).getByText('1 form waits in this browser to be sent.'))
	expect(await sessionsOf(reference)).toContain('Law')
	await away(page, false)
	await seen(kept(page).getByText('Sent:'))
	const sent = await sessionsOf(reference)
	expect(sent).toContain('Written without a network')
	expect(sent).not.toContain('Law')
	expect(sent).toContain('Tariro Zvaita')
})

test('a form left half-filled comes back with the rows that were added to it', async () => {
	const { name, page: address, reference } = await aTraining()
	const page = await aPage({ as: OFFICER })
	page.on('dialog', (dialog) => void dialog.accept())
	await page.goto(`${address}/change`)
	await press(page, 'Add a row: Session')
	await session(page, 3).getByLabel('Day').fill('2026-03-03')
	// A round by the server is no leaving: nothing is offered back there.
	expect(await page.getByText('You left this form half-filled').count()).toBe(0)
	await session(page, 3).getByLabel('Subject').fill('Half-filled')
	await expect.poll(() => draftsIn(page)).toBe(1)
	await page.goto(address)
	await page.goto(`${address}/change`)
	await seen(page.getByText('You left this form half-filled'))
	await page.getByRole('button', { name: 'Put it back' }).click()
	await seen(session(page, 3))
	expect(await session(page, 3).getByLabel('Subject').inputValue()).toBe('Half-filled')
	await press(page, 'Save')
	await heading(page, name)
	expect(await sessionsOf(reference)).toContain('Half-filled')
})

test('a chosen file is said not to be kept, and the rest of the form is', async () => {
	const { page: address, reference } = await aTraining()
	const page = await aPage({ as: OFFICER })
	await page.goto(`${address}/change`)
	await ready(page)
	await page.getByLabel(/^Places offered/).fill('31')
	const programme = page.locator('input[type=file]').first()
	await programme.setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('A programme') })
	await away(page, true)
	await press(page, 'Save')
	await seen(kept(page).getByText('A file cannot be kept in this browser.'))
	await programme.setInputFiles([])
	await press(page, 'Save')
	await seen(kept(page).getByText('1 form waits in this browser to be sent.'))
	await away(page, false)
	await seen(kept(page).getByText('Sent:'))
	expect(await run('entry.get', { entry: reference })).toMatchObject({ values: { seats: '31' } })
})

test('an entry is discussed, linked and given documents by who sees it, and by nobody else', async () => {
	const { name, page: address, reference } = await aTraining({ begins: '2026-05-01', ends: '2026-05-02' })
	const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
	await page.goto(address)
	await page.getByLabel('Your comment').fill('Shall we hold it in the capital?')
	await press(page, 'Add comment')
	expect(await part(page, 'discussion')).toContain('Shall we hold it in the capital?')

	await page.locator('#links').getByRole('link', { name: 'Add a link' }).click()
	await inMain(page).getByRole('link', { name: 'Areas' }).click()
	const area = inMain(page).getByLabel('Area', { exact: true })
	const options = await area
		.locator('option')
		.evaluateAll((found) =>
			found.map((one) => ({ value: one.getAttribute('value') ?? '', label: one.textContent.trim() }))
		)
	const chosen = options.find(({ value }) => value !== '') ?? { value: '', label: '' }
	await area.selectOption(chosen.value)
	await inMain(page).getByLabel('Type of link').selectOption({ index: 1 })
	await inMain(page).locator('.foot button').click()
	await heading(page, name)
	const linked = chosen.label.split(': ').at(-1) ?? ''
	expect(await part(page, 'links')).toContain(linked)

	await page.locator('#documents').getByRole('link').first().click()
	await page.getByLabel('File').setInputFiles({
		name: 'programme.txt',
		mimeType: 'text/plain',
		buffer: Buffer.from('The programme')
	})
	await page.getByLabel('Title').fill('Programme of the days')
	await press(page, 'Attach a document')
	await heading(page, name)
	expect(await part(page, 'documents')).toContain('Programme of the days')
	expect(await part(page, 'life')).toContain('Entered as Planned')

	const member = await aPage({ as: FOCAL_POINT })
	await member.goto(address)
	expect(await part(member, 'discussion')).toContain('Shall we hold it in the capital?')
	expect(await part(member, 'links')).toContain(linked)
	expect(await part(member, 'documents')).toContain('Programme of the days')

	const stranger = await aPage()
	expect((await stranger.goto(address))?.status()).toBe(404)
	const { version } = await run('entry.get', { entry: reference })
	await run('entry.move', { entry: reference, version, move: 'announce' })
	await stranger.goto(address)
	await heading(stranger, name)
	expect(await stranger.content()).not.toContain('Shall we hold it in the capital?')
	expect(await stranger.getByLabel('Your comment').count()).toBe(0)
})
