import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { faultsForEverybody } from './everybody.ts'
import { aKey, aPage, pitso, run, seen, textOf } from './stage.ts'

const OFFICER = 'Coordination Officer'
const PASSPHRASE = 'four lorries cross slowly'
const SECRET = 'A lorry nobody shall read of'

let counted = 0
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** The declaration of a register with a photograph, a condition, a check, a result and a table. */
const declarationOf = (key: string, code: string, version = 1) => `register: ${key}
version: ${String(version)}
code: ${code}
names: { en: { one: Crossing, many: Crossings ${key} } }
about: { en: What is met at a border post. Invented for a test. }
title: name
added: [keepers]
changed: [keepers]
groups: [{ key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }]
lists: [{ key: way, names: { en: Way }, codes: [{ key: road, names: { en: Road } }, ${version === 1 ? '{ key: rail, names: { en: Rail } }' : '{ key: river, names: { en: River } }'}] }]
fields:
  - { key: name, type: text, required: true, names: { en: What was met } }
  - { key: met, type: date, default: today, filtered: true, names: { en: Met on } }
  - { key: way, type: one-of, codes: { list: way }, filtered: true, names: { en: Way } }
${version === 1 ? '  - { key: train, type: text, asked: way = "rail", names: { en: Train } }\n' : ''}  - { key: people, type: whole-number, least: 0, names: { en: People } }
  - { key: minors, type: whole-number, names: { en: Minors } }
  - { key: way_since, type: partial-date, names: { en: On the way since } }
  - { key: country, type: country, names: { en: Comes from } }
  - { key: photo, type: file, names: { en: Photograph } }
  - { key: place, type: place, names: { en: Where } }
  - { key: adults, type: formula, formula: people - minors, digits: 0, names: { en: Adults } }
tables:
  - { key: goods, names: { en: Goods }, row: { en: Item }, fields: [{ key: what, type: text, required: true, names: { en: What } }] }
checks: [{ key: fewer, at: minors, must: minors = empty or minors <= people, message: { en: No more minors than people. } }]
states: [{ key: open, names: { en: Open } }]
`

/** A register of its own for a test. */
async function aRegister() {
	const key = aKey('crossing')
	const at = (counted += 1)
	const code = `F${LETTERS.charAt(at % 26)}${LETTERS.charAt(Math.floor(at / 26))}${LETTERS.charAt(process.pid % 26)}`
	await run('register.declare', { declaration: declarationOf(key, code) }, 'administrator')
	return { key, code }
}

const Listed = z.object({ items: z.array(z.looseObject({ reference: z.string() })) })
const entriesIn = async (register: string) => Listed.parse(await run('entry.list', { register })).items
const app = (page: Page) => page.locator('[data-capture-app]')
const press = (page: Page, name: string | RegExp) => app(page).getByRole('button', { name }).first().click()
const says = (page: Page, sentence: string | RegExp) => seen(app(page).getByText(sentence))
const form = (page: Page) => page.locator('[data-form] form')

// A seat has a few devices at most.
beforeEach(async () => {
	const { items } = z
		.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) })
		.parse(await run('captureDevice.list', { filter: { state: ['ready'] }, limit: 200 }, 'administrator'))
	for (const { id, name } of items)
		if (name.startsWith('Phone ')) await run('captureDevice.revoke', { device: id }, 'administrator')
})

/** Makes the browser of an officer ready for a register, as the page leads them. */
async function aReadyDevice(page: Page, register: string, { take = '0' } = {}) {
	await page.goto(`/zwe/register/${register}/capture`)
	await page.getByLabel('Name of the device').fill('Phone of the post')
	await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
	await page.getByLabel('The passphrase once more').fill(PASSPHRASE)
	await page.getByLabel(/^Entries of each register/).selectOption(take)
	await page.getByRole('button', { name: 'Make ready' }).click()
	await seen(page.getByText('The device is ready.'))
}

async function unlock(page: Page, passphrase = PASSPHRASE) {
	await page.getByLabel('Passphrase of “Phone of the post”').fill(passphrase)
	await press(page, 'Unlock')
}

/** Everything this browser's store of field capture holds, as a thief of the disk would find it. */
const storeOf = (page: Page) =>
	page.evaluate(async () => {
		const opened = await new Promise<IDBDatabase>((resolve, reject) => {
			const asked = indexedDB.open('pitso-capture')
			asked.onsuccess = () => resolve(asked.result)
			asked.onerror = () => reject(new Error('no store'))
		})
		const text = (value: unknown): string => {
			if (value instanceof ArrayBuffer || ArrayBuffer.isView(value))
				return ['latin1', 'utf-16le'].map((encoding) => new TextDecoder(encoding).decode(value)).join(' ')
			if (typeof value !== 'object' || value === null) return String(value)
			return Object.entries(value)
				.map(([name, inner]) => `${name} ${text(inner)}`)
				.join(' ')
		}
		const found: string[] = []
		for (const store of opened.objectStoreNames) {
			const rows = await new Promise<unknown[]>((resolve, reject) => {
				const asked = opened.transaction(store).objectStore(store).getAll()
				asked.onsuccess = () => resolve(asked.result)
				asked.onerror = () => reject(new Error(store))
			})
			found.push(...rows.map((row) => `${store}: ${text(row)}`))
		}
		opened.close()
		return found
	})

/** How many forms are written down while they are filled in. */
const openIn = async (page: Page) => (await storeOf(page)).filter((row) => row.includes('/open/')).length

const PICTURE = {
	name: 'lorry-of-the-post.png',
	mimeType: 'image/png',
	buffer: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
}

test(
	'a device made ready captures with the network cut, with photograph and rows, and sends it once when it is back',
	{ timeout: 300_000 },
	async () => {
		const { key } = await aRegister()
		const page = await aPage({
			as: OFFICER,
			viewport: { width: 360, height: 740 },
			permissions: ['geolocation'],
			geolocation: { latitude: -17.829167, longitude: 31.052222 }
		})
		await aReadyDevice(page, key)
		expect(await faultsForEverybody(page)).toEqual([])
		await page.context().setOffline(true)
		await page.goto('/capture')
		await page.reload()
		await says(page, 'You are offline.')
		expect(await textOf(page)).toContain('Numbers are given when it is sent.')
		await unlock(page)
		await press(page, 'New: Crossing')
		await form(page).getByLabel('What was met').fill(SECRET)
		// What one answer asks for or rules out follows it, as on the page of the register.
		expect(
			await form(page)
				.getByLabel(/^Train/)
				.isVisible()
		).toBe(false)
		await form(page).getByLabel('Rail').check()
		await form(page)
			.getByLabel(/^Train/)
			.fill('Night train')
		await form(page)
			.getByLabel(/^People/)
			.fill('2')
		await form(page)
			.getByLabel(/^Minors/)
			.fill('5')
		await form(page)
			.getByLabel(/^Comes from/)
			.selectOption({ label: 'Malawi' })
		await form(page)
			.getByLabel(/^Photograph/)
			.setInputFiles(PICTURE)
		expect(await form(page).getByLabel('Latitude').inputValue()).toBe('')
		await form(page).getByRole('button', { name: 'Take my place' }).click()
		await expect.poll(() => form(page).getByLabel('Latitude').inputValue()).toBe('-17.829167')
		for (const [index, what] of ['Blankets', 'Tents'].entries()) {
			await form(page).getByRole('button', { name: 'Add a row: Item' }).click()
			await form(page).getByLabel('What', { exact: true }).nth(index).fill(what)
		}
		await form(page)
			.getByLabel(/^On the way since/)
			.fill('last year')
		await press(page, 'Ready to be sent')
		await says(page, /No more minors than people/)
		await says(page, /On the way since – Write a year, a month or a day/)
		await form(page)
			.getByLabel(/^On the way since/)
			.fill('2025-12')
		await form(page)
			.getByLabel(/^Minors/)
			.fill('1')
		await says(page, 'Worked out here')
		expect(await app(page).locator('dd').first().innerText()).toBe('1')
		expect(await faultsForEverybody(page)).toEqual([])
		await press(page, 'Ready to be sent')
		await says(page, 'Kept, and ready to be sent.')
		await says(page, /^Ready to be sent: 1\. Drafts: 0\./)
		expect(await faultsForEverybody(page)).toEqual([])

		for (const row of await storeOf(page))
			for (const clear of [SECRET, 'lorry', 'Blankets', 'Night', 'Malawi', 'MWI', 'IHDR', key, 'Crossing', 'values:'])
				expect(row).not.toContain(clear)
		expect(await entriesIn(key)).toEqual([])

		// What waits outlives the page, and is opened again by the passphrase alone.
		await page.reload()
		await unlock(page)
		await page.getByLabel('Search what waits').fill('nowhere')
		await says(page, 'Nothing that waits says this.')
		await page.getByLabel('Search what waits').fill('blankets')
		await press(page, `Open: ${SECRET}`)
		expect(await form(page).getByLabel('What', { exact: true }).nth(1).inputValue()).toBe('Tents')
		expect(
			await form(page)
				.getByLabel(/^Comes from/)
				.inputValue()
		).toBe('MWI')
		await says(page, /Kept with it: lorry-of-the-post.png/)
		await press(page, 'Ready to be sent')

		await page.context().setOffline(false)
		await says(page, /^Sent: 1\. Waiting for a decision: 0\. Came back: 0\./)
		const [entry, ...others] = await entriesIn(key)
		expect(others).toEqual([])
		await says(page, `Entered: ${entry?.reference ?? ''}`)
		const read = await run('entry.get', { entry: entry?.reference ?? '' })
		expect(read).toMatchObject({
			values: {
				name: SECRET,
				way: 'rail',
				train: 'Night train',
				people: '2',
				minors: '1',
				country: 'MWI',
				place: { longitude: '31.052222' }
			},
			tables: { goods: [{ what: 'Blankets' }, { what: 'Tents' }] },
			files: [{ name: 'lorry-of-the-post.png' }]
		})
		await page.reload()
		await unlock(page)
		await says(page, 'Nothing waits here.')
		expect(await entriesIn(key)).toHaveLength(1)
	}
)

test(
	'an answer that was lost on its way makes no second entry, and no file is sent twice',
	{ timeout: 300_000 },
	async () => {
		const { key } = await aRegister()
		const page = await aPage({ as: OFFICER })
		await aReadyDevice(page, key)
		await page.goto('/capture')
		await unlock(page)
		// The first sending arrives, and its answer does not.
		let sendings = 0
		let files = 0
		await page.route('**/field-capture/file', (route) => {
			files += 1
			return route.continue()
		})
		await page.route('**/field-capture/send', async (route) => {
			sendings += 1
			if (sendings > 1) return route.continue()
			await route.fetch()
			return route.abort()
		})
		await press(page, 'New: Crossing')
		await form(page).getByLabel('What was met').fill('Sent twice')
		await form(page)
			.getByLabel(/^Photograph/)
			.setInputFiles(PICTURE)
		await press(page, 'Ready to be sent')
		await says(page, /The network is away/)
		expect(await entriesIn(key)).toHaveLength(1)
		await press(page, 'Send now')
		await says(page, /^Sent: 1\./)
		expect({ sendings, files }).toEqual({ sendings: 2, files: 1 })
		expect(await entriesIn(key)).toHaveLength(1)
	}
)

test(
	'what is being filled in when the browser is closed is there as a draft, and what goes wrong is said where one is',
	{ timeout: 300_000 },
	async () => {
		const { key } = await aRegister()
		const page = await aPage({ as: OFFICER, viewport: { width: 360, height: 740 } })
		await aReadyDevice(page, key)
		await page.context().setOffline(true)
		await page.goto('/capture')
		await unlock(page)
		await press(page, 'New: Crossing')
		await form(page).getByLabel('What was met').fill('Closed in the middle')
		await form(page)
			.getByLabel(/^Photograph/)
			.setInputFiles({ ...PICTURE, name: 'huge.png', buffer: Buffer.alloc(11_000_000) })
		expect(
			await app(page)
				.getByText(/huge.png is larger than/)
				.isVisible()
		).toBe(true)
		await expect
			.poll(() =>
				app(page)
					.getByRole('alert')
					.evaluate((told) => told.getBoundingClientRect().top >= 0)
			)
			.toBe(true)
		await form(page)
			.getByLabel(/^Photograph/)
			.setInputFiles(PICTURE)
		const held = async (kind: string) => (await storeOf(page)).filter((row) => row.includes(`/${kind}/`)).join()
		await expect.poll(() => held('file'), { timeout: 20_000 }).not.toBe('')
		// Whatever is written down after the picture names it.
		const before = await held('open')
		await form(page).getByLabel('What was met').fill('Closed in the middle')
		await expect.poll(() => held('open'), { timeout: 20_000 }).not.toBe(before)
		await page.reload()
		await unlock(page)
		await says(page, 'What was being filled in when the page was closed is kept as a draft.')
		await says(page, /^Ready to be sent: 0\. Drafts: 1\./)
		await press(page, 'Open: Closed in the middle')
		await says(page, /Kept with it: lorry-of-the-post.png/)
		// A device that is full says so, and the form stays.
		await page.evaluate(() => {
			const real = IDBObjectStore.prototype.put
			IDBObjectStore.prototype.put = function (...given: Parameters<typeof real>) {
				const asked = real.apply(this, given)
				asked.addEventListener('success', () => this.transaction.abort())
				return asked
			}
		})
		await form(page).getByLabel('What was met').fill('On a full phone')
		await press(page, 'Keep as a draft')
		await says(page, /It could not be kept: the browser has no room left/)
		expect(await form(page).getByLabel('What was met').inputValue()).toBe('On a full phone')
		await page.reload()
		await unlock(page)
		// Closed without keeping it is as it was.
		await press(page, 'Open: Closed in the middle')
		await form(page).getByLabel('What was met').fill('Thought better of')
		await expect.poll(() => openIn(page), { timeout: 20_000 }).toBe(1)
		page.once('dialog', (dialog) => void dialog.accept())
		await press(page, 'Close without keeping')
		await says(page, 'Crossing: Closed in the middle')
		expect(await openIn(page)).toBe(0)
	}
)

test(
	'what is open when the network comes back is sent as it is when it is closed, and not before',
	{ timeout: 300_000 },
	async () => {
		const { key } = await aRegister()
		const page = await aPage({ as: OFFICER })
		await aReadyDevice(page, key)
		await page.context().setOffline(true)
		await page.goto('/capture')
		await unlock(page)
		for (const name of ['First lorry', 'Second lorry']) {
			await press(page, 'New: Crossing')
			await form(page).getByLabel('What was met').fill(name)
			if (name === 'First lorry') await press(page, 'Ready to be sent')
		}
		// Whoever presses one after the other, faster than it is kept, makes no draft of what is ready.
		await page.evaluate(() => {
			const buttons = [...document.querySelectorAll<HTMLButtonElement>('[data-capture-app] button')]
			for (const name of ['Ready to be sent', 'Open']) buttons.find(({ textContent }) => textContent === name)?.click()
		})
		await expect.poll(() => form(page).getByLabel('What was met').inputValue()).toBe('First lorry')
		await says(page, /^Ready to be sent: 2\. Drafts: 0\./)
		await page.context().setOffline(false)
		await says(page, /^Sent: 1\./)
		await form(page).getByLabel('What was met').fill('First lorry, looked at again')
		await press(page, 'Ready to be sent')
		await expect.poll(async () => (await entriesIn(key)).length).toBe(2)
		const titles = (await entriesIn(key)).map(({ title }) => title)
		expect(titles).toContainEqual({ en: 'First lorry, looked at again' })
	}
)

/** A device as the list of the workspace tells it. */
async function listed(device: string) {
	const { items } = z
		.object({
			items: z.array(z.object({ name: z.string(), state: z.string(), registers: z.array(z.string()) }))
		})
		.parse(await run('captureDevice.list', { limit: 200 }, 'administrator'))
	return items.find(({ name }) => name === device)
}

test(
	'a device that cannot be made ready says why at the field, and is given up where it has begun',
	{ timeout: 300_000 },
	async () => {
		const { key } = await aRegister()
		const page = await aPage({ as: OFFICER, viewport: { width: 360, height: 740 } })
		await page.goto(`/zwe/register/${key}/capture`)
		await page.getByLabel('Name of the device').fill('Phone that fails')
		await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
		await page.getByLabel('The passphrase once more').fill('something else')
		await page.getByRole('button', { name: 'Make ready' }).click()
		const told = page.getByText('The two passphrases differ.')
		await seen(told)
		// Beside the field, in sight, and read out with it.
		expect(
			await told.evaluate((one) => one.getBoundingClientRect().top > 0 && one.getBoundingClientRect().top < 740)
		).toBe(true)
		expect(
			await page.evaluate(() => {
				const [id = ''] = (document.activeElement?.getAttribute('aria-describedby') ?? '').split(' ').slice(-1)
				return document.getElementById(id)?.textContent
			})
		).toBe('The two passphrases differ.')
		await page.getByLabel('The passphrase once more').fill(PASSPHRASE)
		await page.route('**/field-capture/pack?**', (route) => route.fulfill({ status: 503, body: '' }))
		await page.getByRole('button', { name: 'Make ready' }).click()
		await seen(page.getByText(/^It could not be made ready: /))
		expect(await told.count()).toBe(0)
		expect(await storeOf(page)).toEqual([])
		expect(await listed('Phone that fails')).toMatchObject({ state: 'revoked', registers: [] })
		await page.goto('/zwe/seat/devices')
		await seen(page.getByText('It never took a register along.'))
	}
)

const CUT_OFF = 'a device cut off while it was made ready is told as such, and given up at its next contact'
test(CUT_OFF, { timeout: 300_000 }, async () => {
	const { key } = await aRegister()
	const page = await aPage({ as: OFFICER })
	await page.goto(`/zwe/register/${key}/capture`)
	await page.getByLabel('Name of the device').fill('Phone cut off')
	await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
	await page.getByLabel('The passphrase once more').fill(PASSPHRASE)
	await page.route('**/field-capture/pack?**', (route) => route.abort())
	await page.route('**/field-capture/device', (route) =>
		route.request().postData()?.includes('givenUp') ? route.abort() : route.continue()
	)
	await page.getByRole('button', { name: 'Make ready' }).click()
	await seen(page.getByText(/^It could not be made ready: /))
	expect(await listed('Phone cut off')).toMatchObject({ state: 'making', registers: [] })
	await page.goto('/zwe/seat/devices')
	await seen(page.getByText(/^Being made ready/).first())
	await page.unrouteAll()
	await page.goto(`/zwe/register/${key}/capture`)
	await expect.poll(async () => (await listed('Phone cut off'))?.state, { timeout: 30_000 }).toBe('revoked')
})

test('a wrong passphrase opens nothing and is slowed, and what is open locks', { timeout: 300_000 }, async () => {
	const { key } = await aRegister()
	const page = await aPage({ as: OFFICER })
	await aReadyDevice(page, key)
	await page.context().setOffline(true)
	await page.goto('/capture')
	await unlock(page, 'something else altogether')
	await says(page, /^This passphrase does not open it. Try again in 1 s/)
	expect(await app(page).getByRole('button', { name: 'New: Crossing' }).count()).toBe(0)
	await unlock(page, 'something else altogether')
	await says(page, /Wait 1 s before the next try|Try again in 2 s/)
	await expect
		.poll(
			async () => {
				if ((await app(page).getByRole('button', { name: 'New: Crossing' }).count()) > 0) return true
				await unlock(page)
				return (await app(page).getByRole('button', { name: 'New: Crossing' }).count()) > 0
			},
			{ timeout: 60_000, interval: 1_000 }
		)
		.toBe(true)
	// Whoever works by the keyboard goes on at what is open now, and not at the top of the page.
	expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Registers on this device')
	await press(page, 'New: Crossing')
	await form(page).getByLabel('What was met').fill('Half filled in')
	await app(page).getByRole('button', { name: 'Lock', exact: true }).click()
	await says(page, 'Locked. Waiting here: 1.')
	expect(await textOf(page)).not.toContain('Half filled in')
	await unlock(page)
	await says(page, /^Ready to be sent: 0\. Drafts: 1\./)
	await press(page, 'Open: Half filled in')
	expect(await form(page).getByLabel('What was met').inputValue()).toBe('Half filled in')
})

test(
	'an entry taken along that others changed meanwhile is decided side by side, field by field',
	{ timeout: 300_000 },
	async () => {
		const { key } = await aRegister()
		const { reference } = await run('entry.add', { register: key, values: { name: 'A coach', people: 40, minors: 4 } })
		const entry = String(reference)
		const page = await aPage({ as: OFFICER })
		await aReadyDevice(page, key, { take: '20' })
		await page.context().setOffline(true)
		await page.goto('/capture')
		await unlock(page)
		await page.getByLabel('Which entry').selectOption(entry)
		expect(
			await form(page)
				.getByLabel(/^People/)
				.inputValue()
		).toBe('40')
		await form(page)
			.getByLabel(/^People/)
			.fill('42')
		await press(page, 'Ready to be sent')
		const { version } = await run('entry.get', { entry })
		await run('entry.change', { entry, version, values: { people: 41, minors: 3 } })
		await page.context().setOffline(false)
		await says(page, /^Sent: 0\. Waiting for a decision: 1\./)
		expect(await run('entry.get', { entry })).toMatchObject({ values: { people: '41' } })

		await page.getByRole('link', { name: /Others changed the entry meanwhile/ }).click()
		await seen(page.getByRole('heading', { level: 1, name: /^What was captured on / }))
		const clash = page.getByRole('group', { name: 'People' })
		expect(await clash.innerText()).toMatch(/41[\s\S]*42/)
		await clash.getByLabel(/42/).check()
		await page.getByRole('button', { name: 'Save', exact: false }).first().click()
		await seen(page.getByRole('heading', { level: 1, name: 'A coach' }))
		expect(await run('entry.get', { entry })).toMatchObject({ values: { people: '42', minors: '3' } })
	}
)

test('a phone that comes back with an old version of the form loses nothing', { timeout: 300_000 }, async () => {
	const { key, code } = await aRegister()
	const page = await aPage({ as: OFFICER })
	await aReadyDevice(page, key)
	await page.context().setOffline(true)
	await page.goto('/capture')
	await unlock(page)
	await press(page, 'New: Crossing')
	await form(page).getByLabel('What was met').fill('By the old form')
	await form(page)
		.getByLabel(/^Photograph/)
		.setInputFiles(PICTURE)
	await form(page).getByLabel('Rail').check()
	await form(page)
		.getByLabel(/^Train/)
		.fill('Night train')
	await press(page, 'Ready to be sent')
	await run('register.declare', { declaration: declarationOf(key, code, 2) }, 'administrator')
	await page.context().setOffline(false)
	await says(page, /^Sent: 0\. Waiting for a decision: 1\./)
	await says(page, /^The form of Crossings .* was changed since/)
	await page.goto('/zwe')
	expect(await page.locator('main').innerText()).toContain(
		`Crossings ${key}: captured in the field, waiting for a decision`
	)
	await page.goto('/capture')
	await unlock(page)
	await page.getByRole('link', { name: /The form was changed since/ }).click()
	await seen(page.getByRole('heading', { level: 1, name: /^What was captured on / }))
	expect(await page.locator('#left').innerText()).toMatch(/Way[\s\S]*Rail[\s\S]*Train[\s\S]*Night train/)
	expect(await page.getByLabel('What was met').inputValue()).toBe('By the old form')
	expect(await faultsForEverybody(page)).toEqual([])
	// Who decides in the officer's place sees the photograph, and nobody else does.
	const photo = await page.getByRole('link', { name: PICTURE.name }).getAttribute('href')
	const decider = await aPage({ as: 'Workspace Administrator' })
	expect((await decider.request.get(photo ?? '')).status()).toBe(200)
	expect((await (await aPage()).request.get(photo ?? '')).status()).not.toBe(200)
	await decider.goto('/zwe/administration/devices')
	await decider.getByRole('link', { name: 'Phone of the post' }).first().click()
	await seen(decider.getByRole('heading', { level: 1, name: 'Phone of the post' }))
	expect(await textOf(decider)).toContain('By the old form')
	expect(await faultsForEverybody(decider)).toEqual([])
	await page.getByLabel('River').check()
	await page.getByRole('button', { name: 'Save as an entry' }).last().click()
	await seen(page.getByRole('heading', { level: 1, name: 'By the old form' }))
	expect(await entriesIn(key)).toHaveLength(1)
})

test('a revoked device is told so, erases what it holds and sends nothing more', { timeout: 300_000 }, async () => {
	const { key } = await aRegister()
	const page = await aPage({ as: OFFICER })
	await aReadyDevice(page, key)
	await page.context().setOffline(true)
	await page.goto('/capture')
	await unlock(page)
	await press(page, 'New: Crossing')
	await form(page).getByLabel('What was met').fill('Lost with the phone')
	await press(page, 'Ready to be sent')
	const { items } = z
		.object({ items: z.array(z.object({ id: z.string(), registers: z.array(z.string()) })) })
		.parse(await run('captureDevice.list', { limit: 200 }, 'administrator'))
	const device = items.find(({ registers }) => registers.includes(key))
	await run('captureDevice.revoke', { device: device?.id, reason: 'Lost' }, 'administrator')
	await page.context().setOffline(false)
	await says(page, '“Phone of the post” was revoked. What it held is erased.')
	expect(await storeOf(page)).toEqual([])
	expect(await entriesIn(key)).toEqual([])
	await page.goto('/zwe/seat/devices')
	expect(await textOf(page)).toContain('It has told that it erased what it held')
})

test(
	'whoever signed out is asked to sign in again, and nothing is lost; no page of theirs is shown without the network',
	{ timeout: 300_000 },
	async () => {
		const { key } = await aRegister()
		const page = await aPage({ as: OFFICER })
		await aReadyDevice(page, key)
		await page.goto('/capture')
		await unlock(page)
		await page.context().clearCookies()
		await press(page, 'New: Crossing')
		await form(page).getByLabel('What was met').fill('After signing out')
		await press(page, 'Ready to be sent')
		await says(page, /You are no longer signed in/)
		await says(page, /^Ready to be sent: 1\./)
		const kept = await page.evaluate(async () => {
			const addresses: string[] = []
			for (const name of await caches.keys())
				for (const request of await (await caches.open(name)).keys()) addresses.push(new URL(request.url).pathname)
			return addresses
		})
		expect(kept).toContain('/capture')
		expect(
			kept.filter(
				(path) => !/^\/(offline|capture|capture\/[a-z]+\.js|[a-z]+\.(js|svg)|_app\/immutable\/.*)$/.test(path)
			)
		).toEqual([])
		await page.context().setOffline(true)
		await page.goto(`/zwe/register/${key}`)
		await seen(page.getByRole('heading', { level: 1, name: 'The network is away' }))
		await page.goto('/capture')
		expect(await textOf(page)).not.toContain('After signing out')
	}
)

test('a new release of the product takes the place of the page that was kept', { timeout: 300_000 }, async () => {
	const { key } = await aRegister()
	const page = await aPage({ as: OFFICER })
	await aReadyDevice(page, key)
	const keptScript = () =>
		page.evaluate(async () => {
			const cache = await caches.open('pitso-offline')
			return (await cache.match('/capture/page.js'))?.text()
		})
	await page.evaluate(async () => {
		const cache = await caches.open('pitso-offline')
		await cache.put(
			'/capture/page.js',
			new Response('an earlier release', { headers: { 'content-type': 'text/javascript' } })
		)
		await cache.put('/capture/gone.js', new Response('of an earlier release'))
	})
	await page.goto('/capture')
	const now = await (await fetch(`${pitso.address}/capture/page.js`)).text()
	await expect.poll(keptScript, { timeout: 30_000 }).toBe(now)
	// What is no longer part of the product goes after the new is there.
	const isGoneKept = () =>
		page.evaluate(async () => (await caches.open('pitso-offline')).match('/capture/gone.js').then(Boolean))
	await expect.poll(isGoneKept, { timeout: 30_000 }).toBe(false)
})

test('without a script the page says so and leads to the ordinary form', async () => {
	const { key } = await aRegister()
	const page = await aPage({ as: OFFICER, javaScriptEnabled: false })
	await page.goto(`/zwe/register/${key}`)
	await page.getByRole('link', { name: 'Field capture' }).click()
	await seen(page.getByText(/the browser needs to run a script, and this one runs none/))
	await page.getByRole('link', { name: 'Fill in the ordinary form' }).click()
	await seen(page.getByRole('heading', { level: 1, name: 'New entry: Crossing' }))
	await page.goto('/capture')
	await seen(page.getByText(/the browser needs to run a script/))
	await run('captureDevice.add', { name: 'Phone without a script' })
	await page.goto('/zwe/seat/devices')
	const row = page.getByRole('row').filter({ hasText: 'Phone without a script' })
	await row.locator('summary').click()
	await row.getByLabel('Why (optional)').fill('Left on a bus')
	await row.getByRole('button', { name: 'Revoke Phone without a script' }).click()
	await seen(row.getByText(/^Revoked on .* by Coordination Officer/))
	expect(await row.innerText()).toContain('Why: Left on a bus')
})

test(
	'what is open locks by itself when it is left alone, and keeps what was half filled in',
	{ timeout: 300_000 },
	async () => {
		const { key } = await aRegister()
		const page = await aPage({ as: OFFICER })
		await aReadyDevice(page, key)
		await page.clock.install()
		await page.goto('/capture')
		await unlock(page)
		await press(page, 'New: Crossing')
		await form(page).getByLabel('What was met').fill('Left on the table')
		await page.clock.fastForward('09:00')
		expect(await form(page).isVisible()).toBe(true)
		await page.clock.fastForward('02:00')
		await says(page, 'Locked, since it was not used for 10 minutes.')
		expect(await textOf(page)).not.toContain('Left on the table')
		await unlock(page)
		await says(page, /^Ready to be sent: 0\. Drafts: 1\./)
	}
)
