import { beforeEach, describe, expect, test } from 'vitest'
import { withdrawRecord } from '#platform/records/record-operations.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { listCommitments } from '../instrument/commitment-queries.ts'
import { addPolicy } from '../policy/policy-commands.ts'
import { getPolicy } from '../policy/policy-queries.ts'
import { setStage } from '../policy/stage-commands.ts'
import { getCarries } from './carries-queries.ts'
import { countsAs } from './domestication-rules.ts'
import { judgeObligation, judgeObligations } from './judgement-commands.ts'
import { listJudgements } from './judgement-queries.ts'
import { getMatrix } from './matrix-queries.ts'
import { judgingIn } from '../../../../tests/fixtures/judging.ts'

let made: TestWorkspace

beforeEach(async () => {
	made = await aWorkspace()
})

const judging = (wanted: Parameters<typeof judgingIn>[1] = {}, seat: SeatKey = 'analyst') =>
	judgingIn(made, wanted, seat)

describe('the matrix', () => {
	test('has a row an obligation and a column a law, with the best of the law and its provisions', async () => {
		const { judge, matrix, laws, first, second } = await judging({ laws: [{ provisions: 2 }, {}] })
		await judge({ verdict: 'not-met' })
		await judge({ provision: laws[0]?.provisions[0], verdict: 'partly' })
		await judge({ obligation: second, policy: laws[1]?.id })
		const { laws: columns, obligations, coverage, share } = await matrix()
		expect(columns.items.map(({ id }) => id)).toEqual(laws.map(({ id }) => id))
		expect(obligations.items.map(({ id, standing, cells }) => [id, standing, cells])).toMatchObject([
			[
				first,
				'partly',
				[
					{ verdict: 'partly', judgements: 2 },
					{ verdict: null, judgements: 0 }
				]
			],
			[second, 'met', [{ verdict: null }, { verdict: 'met', judgements: 1 }]],
			[expect.anything(), 'not-judged', [{ verdict: null }, { verdict: null }]]
		])
		expect(coverage).toMatchObject({ obligations: 3, met: 1, partly: 1, notMet: 0, notJudged: 1 })
		expect(share).toBe(33)
	})

	test('shows what drafts would carry without counting it, and what is repealed no more', async () => {
		const { judge, matrix, laws, second } = await judging({ laws: [{ stage: 'drafting' }, { stage: 'repealed' }] })
		await judge({})
		await judge({ obligation: second, policy: laws[1]?.id })
		const { laws: columns, coverage, obligations } = await matrix()
		expect(columns.items.map(({ counts }) => counts)).toEqual(['draft', 'ended'])
		expect(obligations.items[0]?.cells[0]).toMatchObject({ verdict: 'met' })
		expect(coverage).toMatchObject({ met: 0, notJudged: 3, drafted: 1 })
	})

	test.each([
		['act', 'adopted'],
		['act', 'in-force'],
		['policy', 'under-review'],
		['act', 'not-known'],
		['act', 'drafting'],
		['act', 'validated'],
		['act', 'repealed'],
		['bill', 'not-known'],
		['bill', 'adopted'],
		['bill', 'in-force'],
		['bill', 'consultation'],
		['bill', 'repealed']
	] as const)('counts of a law of form %s and stage %s what its rule says', async (form, stage) => {
		const { judge, matrix, analyst, law } = await judging({ laws: [{ form, stage }] })
		await judge({})
		const counts = countsAs({ form, stage })
		const { laws, coverage } = await matrix()
		expect(laws.items.map((one) => one.counts)).toEqual([counts])
		expect(coverage).toMatchObject({
			met: counts === 'held' ? 1 : 0,
			notJudged: counts === 'held' ? 2 : 3,
			drafted: counts === 'draft' ? 1 : 0
		})
		expect((await analyst.ask(getCarries, { policy: law })).counts).toBe(counts === 'held')
	})

	test('is asked as of a past day', async () => {
		const { judge, matrix } = await judging()
		await judge({ verdict: 'not-met', day: '2026-01-10' })
		await judge({ verdict: 'met', day: '2026-02-10' })
		const on = async (day: string) => {
			const { coverage, obligations } = await matrix({ on: day })
			return [coverage.met, coverage.notMet, obligations.items[0]?.cells[0]?.verdict]
		}
		expect(await on('2026-01-09')).toEqual([0, 0, undefined])
		expect(await on('2026-01-10')).toEqual([0, 1, 'not-met'])
		expect(await on('2026-02-09')).toEqual([0, 1, 'not-met'])
		expect(await on('2026-02-10')).toEqual([1, 0, 'met'])
	})

	test('counts on a past day the laws that held then, whatever became of them since', async () => {
		const { matrix, first, second, instrument } = await judging()
		const secretariat = await made.as('secretariat')
		const stages = async (
			policy: string,
			steps: readonly (readonly ['adopted' | 'in-force' | 'repealed', string])[]
		) => {
			for (const [stage, on] of steps)
				await secretariat.run(setStage, {
					policy,
					version: (await secretariat.ask(getPolicy, { policy })).version,
					stage,
					on,
					...(stage === 'repealed' ? { reason: 'By a later act.' } : {})
				})
		}
		const aLaw = async (name: string) => (await secretariat.run(addPolicy, { name, form: 'act' })).id
		const [old, young] = [await aLaw('The old act'), await aLaw('The young act')]
		await stages(old, [
			['adopted', '2000'],
			['repealed', '2020-06-01']
		])
		await stages(young, [
			['adopted', '2021-03-01'],
			['in-force', '2022']
		])
		for (const [obligation, policy, day] of [
			[first, old, '2010-01-01'],
			[second, young, '2019-01-01']
		] as const)
			await secretariat.run(judgeObligation, { obligation, policy, verdict: 'met', reason: 'Read.', day })
		const on = async (day: string) => {
			const { coverage, laws } = await matrix({ on: day })
			const glance = await secretariat.ask(listCommitments, { on: day })
			expect(glance.items.find(({ id }) => id === instrument)?.coverage.met).toBe(coverage.met)
			return [coverage.met, laws.items.map(({ counts }) => counts).join(' ')]
		}
		expect(await on('2012-01-01')).toEqual([1, 'held'])
		expect(await on('2020-05-31')).toEqual([1, 'held not-known'])
		expect(await on('2020-06-01')).toEqual([0, 'ended not-known'])
		expect(await on('2021-03-01')).toEqual([1, 'ended held'])
		expect((await matrix()).coverage.met).toBe(1)
	})

	test('of a past day takes a law of a later year for none, and one whose stage bears no day as it is told', async () => {
		const { matrix, first } = await judging()
		const secretariat = await made.as('secretariat')
		const { id } = await secretariat.run(addPolicy, { name: 'An act', form: 'act', stage: 'in-force', year: 2014 })
		await secretariat.run(judgeObligation, {
			obligation: first,
			policy: id,
			verdict: 'met',
			reason: 'Read.',
			day: '2012-01-01'
		})
		const met = async (day: string) => (await matrix({ on: day })).coverage.met
		expect([await met('2013-12-31'), await met('2014-01-01')]).toEqual([0, 1])
	})

	test('goes by pages of laws and of obligations, and shows those alone that stand so', async () => {
		const { analyst, instrument, obligations, laws, matrix } = await judging({
			obligations: 52,
			laws: Array.from({ length: 13 }, () => ({}))
		})
		for (const { id } of laws)
			await analyst.run(judgeObligations, {
				instrument,
				policy: id,
				items: obligations
					.slice(0, 51)
					.map((obligation) => ({ obligation, verdict: 'partly' as const, reason: 'Read.' }))
			})
		const first = await matrix()
		expect([first.laws.items.length, first.laws.pages, first.laws.total]).toEqual([12, 2, 13])
		expect([first.obligations.items.length, first.obligations.pages]).toEqual([50, 2])
		const last = await matrix({ laws: 2, obligations: 2 })
		expect(last.obligations.items.map(({ article, cells }) => [article, cells.length])).toEqual([
			['51', 1],
			['52', 1]
		])
		const open = await matrix({ standing: ['not-judged'] })
		expect(open.obligations.items.map(({ article }) => article)).toEqual(['52'])
		expect(open.coverage.obligations).toBe(52)
	})

	test('is asked of one law alone, which stands in a column or, where nothing was judged against it, in none', async () => {
		const { judge, matrix, laws, first } = await judging({ laws: [{}, {}, {}] })
		await judge({ verdict: 'partly' })
		await judge({ policy: laws[1]?.id })
		const cellsOf = async (law: string | undefined) => {
			const { laws: columns, obligations } = await matrix({ law })
			return [columns.items.map(({ id }) => id), obligations.items.find(({ id }) => id === first)?.cells]
		}
		expect(await cellsOf(laws[0]?.id)).toEqual([[laws[0]?.id], [{ verdict: 'partly', judgements: 1 }]])
		expect(await cellsOf(laws[1]?.id)).toEqual([[laws[1]?.id], [{ verdict: 'met', judgements: 1 }]])
		expect(await cellsOf(laws[2]?.id)).toEqual([[], []])
	})

	test('tells nothing of laws that its reader may not see, or that were withdrawn', async () => {
		const { judge, matrix, instrument, laws, second, analyst } = await judging(
			{
				laws: [{ audience: 'secretariat' }, {}]
			},
			'secretariat'
		)
		await judge({})
		await judge({ obligation: second, policy: laws[1]?.id })
		expect((await matrix()).coverage.met).toBe(2)
		const seen = await (await made.as('member')).ask(getMatrix, { instrument })
		expect([seen.coverage.met, seen.laws.total, seen.obligations.items[0]?.standing]).toEqual([1, 1, 'not-judged'])
		const { items } = await (await made.as('member')).ask(listJudgements, { filter: { instrument } })
		expect(items.map(({ policy }) => policy?.id)).toEqual([laws[1]?.id])
		await analyst.run(withdrawRecord, { record: laws[1]?.id ?? '', kind: 'policy', version: 1, reason: 'never was' })
		expect((await matrix()).coverage.met).toBe(1)
	})
})

describe('what a law carries', () => {
	test('is counted by instrument, each obligation once', async () => {
		const { judge, analyst, law, laws, second, instrument } = await judging({ laws: [{ provisions: 1 }] })
		await judge({ verdict: 'not-met' })
		await judge({ provision: laws[0]?.provisions[0], verdict: 'met' })
		await judge({ obligation: second, verdict: 'partly' })
		expect(await analyst.ask(getCarries, { policy: law })).toMatchObject({
			counts: true,
			met: 1,
			partly: 1,
			notMet: 0,
			instruments: [{ instrument: { id: instrument }, obligations: 3, met: 1, partly: 1 }]
		})
	})

	test('of an instrument that its reader may not see is not told', async () => {
		const { judge, law } = await judging({ audience: 'secretariat', laws: [{ audience: 'public' }] }, 'secretariat')
		await judge({})
		expect(await (await made.as('member')).ask(getCarries, { policy: law })).toMatchObject({ met: 0, instruments: [] })
	})
})
