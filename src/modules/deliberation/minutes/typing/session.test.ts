import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lackedBy, openDraft, receive, seedOf, textOf, wholeOf } from '../draft.ts'
import { openSession, type Kept, type Sending } from './session.ts'

/** A server of one item as ours is, whose network is there or away as the test says. */
function aServer(saved: string) {
	const draft = openDraft(seedOf(saved))
	let revision = 0
	let text = saved
	return {
		isAway: false,
		/** The answer is lost on its way back: what was sent is there all the same. */
		losesAnswer: false,
		saves: 0,
		saved: () => text,
		typed: () => textOf(draft),
		state: () => wholeOf(draft),
		async send({ push, leave, revisions }: Sending) {
			if (this.isAway) throw new Error('away')
			const items = push.map(({ item, update, known }) => {
				const before = textOf(draft)
				receive(draft, update)
				if (textOf(draft) !== before) revision += 1
				return { item, revision, update: lackedBy(draft, known) }
			})
			for (const _item of leave) {
				text = textOf(draft)
				this.saves += 1
			}
			if (this.losesAnswer) throw new Error('lost')
			const more =
				items.length === 0 && revisions['one'] !== revision ? [{ item: 'one', revision, update: wholeOf(draft) }] : []
			return { items: [...items, ...more], refused: [], over: null }
		}
	}
}

function aBrowser(): Kept & { rows: Map<string, Uint8Array> } {
	const rows = new Map<string, Uint8Array>()
	return {
		rows,
		put: (item, update) => Promise.resolve(void rows.set(item, update)),
		remove: (item) => Promise.resolve(void rows.delete(item)),
		all: () => Promise.resolve([...rows].map(([item, update]) => ({ item, update })))
	}
}

function aPage(server: ReturnType<typeof aServer>, browser = aBrowser()) {
	const session = openSession((sending) => server.send(sending), browser)
	session.open('one', server.state(), 0)
	return { ...session, browser, add: (text: string) => session.type('one', session.text('one') + text) }
}

describe('typing together', () => {
	test('what one types the other reads, and both keep what they typed at the same time', async () => {
		const server = aServer('Agenda adopted.')
		const [one, other] = [aPage(server), aPage(server)]
		one.add(' Labour spoke.')
		other.add(' Health spoke.')
		await one.exchange()
		await other.exchange()
		await one.exchange()
		expect(one.text('one')).toBe(other.text('one'))
		for (const words of ['Agenda adopted.', 'Labour spoke.', 'Health spoke.']) expect(one.text('one')).toContain(words)
	})

	test('an item is saved when it is left, once, and with what was typed last', async () => {
		const server = aServer('')
		const page = aPage(server)
		page.add('Noted')
		await page.exchange()
		page.add(' and closed.')
		page.leave('one')
		await page.exchange()
		page.leave('one')
		await page.exchange()
		expect([server.saved(), server.saves]).toEqual(['Noted and closed.', 1])
	})

	test('the place where somebody types stays there while others type before it', async () => {
		const server = aServer('First. Last.')
		const [one, other] = [aPage(server), aPage(server)]
		const again = one.mark('one', { start: 7, end: 12 })
		other.type('one', 'Before. First. Last.')
		await other.exchange()
		await one.exchange()
		const { start, end } = again()
		expect(one.text('one').slice(start, end)).toBe('Last.')
	})
})

describe('away from the network', () => {
	test('what is typed is kept in the browser, sent when the network is back, and then no longer kept', async () => {
		const server = aServer('')
		const page = aPage(server)
		server.isAway = true
		page.add('In the tunnel.')
		expect(await page.exchange()).toBeNull()
		expect(page.hasUnsent()).toBe(true)
		expect(page.browser.rows.size).toBe(1)
		server.isAway = false
		await page.exchange()
		expect(server.typed()).toBe('In the tunnel.')
		expect(page.browser.rows.size).toBe(0)
		expect(page.hasUnsent()).toBe(false)
	})

	test('a page that was closed meanwhile gives what it kept to the next one, which brings it together with the rest', async () => {
		const server = aServer('Begun.')
		const first = aPage(server)
		server.isAway = true
		first.add(' Closed in a hurry.')
		await first.keep()
		server.isAway = false
		const other = aPage(server)
		other.add(' Meanwhile.')
		await other.exchange()
		const next = aPage(server, first.browser)
		expect(await next.takeUp()).toBe(true)
		await next.exchange()
		for (const words of ['Begun.', 'Closed in a hurry.', 'Meanwhile.']) expect(server.saved()).toContain(words)
		expect(first.browser.rows.size).toBe(0)
	})

	test('whatever is lost on the way, in the end every sentence stands there once', async () => {
		const Step = fc.record({ who: fc.nat(1), does: fc.constantFrom('type', 'exchange', 'away', 'lose', 'reopen') })
		await fc.assert(
			fc.asyncProperty(fc.array(Step, { maxLength: 40 }), async (steps) => {
				const server = aServer('Begun.')
				const pages = [aPage(server), aPage(server)]
				const typed: string[] = []
				for (const [index, { who, does }] of steps.entries()) {
					const page = pages[who]
					if (!page) continue
					if (does === 'type') {
						const words = `⟦${String(who)}.${String(index)}⟧`
						typed.push(words)
						page.add(words)
					} else if (does === 'exchange') await page.exchange()
					else if (does === 'away') server.isAway = !server.isAway
					else if (does === 'lose') server.losesAnswer = !server.losesAnswer
					else {
						await page.keep()
						const next = aPage(server, page.browser)
						await next.takeUp()
						pages[who] = next
					}
				}
				server.isAway = false
				server.losesAnswer = false
				for (const page of [...pages, ...pages, ...pages]) await page.exchange()
				for (const words of typed) expect(server.typed().split(words)).toHaveLength(2)
				for (const page of pages) expect(page.text('one')).toBe(server.typed())
				for (const page of pages) expect(page.browser.rows.size).toBe(0)
			})
		)
	})
})
