import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { registry } from '#areas'
import { importRows, refusalOf, type Rows } from '#tests/fixtures/directory.ts'
import { aWorkspace, SECRET, type Acting } from '#tests/fixtures/workspace.ts'
import { readCursor, writeCursor } from '#platform/operation/lists.server.ts'
import type { Query } from '#platform/operation/operation.server.ts'
import { listActors } from './actor-queries.ts'
import { listMemberships } from './membership-queries.ts'
import { listStructures } from './structure-queries.ts'
import { listFrameworks, listThemes } from './theme-queries.ts'

const Page = z.object({
	items: z.array(z.looseObject({ id: z.string() })),
	next: z.string().nullable(),
	previous: z.string().nullable(),
	total: z.int(),
	totalIsMore: z.boolean()
})

const Sorts = z.looseObject({
	// A list of what belongs to one thing, which must be named, is not walked here.
	required: z.array(z.string()).max(0).optional(),
	properties: z.looseObject({
		sort: z.looseObject({ enum: z.array(z.string()) }),
		limit: z.unknown(),
		after: z.unknown()
	})
})

/**
 * Every list of the registry that has pages, with the sorts its input names. Not those whose reading is itself noted: the
 * list of what was noted grows while it is walked.
 */
const LISTS = registry.operations.flatMap((operation) => {
	if (operation.type !== 'query' || operation.isLogged) return []
	const schema = Sorts.safeParse(z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }))
	return schema.success ? [{ list: operation, sorts: schema.data.properties.sort.enum }] : []
})

// Names alike, and fields left empty: the ties and the nulls that pages fall over.
async function aCrowd() {
	const made = await aWorkspace()
	const many = (row: (at: number) => string[]): Rows => Array.from({ length: 9 }, (_, at) => row(at))
	const third = (at: number) => ['Äther', 'alpha', 'Alpha'][at % 3] ?? ''
	const half = (at: number, text: string) => (at % 2 === 0 ? '' : text)
	await importRows(await made.as('secretariat'), {
		actor: [
			['key', 'name', 'kind', 'country'],
			...many((at) => [`a-${String(at)}`, third(at), 'agency', half(at, 'ZWE')])
		],
		structure: [
			['key', 'name', 'level', 'kind', 'declared_status', 'chair'],
			...many((at) => [`s-${String(at)}`, third(at), at % 3 === 0 ? 'policy' : 'technical', 'other', 'active', 'a-1'])
		],
		membership: [
			['structure', 'actor', 'kind', 'from', 'to'],
			...many((at) => [
				`s-${String(at % 4)}`,
				`a-${String(at)}`,
				'member',
				half(at, `20${String(10 + (at % 3))}-01-01`),
				half(at + 1, '2024-12-31')
			])
		],
		mandate: [
			['structure', 'position', 'category', 'text'],
			...many((at) => [`s-${String(at % 3)}`, String(at + 1), third(at), `Does ${String(at)}`])
		],
		framework: [
			['key', 'name', 'kind', 'year'],
			...many((at) => [`f-${String(at)}`, third(at), 'priority areas', half(at, '2020')])
		],
		area: [
			['key', 'framework', 'position', 'name'],
			...many((at) => [`t-${String(at)}`, `f-${String(at % 3)}`, String(1 + (at % 2)), third(at)])
		],
		area_lead: [
			['area', 'actor', 'from'],
			...many((at) => [`t-${String(at)}`, `a-${String(at)}`, half(at, '2020-01-01')])
		]
	})
	return made
}

async function pageOf(acting: Acting, list: Query, input: object) {
	return Page.parse(await acting.askRaw(list, input))
}

/** The lists that a seat may ask for. */
async function listsFor(acting: Acting) {
	const open = await Promise.all(
		LISTS.map(async (one) => {
			const refused = await refusalOf(pageOf(acting, one.list, {})).catch(() => undefined)
			return refused?.kind === 'forbidden' ? [] : [one]
		})
	)
	return open.flat()
}

/** All items by pages of a size, forwards from the first page and then back from the last. */
async function walk(acting: Acting, list: Query, sort: string, limit: number) {
	const forward: string[][] = []
	let page = await pageOf(acting, list, { sort, limit })
	expect(page.previous).toBeNull()
	for (;;) {
		forward.push(page.items.map((item) => item.id))
		if (page.next === null) break
		page = await pageOf(acting, list, { sort, limit, after: page.next })
		expect(page.previous).not.toBeNull()
	}
	const back = [forward.at(-1) ?? []]
	while (page.previous !== null) {
		page = await pageOf(acting, list, { sort, limit, before: page.previous })
		back.unshift(page.items.map((item) => item.id))
	}
	return { forward: forward.flat(), back: back.flat() }
}

test('there are lists to read page by page', () => {
	expect(LISTS.map(({ list }) => list.name)).toEqual(
		expect.arrayContaining([
			'actor.list',
			'structure.list',
			'membership.list',
			'mandate.list',
			'framework.list',
			'theme.list'
		])
	)
})

test(
	'every list in every order, by pages forwards and back, gives the whole once and in one order',
	{ timeout: 300_000 },
	async () => {
		const made = await aCrowd()
		for (const key of ['secretariat', 'public'] as const) {
			const acting = await made.as(key)
			const lists = await listsFor(acting)
			await fc.assert(
				fc.asyncProperty(
					fc.constantFrom(...lists),
					fc.nat(),
					fc.integer({ min: 1, max: 5 }),
					async ({ list, sorts }, draw, limit) => {
						const sort = sorts[draw % sorts.length] ?? ''
						const whole = await pageOf(acting, list, { sort, limit: 200 })
						const ids = whole.items.map((item) => item.id)
						expect(whole).toMatchObject({ next: null, previous: null, total: ids.length, totalIsMore: false })
						expect(new Set(ids).size).toBe(ids.length)
						const { forward, back } = await walk(acting, list, sort, limit)
						expect(forward, `${list.name} by ${sort}`).toEqual(ids)
						expect(back, `${list.name} by ${sort}, back`).toEqual(ids)
					}
				),
				{ numRuns: 30, endOnFailure: true }
			)
		}
	}
)

test('every sort of every list is walked whole by pages of two', { timeout: 300_000 }, async () => {
	const acting = await (await aCrowd()).as('administrator')
	for (const { list, sorts } of await listsFor(acting))
		for (const sort of sorts) {
			const { forward, back } = await walk(acting, list, sort, 2)
			const whole = await pageOf(acting, list, { sort, limit: 200 })
			const ids = whole.items.map((item) => item.id)
			expect(forward, `${list.name} by ${sort}`).toEqual(ids)
			expect(back, `${list.name} by ${sort}, back`).toEqual(ids)
		}
})

test('names stand in the order people expect, and what is empty comes last both ways', async () => {
	const acting = await (await aCrowd()).as('secretariat')
	const filter = { kind: ['agency'] } as const
	const titles = async (sort: 'title' | '-title') =>
		(await acting.ask(listActors, { sort, limit: 200, filter: { kind: [...filter.kind] } })).items.map(
			(item) => item.title['en']
		)
	expect(await titles('title')).toEqual([
		'alpha',
		'alpha',
		'alpha',
		'Alpha',
		'Alpha',
		'Alpha',
		'Äther',
		'Äther',
		'Äther'
	])
	expect(await titles('-title')).toEqual((await titles('title')).toReversed())
	for (const sort of ['country', '-country'] as const) {
		const { items } = await acting.ask(listActors, { sort, limit: 200, filter: { kind: ['agency'] } })
		expect(items.map((item) => item.country)).toEqual([...Array<string>(4).fill('ZWE'), ...Array<null>(5).fill(null)])
	}
})

test('a cursor of another sort, a changed one and one of another installation are refused', async () => {
	const acting = await (await aCrowd()).as('public')
	const { next } = await acting.ask(listActors, { sort: 'title', limit: 2 })
	const [body = '', signature = ''] = (next ?? '').split('.')
	const forged = Buffer.from(
		JSON.stringify({ sort: 'title', value: 'A', id: '00000000-0000-7000-8000-000000000000' })
	).toString('base64url')
	const foreign = writeCursor(Buffer.alloc(32, 1), readCursor(SECRET, next ?? '', 'title', 'after'))
	const wrong: [string, 'title' | '-title' | 'kind'][] = [
		[next ?? '', '-title'],
		[next ?? '', 'kind'],
		[`${forged}.${signature}`, 'title'],
		[`${body}.${signature.slice(1)}`, 'title'],
		[body, 'title'],
		['', 'title'],
		[foreign, 'title']
	]
	for (const place of ['after', 'before'] as const)
		for (const [cursor, sort] of wrong)
			expect((await refusalOf(acting.ask(listActors, { sort, [place]: cursor }))).issues, cursor).toEqual([
				{ path: [place], code: 'platform.field.cursor' }
			])
	expect((await acting.ask(listActors, { sort: 'title', limit: 2, after: next ?? '' })).items).toHaveLength(2)
})

test('filters leave what they say, together too, and count it', async () => {
	const acting = await (await aCrowd()).as('secretariat')
	const keys = (items: readonly { reference: string }[]) => items.map((item) => item.reference).sort()
	const actors = async (filter: NonNullable<Parameters<typeof listActors.perform>[1]> & object) =>
		acting.askRaw(listActors, { filter, limit: 200 })
	const zimbabwean = z
		.object({
			items: z.array(z.looseObject({ reference: z.string(), country: z.string().nullable() })),
			total: z.int()
		})
		.parse(await actors({ country: ['ZWE'] }))
	expect(keys(zimbabwean.items)).toEqual(['a-1', 'a-3', 'a-5', 'a-7'])
	expect(zimbabwean.total).toBe(4)
	const both = await acting.ask(listActors, { filter: { country: ['ZWE'], words: 'alpha' }, limit: 200 })
	expect(keys(both.items)).toEqual(['a-1', 'a-5', 'a-7'])
	const chaired = await acting.ask(listStructures, { filter: { chair: 'a-1', level: ['policy'] }, limit: 200 })
	expect(keys(chaired.items)).toEqual(['s-0', 's-3', 's-6'])
	const sitting = await acting.ask(listStructures, { filter: { member: 'a-1' } })
	expect(keys(sitting.items)).toEqual(['s-1'])
	const led = await acting.ask(listThemes, { filter: { lead: 'a-2' } })
	expect(keys(led.items)).toEqual(['t-2'])
	const within = await acting.ask(listThemes, { filter: { framework: 'f-1' } })
	expect(keys(within.items)).toEqual(['t-1', 't-4', 't-7'])
	const invented = await acting.ask(listFrameworks, { filter: { origin: ['invented'] } })
	expect(invented).toMatchObject({ items: [], total: 0 })
	const open = await acting.ask(listMemberships, { filter: { open: true, structure: 's-1' }, limit: 200 })
	expect(open.items.every((item) => item.to === null)).toBe(true)
	const nobody = await refusalOf(acting.ask(listMemberships, { filter: { actor: 'nobody' } }))
	expect(nobody.issues[0]?.code).toBe('platform.field.no-such-record')
})
