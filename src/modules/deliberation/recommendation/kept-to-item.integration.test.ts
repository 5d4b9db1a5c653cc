import { beforeAll, describe, expect, test } from 'vitest'
import { aMeeting } from '#tests/fixtures/meeting.ts'
import { aStage, ASKS, everySeat } from '#tests/fixtures/recommendation-stage.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import type { Acting } from '#tests/fixtures/workspace.ts'
import { listAttention } from '#platform/records/attention.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { setRecordAudience } from '#platform/records/record-operations.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { structureDashboard, workspaceDashboard } from '../dashboard/dashboard-queries.ts'
import { holdMeeting } from '../meeting/hold-command.ts'
import { getMinutes } from '../minutes/minute-queries.ts'
import { getSeriesMinutes } from '../minutes/series-queries.ts'
import { answerRecommendation } from './answer-commands.ts'
import { changeManyRecommendations } from './bulk-commands.ts'
import { receiveRecommendation, submitRecommendation } from './chain-commands.ts'
import { exportRecommendations } from './export-register.ts'
import { submittingWarning } from './page-actions.ts'
import { changeRecommendation, proposeRecommendation } from './recommendation-commands.ts'
import { getRecommendation } from './recommendation-page.ts'
import { listRecommendations } from './recommendation-queries.ts'

const WORD = 'pangolins'

let set: Awaited<ReturnType<typeof aStage>>
let whole: Awaited<ReturnType<typeof aMeeting>>
beforeAll(async () => {
	set = await aStage()
	whole = await aMeeting({ structure: 'forum', held: false }, set.stage)
	await whole.secretariat.run(holdMeeting, {
		...(await whole.changing()),
		attendance: [{ actor: 'labour', state: 'present' }]
	})
})

/** Made in an item of the forum that the secretariat alone sees, unless told otherwise; the structure above is asked, and an actor. */
const made = async (more: object = {}) =>
	(
		await set.stage.seats.secretariat.run(proposeRecommendation, {
			title: `A matter of ${WORD}`,
			text: `That the ${WORD} are counted.`,
			agendaItem: whole.items.secret,
			...ASKS,
			addresseeStructure: 'middle',
			...more
		})
	).reference

/** Everywhere a seat meets recommendations: what it finds of one there. */
async function meets(acting: Acting, reference: string) {
	const [list, found, minutes, series, file, all, own, attention] = await Promise.all([
		acting.ask(listRecommendations, { filter: { words: WORD } }),
		acting.ask(searchRecords, { words: WORD }),
		acting.ask(getMinutes, { meeting: whole.meeting }),
		acting.ask(getSeriesMinutes, { structure: 'forum', from: '2026-01-01' }),
		acting.ask(exportRecommendations, { format: 'json' }),
		acting.ask(workspaceDashboard, {}),
		acting.ask(structureDashboard, { structure: 'forum' }),
		acting.ask(listAttention, {})
	])
	return [
		list.items,
		found.items,
		minutes,
		series,
		Buffer.from(file.content).toString('utf8'),
		all.recommendations,
		own.recommendations,
		attention
	].map((one, at) =>
		// The tallies tell states and numbers of them, and no words.
		at === 5 || at === 6
			? JSON.stringify(one)
					.replaceAll(/"total":0/g, '')
					.includes('"total":')
			: JSON.stringify(one).includes(reference)
	)
}

const opens = (acting: Acting, recommendation: string) =>
	acting.ask(getRecommendation, { recommendation }).then(
		() => true,
		() => false
	)

describe('a recommendation made in a restricted item', () => {
	test('is met by whom it asks nowhere until it is submitted, then by that level, and by the actor once it is accepted', async () => {
		const { secretariat, outsider, statistician } = set.stage.seats
		const reference = await made()
		const nowhere = [false, false, false, false, false, false, false, false]
		expect(await meets(outsider, reference)).toEqual(nowhere)
		expect(await meets(statistician, reference)).toEqual(nowhere)
		expect(await opens(secretariat, reference)).toBe(true)
		const past = { record: reference, kind: 'recommendation', limit: 5 }
		expect((await refusalOf(outsider.ask(getHistory, past))).kind).toBe('absent')

		const read = (acting: Acting) => acting.ask(getRecommendation, { recommendation: reference })
		expect(submittingWarning(await read(secretariat))).toBe('recommendation.submit.restricted-item')
		await secretariat.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle' })
		const later = await everySeat(set.stage)
		expect((await meets(later.outsider, reference)).slice(0, 2)).toEqual([true, true])
		expect((await meets(later.outsider, reference)).slice(5, 7)).toEqual([true, true])
		expect((await later.outsider.ask(getHistory, past)).items.length).toBeGreaterThan(0)
		expect(await opens(later.statistician, reference)).toBe(false)
		// Whoever does not see the item is not told that there is one.
		expect(submittingWarning(await read(later.outsider))).toBe('recommendation.submit.restricted-what')

		await later.outsider.run(receiveRecommendation, await set.at(reference))
		const answer = await set.answer('accepted', 'They are few.')
		await later.outsider.run(answerRecommendation, { ...(await set.at(reference)), ...answer })
		expect(await opens(later.statistician, reference)).toBe(true)
	})

	test('stays with those who see the item when it asks another, alone or with others, or its audience is chosen anew', async () => {
		const { secretariat, member, outsider, police, statistician } = set.stage.seats
		const reference = await made()
		await secretariat.run(changeRecommendation, { ...(await set.at(reference)), addresseeActor: 'police' })
		const { version } = await set.at(reference)
		await secretariat.run(changeManyRecommendations, { items: [{ id: reference, version }], addresseeActor: 'police' })
		await secretariat.run(setRecordAudience, {
			record: reference,
			kind: 'recommendation',
			version: (await set.at(reference)).version,
			audience: 'members',
			reason: 'for the members of the forum'
		})
		for (const acting of [outsider, police, statistician]) expect(await opens(acting, reference)).toBe(false)
		expect(await opens(member, reference)).toBe(true)
	})

	test('is shown to no more by a choice, and to fewer where the choice says so', async () => {
		const { member, outsider, secretariat } = set.stage.seats
		const open = await made({ audience: 'public' })
		expect([await opens(member, open), await opens(outsider, open)]).toEqual([false, false])
		const fewer = await made({ agendaItem: whole.items.members, audience: 'secretariat' })
		expect([await opens(member, fewer), await opens(secretariat, fewer)]).toEqual([false, true])
		const same = await made({ agendaItem: whole.items.members })
		expect([await opens(member, same), await opens(outsider, same)]).toEqual([true, false])
		const chosen = await made({ agendaItem: whole.items.open, audience: 'members' })
		expect([await opens(member, chosen), await opens(outsider, chosen)]).toEqual([true, false])
	})

	test('that comes back with questions is shown to no more of the structure that made it', async () => {
		const { secretariat, outsider, member } = set.stage.seats
		const reference = await made()
		await secretariat.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle' })
		await outsider.run(receiveRecommendation, await set.at(reference))
		const answer = await set.answer('returned', 'How many?')
		await outsider.run(answerRecommendation, { ...(await set.at(reference)), ...answer })
		expect([await opens(outsider, reference), await opens(member, reference)]).toEqual([true, false])
	})

	test('made in an item that everybody sees is seen by whom it asks as ever', async () => {
		const reference = await made({ agendaItem: whole.items.open })
		expect(await opens(set.stage.seats.statistician, reference)).toBe(true)
		const page = await set.stage.seats.secretariat.ask(getRecommendation, { recommendation: reference })
		expect(submittingWarning(page)).toBeNull()
	})
})
