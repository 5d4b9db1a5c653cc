import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { registry } from '#areas'
import type { Kind } from '#platform/operation/registry.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { aWorkspace, type Acting, type TestWorkspace } from '../fixtures/workspace.ts'
import { changeRecord, everySeat, makeRecords, plans, WORD, type Made } from './drawn-records.ts'
import { answer, perform, recordsOf, upload } from './by-name.ts'

const Item = z.looseObject({ id: z.string(), state: z.string() })
const Page = z.object({
	items: z.array(Item),
	next: z.string().nullable(),
	previous: z.string().nullable(),
	total: z.int()
})
const Items = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })) })

const filter = { state: ['active', 'withdrawn'] }
const PAGES_MOST = 100

async function pageOf(acting: Acting, kind: Kind, cursor: object) {
	return Page.parse(await acting.askRaw(kind.list, { filter, limit: 2, ...cursor }))
}

/** What a list gives read through page by page to its end, then back to its beginning. */
async function readThrough(acting: Acting, kind: Kind) {
	let page = await pageOf(acting, kind, {})
	const { total } = page
	const forth = [...page.items]
	for (let pages = 1; page.next !== null && pages < PAGES_MOST; pages++) {
		page = await pageOf(acting, kind, { after: page.next })
		forth.push(...page.items)
	}
	const back = [...page.items]
	for (let pages = 1; page.previous !== null && pages < PAGES_MOST; pages++) {
		page = await pageOf(acting, kind, { before: page.previous })
		back.unshift(...page.items)
	}
	return { forth, back: back.map((item) => item.id), total }
}

async function opens(asked: Promise<unknown>) {
	try {
		await asked
		return true
	} catch (error) {
		if (isRefusal(error, 'absent')) return false
		throw error
	}
}

async function openedBy(ids: readonly string[], open: (id: string) => Promise<unknown>) {
	const opened = []
	for (const id of ids) if (await opens(open(id))) opened.push(id)
	return opened.sort()
}

const ids = (items: readonly { id: string }[]) => items.map((item) => item.id).sort()

/** Everything that shows whether a seat sees a record says the same as the list of its kind. */
async function compare(made: TestWorkspace, drawn: Made, acting: Acting) {
	const all = await recordsOf(made)
	const active = new Map<string, number>()
	const seen = new Set<string>()
	for (const kind of registry.kinds) {
		const { forth, back, total } = await readThrough(acting, kind)
		const listed = ids(forth)
		expect(back).toEqual(forth.map((item) => item.id))
		expect(new Set(listed).size).toBe(listed.length)
		expect(total).toBe(listed.length)
		const there = all.filter((one) => one.kind === kind.name).map((one) => one.id)
		expect(await openedBy(there, (id) => acting.askRaw(kind.get, kind.getInput(id)))).toEqual(listed)
		for (const id of listed) seen.add(id)
		const counted = forth.filter((item) => item.state === 'active').length
		if (counted > 0) active.set(kind.name, counted)
	}
	const mine = drawn.ids.filter((id) => seen.has(id)).sort()
	const found = z
		.object({ items: z.array(Item), total: z.int() })
		.parse(await answer(acting, 'record.search', { words: WORD, limit: 100 }))
	// A part that is found as its whole is told as that.
	const parts = registry.kinds.filter(({ foundAs }) => foundAs !== undefined).map(({ name }) => name)
	const folded = new Set(all.filter((one) => parts.includes(one.kind)).map((one) => one.id))
	expect(ids(found.items).filter((id) => drawn.ids.includes(id))).toEqual(mine.filter((id) => !folded.has(id)))
	expect(found.total).toBe(found.items.length)
	expect(found.items.every((item) => seen.has(item.id))).toBe(true)
	expect(await openedBy(drawn.ids, (id) => answer(acting, 'record.history', { record: id }))).toEqual(mine)
	expect(await openedBy(drawn.ids, (id) => answer(acting, 'file.get', { file: drawn.files.get(id) }))).toEqual(mine)
	for (const id of mine)
		expect(Items.parse(await answer(acting, 'document.list', { record: id })).items).toHaveLength(1)
	for (const { id, from, to } of drawn.links)
		for (const end of [from, to].filter((one) => seen.has(one))) {
			const shown = Items.parse(await answer(acting, 'record.links', { record: end })).items.map((item) => item.id)
			expect(shown.includes(id)).toBe(seen.has(from) && seen.has(to))
		}
	const { records } = z
		.looseObject({ records: z.array(z.object({ kind: z.string(), records: z.int() })) })
		.parse(await answer(acting, 'workspace.get', {}))
	expect(new Map(records.map((one) => [one.kind, one.records]))).toEqual(active)
}

test(
	'what a seat lists, opens, finds, counts, reads the history of, downloads and sees linked is the same',
	{ timeout: 300_000 },
	async () => {
		await fc.assert(
			fc.asyncProperty(plans(registry.kinds.map((kind) => kind.name)), async (plan) => {
				const made = await aWorkspace()
				const drawn = await makeRecords(made, plan)
				const seats = await everySeat(made)
				const compareAll = () =>
					Promise.all(
						seats.map(([key, acting]) =>
							compare(made, drawn, acting).catch((error: unknown) => {
								throw new Error(`as ${key}`, { cause: error })
							})
						)
					)
				await compareAll()
				const administrator = await made.as('administrator')
				for (const { record, audience } of plan.changes)
					// A choice that is already made, or that this kind has not, changes nothing.
					await changeRecord(made, administrator, drawn.ids[record] ?? '', 'record.setAudience', {
						audience,
						reason: 'drawn'
					}).catch((error: unknown) => {
						if (!isRefusal(error, 'conflict') && !isRefusal(error, 'invalid')) throw error
					})
				await compareAll()
			}),
			{ numRuns: 2, endOnFailure: true }
		)
	}
)

test.for([
	['public', 'secretariat'],
	['secretariat', 'public']
] as const)('joining a %s record to a %s one publishes none of its files', async ([from, into]) => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const [one, other] = [
		await perform(administrator, 'actor.create', { name: 'One', kind: 'agency', audience: from }),
		await perform(administrator, 'actor.create', { name: 'Other', kind: 'agency', audience: into })
	]
	const file = await upload(made, administrator, 'note.txt', 'note')
	await perform(administrator, 'document.attach', { record: one, file, title: 'Note' })
	const gone = await upload(made, administrator, 'gone.txt', 'gone')
	const withdrawn = await perform(administrator, 'document.attach', { record: one, file: gone, title: 'Gone' })
	await perform(administrator, 'document.withdraw', { document: withdrawn, reason: 'drawn by mistake' })
	await changeRecord(made, administrator, one, 'record.merge', { into: other, reason: 'the same' })
	const reader = await made.as('public')
	expect(await opens(answer(reader, 'file.get', { file }))).toBe(false)
	expect(await opens(answer(reader, 'file.get', { file: gone }))).toBe(false)
	expect(await opens(answer(administrator, 'file.get', { file }))).toBe(true)
})
