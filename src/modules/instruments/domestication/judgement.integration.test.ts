import { beforeEach, describe, expect, test } from 'vitest'
import { promise } from '../../../../tests/fixtures/promised.ts'
import { aWorkspace, TODAY, type SeatKey, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { changeInstrument } from '../instrument/instrument-commands.ts'
import { getInstrument } from '../instrument/instrument-queries.ts'
import { judgeObligations, withdrawJudgement } from './judgement-commands.ts'
import { listJudgements } from './judgement-queries.ts'
import { listLaws } from './law-options.ts'
import { judgingIn } from '../../../../tests/fixtures/judging.ts'

let made: TestWorkspace

beforeEach(async () => {
	made = await aWorkspace()
})

const judging = (wanted: Parameters<typeof judgingIn>[1] = {}, seat: SeatKey = 'analyst') =>
	judgingIn(made, wanted, seat)

const fault = (code: string, ...path: (string | number)[]) => ({
	kind: 'invalid',
	issues: [expect.objectContaining({ code, path })]
})
const conflict = (code: string) => ({ kind: 'conflict', code })

describe('a judgement', () => {
	test('says whether a law carries an obligation, with its reason, its reviewer and its day', async () => {
		const { judge, analyst, first, law } = await judging()
		await judge({ verdict: 'partly', reviewer: 'Legal desk', day: '2026-02-10' })
		const { items } = await analyst.ask(listJudgements, { filter: { obligation: first } })
		expect(items).toMatchObject([
			{
				obligation: { id: first },
				article: '1',
				policy: { id: law },
				verdict: 'partly',
				reason: 'Section 3 says so.',
				reviewer: 'Legal desk',
				day: '2026-02-10',
				state: 'stands',
				origin: 'entered'
			}
		])
	})

	test('is signed by the office of who made it, and that is not told to the public', async () => {
		const { judge, first } = await judging()
		await judge({})
		const read = async (seat: SeatKey) =>
			(await (await made.as(seat)).ask(listJudgements, { filter: { obligation: first } })).items[0]?.reviewer
		expect([await read('member'), await read('public')]).toEqual(['Office of analyst', null])
	})

	test('of a provision is one of its law', async () => {
		const { judge, analyst, laws, law } = await judging({ laws: [{ provisions: 2 }, {}] })
		const provision = laws[0]?.provisions[1]
		await judge({ policy: undefined, provision })
		const { items } = await analyst.ask(listJudgements, { filter: { policy: law } })
		expect(items).toMatchObject([{ provision: { id: provision }, section: '2', policy: { id: law } }])
		await expect(judge({ policy: laws[1]?.id, provision })).rejects.toMatchObject(
			fault('instruments.judged-provision-of-other-law', 'provision')
		)
	})

	test('replaces the earlier one of the same pair, which stays readable', async () => {
		const { judge, analyst, first, law } = await judging()
		await judge({ verdict: 'not-met', reason: 'Nothing in it.', day: '2026-01-10' })
		await judge({ verdict: 'met', reason: 'Amended.', day: '2026-02-10' })
		const filter = { obligation: first, policy: law }
		const { items } = await analyst.ask(listJudgements, { filter })
		expect(items.map(({ verdict }) => verdict)).toEqual(['met'])
		const all = await analyst.ask(listJudgements, { filter: { ...filter, state: ['stands', 'replaced'] } })
		expect(all.items.map(({ verdict, state, untilDay }) => [verdict, state, untilDay])).toEqual([
			['met', 'stands', null],
			['not-met', 'replaced', '2026-02-10']
		])
	})

	test('leaves those of other laws and of single provisions as they are', async () => {
		const { judge, analyst, first, laws } = await judging({ laws: [{ provisions: 1 }, {}] })
		await judge({})
		await judge({ provision: laws[0]?.provisions[0], verdict: 'partly' })
		await judge({ policy: laws[1]?.id, verdict: 'not-met' })
		const { items } = await analyst.ask(listJudgements, { filter: { obligation: first } })
		expect(items).toHaveLength(3)
	})

	test('is not of the future, nor of a day before the one that it replaces', async () => {
		const { judge } = await judging()
		await expect(judge({ day: '2026-03-03' })).rejects.toMatchObject(fault('instruments.judged-in-future', 'day'))
		await judge({ day: '2026-02-10' })
		await expect(judge({ day: '2026-02-09' })).rejects.toMatchObject(fault('instruments.judged-before-standing', 'day'))
	})

	test('is not of a day before the instrument was adopted', async () => {
		const { judge, analyst, instrument } = await judging()
		const { version } = await analyst.ask(getInstrument, { instrument })
		await analyst.run(changeInstrument, { instrument, version, adoptedOn: '2009-10' })
		await expect(judge({ day: '2009-09-30' })).rejects.toMatchObject(fault('instruments.judged-before-adoption', 'day'))
		// Adopted in a month of which the day is not known: each of its days may be the one.
		await judge({ day: '2009-10-01' })
	})

	test('without a law says that none meets it, or that it does not concern the State', async () => {
		const { judge, matrix } = await judging()
		await expect(judge({ policy: undefined })).rejects.toMatchObject(fault('instruments.met-without-law', 'verdict'))
		await judge({ policy: undefined, verdict: 'not-met' })
		const { obligations, coverage } = await matrix()
		expect(obligations.items[0]).toMatchObject({ standing: 'not-met', withoutLaw: 'not-met' })
		expect(coverage).toMatchObject({ obligations: 3, notMet: 1, notJudged: 2 })
	})

	test('is made by the secretariat, administrators and analysts, and by nobody else', async () => {
		for (const seat of ['member', 'observer'] as const) {
			const { judge } = await judging({ prefix: seat }, seat)
			await expect(judge({})).rejects.toMatchObject({ kind: 'forbidden' })
		}
	})

	test('is withdrawn once, with a reason, and counts no more', async () => {
		const { judge, analyst, first, matrix } = await judging()
		const { id } = await judge({})
		await analyst.run(withdrawJudgement, { judgement: id, reason: 'It was another law.' })
		expect((await matrix()).coverage.met).toBe(0)
		const { items } = await analyst.ask(listJudgements, { filter: { obligation: first, state: ['withdrawn'] } })
		expect(items).toMatchObject([{ id, stateReason: 'It was another law.', untilDay: TODAY }])
		await expect(analyst.run(withdrawJudgement, { judgement: id, reason: 'x' })).rejects.toMatchObject(
			conflict('instruments.judgement-stands-no-more')
		)
	})
})

describe('judging many', () => {
	test('judges all of them against one law, or none', async () => {
		const { analyst, instrument, law, first, second, third, matrix } = await judging()
		const item = (obligation: string, verdict: 'met' | 'partly' | 'not-met') => ({
			obligation,
			verdict,
			reason: 'Read.'
		})
		const items = [item(first, 'met'), item(second, 'partly'), item(third, 'not-met')]
		const other = await promise(made, { prefix: 'Other' })
		await expect(
			analyst.run(judgeObligations, {
				instrument,
				policy: law,
				items: [...items, item(other.obligations[0] ?? '', 'met')]
			})
		).rejects.toMatchObject(fault('instruments.obligation-of-other-instrument', 'items', 3, 'obligation'))
		expect((await matrix()).coverage.notJudged).toBe(3)
		expect(await analyst.run(judgeObligations, { instrument, policy: law, items })).toMatchObject({ judged: 3 })
		expect((await matrix()).coverage).toMatchObject({ met: 1, partly: 1, notMet: 1, notJudged: 0 })
	})

	test('names a section of the law in each, chosen or told by its number', async () => {
		const { analyst, instrument, law, laws, first, second } = await judging({ laws: [{ provisions: 2 }] })
		const item = (obligation: string, more: object) => ({
			obligation,
			verdict: 'met' as const,
			reason: 'Read.',
			...more
		})
		const [one, two] = laws[0]?.provisions ?? []
		const { sections, hasMoreSections } = await analyst.ask(listLaws, { sectionsOf: 'law-1' })
		expect([sections.map(({ id }) => id), hasMoreSections]).toEqual([[one, two], false])
		await expect(
			analyst.run(judgeObligations, { instrument, policy: law, items: [item(first, { section: '9' })] })
		).rejects.toMatchObject(fault('instruments.judged-section-unknown', 'items', 0, 'section'))
		await analyst.run(judgeObligations, {
			instrument,
			policy: law,
			items: [item(first, { provision: sections[0]?.reference }), item(second, { section: ' 2' })]
		})
		const { items } = await analyst.ask(listJudgements, { filter: { policy: law } })
		expect(new Set(items.map(({ obligation, section }) => `${obligation.id} ${section ?? ''}`))).toEqual(
			new Set([`${first} 1`, `${second} 2`])
		)
	})

	test('offers no sections to choose from where a law has more than 200 of them', async () => {
		const { analyst } = await judging({ laws: [{ provisions: 201 }] })
		expect(await analyst.ask(listLaws, { sectionsOf: 'law-1' })).toMatchObject({ sections: [], hasMoreSections: true })
		expect(await analyst.ask(listLaws, {})).toMatchObject({ sections: [], hasMoreSections: false })
	})

	test('refuses the same pair twice', async () => {
		const { analyst, instrument, law, first } = await judging()
		const item = { obligation: first, verdict: 'met' as const, reason: 'Read.' }
		await expect(
			analyst.run(judgeObligations, { instrument, policy: law, items: [item, { ...item, obligation: 'convention-1' }] })
		).rejects.toMatchObject(fault('instruments.judged-twice', 'items', 1, 'obligation'))
	})
})
