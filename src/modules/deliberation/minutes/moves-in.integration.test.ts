import { expect, test } from 'vitest'
import { createStructure } from '#modules/directory/structure-commands.ts'
import { setRecordAudience } from '#platform/records/record-operations.ts'
import { aMeeting } from '#tests/fixtures/meeting.ts'
import { adopt, papersFor, textFor, workAll } from '#tests/fixtures/papers.ts'
import { addAgendaItem } from '../meeting/agenda-commands.ts'
import { answerRecommendation } from '../recommendation/answer-commands.ts'
import { receiveRecommendation, submitRecommendation } from '../recommendation/chain-commands.ts'
import { proposeRecommendation } from '../recommendation/recommendation-commands.ts'
import { getRecommendation } from '../recommendation/recommendation-page.ts'
import { getMinutes } from './minute-queries.ts'
import { makePaper } from './paper-commands.ts'

type Whole = Awaited<ReturnType<typeof aMeeting>>
const ASKS = { addresseeActor: 'statistics', areas: ['labour-migration'] }

/** A meeting of the committee, and recommendations of a forum below it that the committee has received. */
async function heard(titles: readonly string[]) {
	const whole = await aMeeting()
	const { secretariat } = whole
	await secretariat.run(createStructure, {
		key: 'forum',
		name: 'Forum',
		level: 'technical',
		kind: 'task-team',
		status: 'active',
		parent: 'committee',
		chair: 'health'
	})
	const references = []
	for (const title of titles) {
		const made = { title, text: `That ${title} be done.`, structure: 'forum', ...ASKS }
		const { reference } = await secretariat.run(proposeRecommendation, made)
		await secretariat.run(submitRecommendation, { recommendation: reference, version: 1, to: 'committee' })
		await secretariat.run(receiveRecommendation, { recommendation: reference, version: 2 })
		references.push(reference)
	}
	return { whole, references }
}

const versionFor = async ({ secretariat }: Whole, recommendation: string) =>
	(await secretariat.ask(getRecommendation, { recommendation })).version

const answer = async (whole: Whole, recommendation: string, said: 'accepted' | 'declined', reasons: string) =>
	whole.secretariat.run(answerRecommendation, {
		recommendation,
		version: await versionFor(whole, recommendation),
		answer: said,
		reasons,
		meeting: whole.meeting
	})

test('how a recommendation was answered in a meeting stands in its minutes: in the item about it, or beside', async () => {
	const { whole, references } = await heard(['One desk', 'Two desks'])
	const [first = '', second = ''] = references
	const { reference: item } = await whole.secretariat.run(addAgendaItem, {
		meeting: whole.meeting,
		title: 'On the desk',
		subject: first
	})
	await answer(whole, first, 'accepted', 'It is needed.')
	await answer(whole, second, 'declined', 'There is no room.')
	const minutes = await whole.secretariat.ask(getMinutes, { meeting: whole.meeting })
	expect(minutes.items.find(({ reference }) => reference === item)?.moves).toMatchObject([
		{ reference: first, move: 'accepted', reasons: 'It is needed.', day: '2026-03-02', level: null }
	])
	expect(minutes.beside.moves).toMatchObject([{ reference: second, move: 'declined', reasonsLanguage: 'en' }])
	for (const kind of ['minutes', 'decisions'] as const)
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind })
	await workAll(whole)
	for (const kind of ['minutes', 'decisions'] as const) {
		const paper = await textFor(whole, 'secretariat', kind)
		for (const form of ['pdf', 'docx'] as const) {
			const text = paper?.[form].replaceAll(/\s+/g, ' ')
			for (const said of [`${first} · One desk`, 'Accepted on 2 March 2026', 'Reasons: It is needed.'])
				expect(text).toContain(said)
			expect(text).toContain('Declined on 2 March 2026')
		}
	}
})

test('what a structure sends on that day stands in the minutes of the day, and what another structure sends does not', async () => {
	const { whole, references } = await heard(['One desk'])
	const [reference = ''] = references
	await whole.secretariat.run(submitRecommendation, {
		recommendation: reference,
		version: await versionFor(whole, reference),
		toActor: 'home-affairs'
	})
	const { beside } = await whole.secretariat.ask(getMinutes, { meeting: whole.meeting })
	expect(beside.moves).toMatchObject([
		{ reference, move: 'submitted', day: '2026-03-02', level: { reference: 'home-affairs' } }
	])
})

test('an answer that is entered after the minutes were adopted stands in none of them', async () => {
	const { whole, references } = await heard(['One desk', 'Two desks'])
	const [first = '', second = ''] = references
	await answer(whole, first, 'accepted', 'It is needed.')
	await adopt(whole)
	const before = await whole.secretariat.ask(getMinutes, { meeting: whole.meeting })
	expect(before.beside.moves).toHaveLength(1)
	await answer(whole, second, 'accepted', 'Late.')
	expect(await whole.secretariat.ask(getMinutes, { meeting: whole.meeting })).toEqual(before)
})

test('who sees a recommendation reads in the minutes what became of it, and no other; papers that print it close with it', async () => {
	const { whole, references } = await heard(['One desk'])
	const [reference = ''] = references
	await answer(whole, reference, 'accepted', 'It is needed.')
	await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'decisions' })
	await workAll(whole)
	expect(await papersFor(whole, 'outsider')).toHaveLength(1)
	await whole.secretariat.run(setRecordAudience, {
		kind: 'recommendation',
		record: reference,
		version: await versionFor(whole, reference),
		audience: 'members',
		reason: 'It names a firm.'
	})
	const moves = async (key: 'member' | 'observer') =>
		(await (await whole.made.as(key)).ask(getMinutes, { meeting: whole.meeting })).beside.moves
	expect(await moves('member')).toHaveLength(1)
	expect(await moves('observer')).toEqual([])
	expect(await papersFor(whole, 'observer')).toEqual([])
})
