import { expect, test } from 'vitest'
import { openDraft, seedOf, wholeOf } from '../draft.ts'
import { openSession, type Kept } from './session.ts'
import { unsentIn } from './unsent.ts'

function aBrowser(): Kept & { rows: Map<string, Uint8Array> } {
	const rows = new Map<string, Uint8Array>()
	return {
		rows,
		put: (item, update) => Promise.resolve(void rows.set(item, update)),
		remove: (item) => Promise.resolve(void rows.delete(item)),
		all: () => Promise.resolve([...rows].map(([item, update]) => ({ item, update })))
	}
}

test('what was typed away from the network and came too late is shown after a reload, until its writer drops it', async () => {
	const browser = aBrowser()
	let isAway = true
	const session = openSession(({ push }) => {
		if (isAway) return Promise.reject(new Error('away'))
		const refused = push.map(({ item }) => ({ item, reason: 'circulated' }))
		return Promise.resolve({ items: [], refused, over: 'circulated' })
	}, browser)
	session.open('one', wholeOf(openDraft(seedOf('Agenda adopted.'))), 0)
	session.type('one', 'Agenda adopted. Labour spoke.')
	await session.exchange()
	isAway = false
	await session.exchange()
	const entered = new Map([['one', 'Agenda adopted.']])
	const [unsent] = await unsentIn(browser, entered)
	expect(unsent).toMatchObject({ item: 'one', text: 'Agenda adopted. Labour spoke.' })
	expect(await unsentIn(browser, entered)).toHaveLength(1)
	await unsent?.drop()
	expect(await unsentIn(browser, entered)).toEqual([])
})

test('what stands in the record by now, and what says nothing, is let go', async () => {
	const browser = aBrowser()
	await browser.put('one', wholeOf(openDraft(seedOf('Agreed.'))))
	await browser.put('two', wholeOf(openDraft()))
	expect(
		await unsentIn(
			browser,
			new Map([
				['one', 'Agreed.'],
				['two', 'Noted.']
			])
		)
	).toEqual([])
	expect(browser.rows.size).toBe(0)
})
