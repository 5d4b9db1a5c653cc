import { beforeAll, expect, test } from 'vitest'
import type { Here } from '#platform/operation/operation.server.ts'
import { mergeRecords } from '#platform/records/record-operations.ts'
import { written } from '#tests/fixtures/deliberated.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aStage } from '#tests/fixtures/recommendation-stage.ts'
import { gatherSome } from '../exchange/export-recommendations.ts'
import { answerTogether } from './answer-commands.ts'
import { receiveRecommendation, submitRecommendation } from './chain-commands.ts'
import { getStandings } from './find-recommendation.server.ts'

let set: Awaited<ReturnType<typeof aStage>>
beforeAll(async () => {
	set = await aStage()
})

/** The same, with every statement that is begun counted. */
function counting<H extends Here>(here: H): { here: H; begun: () => number } {
	let count = 0
	const tx = new Proxy(here.tx, {
		get(target, name) {
			if (name === 'selectFrom') count++
			const found: unknown = Reflect.get(target, name)
			const bound: unknown = typeof found === 'function' ? found.bind(target) : found
			return bound
		}
	})
	return { here: { ...here, tx }, begun: () => count }
}

test('many recommendations are read with the statements of one, and the offices of a structure once', async () => {
	const { administrator, secretariat } = set.stage.seats
	const made: string[] = []
	for (let many = 0; many < 6; many++) made.push((await set.propose()).reference)
	const [one = ''] = made
	const statements = (references: readonly string[]) =>
		written(administrator, async (here) => {
			const { here: counted, begun } = counting(here)
			const found = await getStandings(counted, references)
			expect(found).toHaveLength(new Set(references).size)
			return begun()
		})
	expect(await statements(made)).toBe(await statements([one]))
	// By identifier as by number, and what was merged leads on to the one that holds.
	const { id } = await set.now(one)
	const [, second = ''] = made
	await secretariat.run(mergeRecords, {
		record: second,
		kind: 'recommendation',
		version: (await set.at(second)).version,
		into: one,
		reason: 'the same'
	})
	const found = await written(administrator, (here) => getStandings(here, [id, second, one]))
	expect(found.map(({ reference }) => reference)).toEqual([one])
	const absent = written(administrator, (here) => getStandings(here, [one, 'ZWE-REC-2026-999']))
	expect(await refusalOf(absent)).toMatchObject({ kind: 'absent', params: { reference: 'ZWE-REC-2026-999' } })
})

test('the register as a file reads what it holds, and names those answered together by the first of all', async () => {
	const { administrator, outsider } = set.stage.seats
	const both = [(await set.propose()).reference, (await set.propose()).reference]
	for (const reference of both) {
		await administrator.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle' })
		await administrator.run(receiveRecommendation, await set.at(reference))
	}
	const items = await Promise.all(both.map(async (id) => ({ id, version: (await set.at(id)).version })))
	await outsider.run(answerTogether, { items, ...(await set.answer('declined', 'There is no money.')) })
	const [first = '', second = ''] = both
	const { id, audience } = await set.now(second)
	const sheets = await written(administrator, (here) => gatherSome(here, [{ id, audience }]))
	const rows = sheets.map(({ sheet, rows: some }) => [sheet.name, some.map(({ texts }) => texts)] as const)
	expect(rows).toMatchObject([
		[
			'recommendation',
			[{ number: second, structure: 'forum', addressee_actor: 'statistics', themes: 'labour-migration' }]
		],
		['recommendation_position', []],
		['recommendation_wording', []],
		[
			'recommendation_hop',
			[{ recommendation: second, from_structure: 'forum', to_structure: 'middle', answered_with: first }]
		]
	])
})
