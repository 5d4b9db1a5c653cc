import type { BrowserContext, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsForEverybody } from './everybody.ts'
import { aPage, aStructure, run, seen, signIn, textOf } from './stage.ts'

const OFFICER = 'Coordination Officer'
const SECRET = 'Advises on what nobody else may read'
const send = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click()
const kept = (page: Page) => page.locator('#kept')
const says = (page: Page, sentence: string) => seen(kept(page).getByText(sentence))

/** Everything this browser's store holds, as a thief of the disk would find it: each value by its bytes. */
const storeOf = (page: Page) =>
	page.evaluate(async () => {
		const opened = await new Promise<IDBDatabase>((resolve, reject) => {
			const asked = indexedDB.open('pitso')
			asked.onsuccess = () => resolve(asked.result)
			asked.onerror = () => reject(new Error('no store'))
		})
		const found: { store: string; text: string; keys: string[]; extractable: boolean | null }[] = []
		for (const store of opened.objectStoreNames) {
			const rows = await new Promise<unknown[]>((resolve, reject) => {
				const asked = opened.transaction(store).objectStore(store).getAll()
				asked.onsuccess = () => resolve(asked.result)
				asked.onerror = () => reject(new Error(store))
			})
			for (const row of rows) {
				const values = typeof row === 'object' && row !== null ? Object.values(row) : [row]
				const texts = values.map((value: unknown) =>
					value instanceof ArrayBuffer || ArrayBuffer.isView(value)
						? new TextDecoder('latin1').decode(value)
						: String(value)
				)
				found.push({
					store,
					text: texts.join(' '),
					keys: typeof row === 'object' && row !== null ? Object.keys(row) : [],
					extractable: row instanceof CryptoKey ? row.extractable : null
				})
			}
		}
		opened.close()
		return found
	})

const formsIn = async (page: Page) => (await storeOf(page)).filter(({ store }) => store === 'form')
/** Waits until the script has written, or taken away, what it keeps. */
const keeps = (page: Page, count: number) => expect.poll(() => formsIn(page).then(({ length }) => length)).toBe(count)
const purposeOf = async (key: string) => (await run('structure.get', { structure: key }))['purpose']

/** A form on a structure, half-way filled by an officer whose browser already knows Pitso. */
async function aFilledForm(fields: Record<string, unknown> = {}) {
	const structure = await aStructure({ purpose: 'Advises', ...fields })
	const page = await aPage({ as: OFFICER })
	await page.goto(`/zwe/structure/${structure.key}/change`)
	await workerOf(page)
	await page.getByLabel('Purpose').fill(SECRET)
	return { page, ...structure }
}

/** Waits until the worker that shows the page for when the network is away stands ready, with that page in its cache. */
const workerOf = (page: Page) => page.evaluate(async () => void (await navigator.serviceWorker.ready))

const away = (context: BrowserContext, isAway: boolean) => context.setOffline(isAway)

test('a form sent while the network is away is kept, encrypted, and sent once when it is back', async () => {
	const { page, key } = await aFilledForm()
	await away(page.context(), true)
	await says(page, 'You are offline.')
	expect(await kept(page).innerText()).toContain('You cannot search')
	await send(page, 'Save')
	await says(page, 'It is sent when you are back')
	await says(page, '1 form waits in this browser to be sent.')
	expect(await faultsForEverybody(page)).toEqual([])

	const rows = await storeOf(page)
	expect(rows.filter(({ store }) => store === 'form')).toHaveLength(1)
	for (const { text } of rows)
		for (const clear of [SECRET, 'Advises', key, '/zwe/', 'purpose']) expect(text).not.toContain(clear)
	expect(rows.find(({ extractable }) => extractable !== null)?.extractable).toBe(false)
	expect(await purposeOf(key)).toBe('Advises')

	await away(page.context(), false)
	await says(page, 'Sent:')
	await keeps(page, 0)
	expect(await run('structure.get', { structure: key })).toMatchObject({ purpose: SECRET, version: 2 })
	await page.reload()
	expect(await kept(page).isVisible()).toBe(false)
})

test('a form that met a dead line on its way is told on a page of ours, and sent from the next one', async () => {
	const { page, key } = await aFilledForm()
	// The machine believes that it is connected: only the sending itself shows that it is not.
	await page.evaluate(() =>
		Object.defineProperty(Navigator.prototype, 'onLine', { get: () => true, configurable: true })
	)
	await away(page.context(), true)
	await send(page, 'Save')
	await seen(page.getByRole('heading', { level: 1, name: 'The network is away' }))
	expect(await textOf(page)).toContain('Search, filter lists')
	await seen(page.locator('[data-kept-list]').getByText(/Waits to be sent/))
	expect(await faultsForEverybody(page)).toEqual([])
	expect(await page.evaluate(() => getComputedStyle(document.body).fontFamily)).toContain('Public Sans')

	await away(page.context(), false)
	await page.goto(`/zwe/structure/${key}`)
	await says(page, 'Sent:')
	await keeps(page, 0)
	expect(await run('structure.get', { structure: key })).toMatchObject({ purpose: SECRET, version: 2 })
})

test('a form sent again while the network is away takes the place of what waits', async () => {
	const { page, key } = await aFilledForm()
	await away(page.context(), true)
	await send(page, 'Save')
	await says(page, '1 form waits')
	await page.getByLabel('Purpose').fill('Thought over')
	await send(page, 'Save')
	await keeps(page, 1)
	await says(page, '1 form waits')
	await away(page.context(), false)
	await keeps(page, 0)
	expect(await run('structure.get', { structure: key })).toMatchObject({ purpose: 'Thought over', version: 2 })
})

test('what arrived although its answer was lost is not done twice', async () => {
	const { key } = await aStructure()
	const page = await aPage({ as: OFFICER })
	await page.goto(`/zwe/structure/${key}`)
	await workerOf(page)
	await page.getByLabel('Your comment').fill('Said once')
	const fields = await page
		.locator('form[data-keep]')
		.evaluate((form) =>
			form instanceof HTMLFormElement
				? [...new FormData(form)].flatMap(([name, value]) =>
						typeof value === 'string' ? [[name, value] as const] : []
					)
				: []
		)
	await away(page.context(), true)
	await send(page, 'Add comment')
	await says(page, '1 form waits')
	// Its first sending reached the server after all.
	const answer = await page.request.post(`/zwe/structure/${key}?/comment`, {
		form: Object.fromEntries(fields),
		headers: { origin: new URL(page.url()).origin, accept: 'text/html' },
		maxRedirects: 0
	})
	expect(answer.status()).toBe(303)
	await away(page.context(), false)
	await keeps(page, 0)
	const { items } = await run('comment.list', { record: key, kind: 'structure' })
	expect(items).toHaveLength(1)
})

test('a conflict met after coming back is shown with what was typed, and nothing is lost', async () => {
	const { page, key } = await aFilledForm()
	await away(page.context(), true)
	await send(page, 'Save')
	await says(page, '1 form waits')
	await run('structure.change', { structure: key, version: 1, purpose: 'Decides', cadence: 'Monthly' }, 'administrator')
	await away(page.context(), false)
	await says(page, '1 form was not accepted')
	await page.getByRole('link', { name: 'See what is kept' }).click()
	await seen(page.getByRole('heading', { level: 1, name: 'Forms kept in this browser' }))
	expect(await faultsForEverybody(page)).toEqual([])
	await page.getByRole('button', { name: /^See why, and mend it/ }).click()
	await seen(page.getByText('Somebody else changed this meanwhile').first())
	const table = page.getByRole('table', { name: 'The fields in which the two of you differ' })
	expect(await table.innerText()).toContain(SECRET)
	expect(await page.getByLabel('Cadence').inputValue()).toBe('Monthly')
	await page.getByRole('radio', { name: /^Take yours/ }).check()
	await send(page, 'Save as it stands here')
	await seen(page.getByRole('status').filter({ hasText: 'The structure was corrected.' }))
	await keeps(page, 0)
	expect(await run('structure.get', { structure: key })).toMatchObject({
		purpose: SECRET,
		cadence: 'Monthly',
		version: 3
	})
})

test('another seat neither sees nor sends what was kept; signing out asks, and clears', async () => {
	const { page, key } = await aFilledForm()
	await away(page.context(), true)
	await send(page, 'Save')
	await says(page, '1 form waits')
	// The form is there again before its own seat is: nothing goes out in another's name.
	await page.route('**/change?', (route) => route.abort())
	await away(page.context(), false)
	await signIn(page, 'Workspace Administrator')
	await page.unroute('**/change?')
	await page.goto('/zwe/kept')
	await seen(page.getByText('Nothing is kept in this browser for the seat you act from.'))
	expect(await kept(page).isVisible()).toBe(false)
	expect(await formsIn(page)).toHaveLength(1)
	expect(await purposeOf(key)).toBe('Advises')

	await away(page.context(), true)
	await signedOutBy(page, 'dismiss')
	expect(await formsIn(page)).toHaveLength(1)
})

async function signedOutBy(page: Page, answer: 'accept' | 'dismiss') {
	page.once('dialog', (dialog) => void (answer === 'accept' ? dialog.accept() : dialog.dismiss()))
	await page.locator('details.seat summary').click()
	await page.getByRole('button', { name: 'Sign out' }).click()
}

test('signing out asks what is to become of forms that wait, and then nothing of them is left', async () => {
	const { page, key } = await aFilledForm()
	await page.route('**/change?', (route) => route.abort())
	await away(page.context(), true)
	await send(page, 'Save')
	await says(page, '1 form waits')
	await signedOutBy(page, 'dismiss')
	await keeps(page, 1)
	await page.locator('details.seat summary').click()
	await away(page.context(), false)
	await signedOutBy(page, 'accept')
	await seen(page.getByRole('link', { name: 'Sign in' }))
	expect(await storeOf(page)).toEqual([])
	expect(await purposeOf(key)).toBe('Advises')
})

test('a form left half-filled is offered back, also over a change by others, and forgotten once it is sent', async () => {
	const { page, key } = await aFilledForm({ cadence: 'Monthly' })
	await keeps(page, 1)
	page.on('dialog', (dialog) => void dialog.accept())
	await page.goto('/zwe')
	await run('structure.change', { structure: key, version: 1, cadence: 'Weekly' }, 'administrator')
	await page.goto(`/zwe/structure/${key}/change`)
	await seen(page.getByText('You left this form half-filled'))
	expect(await page.getByLabel('Purpose').inputValue()).toBe('Advises')
	await page.getByRole('button', { name: 'Put it back' }).click()
	expect(await page.getByLabel('Purpose').inputValue()).toBe(SECRET)
	await send(page, 'Save')
	// The field left alone is not written over with what stood there when the draft was begun.
	await seen(page.getByText('Somebody else changed this meanwhile').first())
	await send(page, 'Save as it stands here')
	await seen(page.getByRole('status').filter({ hasText: 'The structure was corrected.' }))
	await keeps(page, 0)
	expect(await run('structure.get', { structure: key })).toMatchObject({ purpose: SECRET, cadence: 'Weekly' })
})

test('a draft ends after seven days', async () => {
	const { page, key } = await aFilledForm()
	await keeps(page, 1)
	page.on('dialog', (dialog) => void dialog.accept())
	await page.clock.setFixedTime(Date.now() + 8 * 86_400_000)
	await page.goto(`/zwe/structure/${key}/change`)
	await keeps(page, 0)
	expect(await page.getByText('You left this form half-filled').count()).toBe(0)
})

test('a form with a file is never kept, and says so', async () => {
	const { key } = await aStructure()
	const page = await aPage({ as: OFFICER })
	await page.goto(`/zwe/structure/${key}/documents/add`)
	await workerOf(page)
	await page
		.getByLabel('File')
		.setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('A letter') })
	await page.getByLabel('Title').fill(SECRET)
	await away(page.context(), true)
	await send(page, 'Attach a document')
	await says(page, 'A form with a file or a password is never kept.')
	expect(await page.getByLabel('Title').inputValue()).toBe(SECRET)
	expect(await formsIn(page)).toEqual([])
})

test('the cache holds the page for when the network is away, its styles and scripts, and nothing of a workspace', async () => {
	const { page } = await aFilledForm()
	const addresses = await page.evaluate(async () => {
		const found: string[] = []
		for (const name of await caches.keys())
			for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname)
		return found
	})
	expect(addresses).toContain('/offline')
	const OURS = /^\/(offline|(enhance|entry|offline)\.js|capture(\/[a-z]+\.js)?|mark\.svg|_app\/immutable\/.*)$/
	expect(addresses.filter((address) => !OURS.test(address))).toEqual([])
	const text = await page.evaluate(
		async () => (await (await caches.match('/offline', { ignoreVary: true }))?.text()) ?? ''
	)
	for (const own of ['Coordination Officer', 'Zimbabwe', '/zwe']) expect(text).not.toContain(own)
})
