import { beforeAll, expect, test } from 'vitest'
import { setRecordAudience } from '#platform/records/record-operations.ts'
import { listAttention } from '#platform/records/attention.ts'
import { refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { aStage } from '#tests/fixtures/recommendation-stage.ts'
import { aMeeting } from '#tests/fixtures/sat.ts'
import { addDecision } from '../decision/decision-commands.ts'
import { draftReport } from '../dashboard/report-commands.ts'
import { getReport } from '../dashboard/report-queries.ts'
import { workspaceDashboard } from '../dashboard/dashboard-queries.ts'
import { getMeeting } from '../meeting/meeting-queries.ts'
import { answerRecommendation, answerTogether } from './answer-commands.ts'
import { findAnswering } from './answering-queries.ts'
import { changeManyRecommendations } from './bulk-commands.ts'
import { lapseRecommendation, receiveRecommendation, submitRecommendation } from './chain-commands.ts'
import { getRecommendation } from './recommendation-page.ts'
import { listRecommendations } from './recommendation-queries.ts'

let set: Awaited<ReturnType<typeof aStage>>
beforeAll(async () => {
	set = await aStage()
})

const move = async (reference: string, to: object, more: object = {}) => {
	const { administrator } = set.stage.seats
	await administrator.run(submitRecommendation, { ...(await set.at(reference)), ...to, ...more })
	await administrator.run(receiveRecommendation, await set.at(reference))
}

test('what an actor passed on comes back to that actor, and the way, the lists and the figures name it', async () => {
	const { administrator, member } = set.stage.seats
	const { reference } = await set.propose()
	await move(reference, { to: 'senior' })
	await move(reference, { toActor: 'labour' })
	await move(reference, { toActor: 'cabinet' }, { note: 'For Cabinet to decide.' })
	const page = await set.now(reference)
	expect(page.hops.map(({ from, sentNote }) => [from?.reference, sentNote])).toEqual([
		['forum', null],
		['senior', null],
		['labour', 'For Cabinet to decide.']
	])
	const listed = async (filter: object) =>
		(await administrator.ask(listRecommendations, { filter })).items.map((one) => one.reference)
	expect(await listed({ hopFromActor: 'labour' })).toEqual([reference])
	expect(await listed({ hopOutside: true })).toEqual([])
	expect(await listed({ hopOutside: false, hopToActor: 'cabinet' })).toEqual([reference])
	const { flows } = await administrator.ask(workspaceDashboard, {})
	expect(flows.map(({ from, to }) => [from.record?.reference, to.record?.reference])).toContainEqual([
		'labour',
		'cabinet'
	])
	expect(flows.filter(({ from }) => from.id === '')).toEqual([])

	await administrator.run(answerRecommendation, {
		...(await set.at(reference)),
		answer: 'returned',
		reasons: 'Who pays?',
		basis: 'Letter'
	})
	expect(await set.now(reference)).toMatchObject({ status: 'returned', holder: { reference: 'labour' } })
	const { items } = await member.ask(listAttention, {})
	expect(items.find(({ code }) => code === 'recommendation-returned')).toMatchObject({ whose: 'actor', total: 1 })
	await member.run(submitRecommendation, { ...(await set.at(reference)), toActor: 'cabinet', note: 'We do.' })
	expect((await set.now(reference)).hops.at(-1)).toMatchObject({ from: { reference: 'labour' }, sentNote: 'We do.' })
})

test('the answer to questions goes along with a recommendation that is submitted again', async () => {
	const { member, outsider } = set.stage.seats
	const { reference } = await set.propose()
	await move(reference, { to: 'middle' })
	await outsider.run(answerRecommendation, {
		...(await set.at(reference)),
		...(await set.answer('returned', 'Who pays?'))
	})
	await member.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle', note: 'The ministry pays.' })
	expect((await set.now(reference)).hops.map(({ reasons, sentNote }) => [reasons, sentNote])).toEqual([
		['Who pays?', null],
		[null, 'The ministry pays.']
	])
})

test('the way tells the days back with questions apart, and names the meeting of the day on which it was sent', async () => {
	const set = await aStage()
	const { member, outsider, administrator } = set.stage.seats
	const { reference } = await set.propose({ day: '2026-01-05' })
	await member.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle', day: '2026-01-05' })
	await administrator.run(receiveRecommendation, { ...(await set.at(reference)), day: '2026-01-05' })
	await outsider.run(answerRecommendation, {
		...(await set.at(reference)),
		answer: 'returned',
		reasons: 'Who pays?',
		meeting: (await aMeeting(set.stage, { structure: 'middle', day: '2026-01-15' })).reference,
		day: '2026-01-15'
	})
	// Whoever does not say in which language they write is taken to write in the first of the workspace.
	expect((await set.now(reference)).hops[0]).toMatchObject({ reasons: 'Who pays?', reasonsLanguage: 'en' })
	const { reference: meeting } = await aMeeting(set.stage, { structure: 'forum', day: '2026-02-04' })
	await member.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle', day: '2026-02-04' })
	const page = await member.ask(getRecommendation, { recommendation: reference })
	expect(page.hops.map(({ days, back }) => [days, back?.days])).toEqual([
		[10, 20],
		[26, undefined]
	])
	expect(page).toMatchObject({ daysAtLevels: 36, daysBack: 20, daysInAll: 56 })
	// Of the first sending no meeting is known: on that day the forum did not meet.
	expect(page.hops.map(({ sentIn }) => sentIn.map((one) => one.reference))).toEqual([[], [meeting]])
	await administrator.run(setRecordAudience, {
		record: meeting,
		kind: 'meeting',
		version: (await administrator.ask(getMeeting, { meeting })).version,
		audience: 'secretariat',
		reason: 'for this test'
	})
	expect((await outsider.ask(getRecommendation, { recommendation: reference })).hops[1]?.sentIn).toEqual([])
})

test('an answer says in which language of the workspace its reasons are written', async () => {
	const own = await aStage()
	const { member, outsider, administrator } = own.stage.seats
	const { reference } = await own.propose()
	await member.run(submitRecommendation, { ...(await own.at(reference)), to: 'middle' })
	await administrator.run(receiveRecommendation, await own.at(reference))
	const answer = { ...(await own.at(reference)), ...(await own.answer('accepted', 'Il le faut.')) }
	const refused = await refusalOf(outsider.run(answerRecommendation, { ...answer, language: 'xx' }))
	expect(refused.issues).toMatchObject([{ path: ['language'], code: 'platform.field.choice' }])
	const [, other = 'en'] = own.stage.workspace.languages
	await outsider.run(answerRecommendation, { ...answer, language: other })
	expect((await own.now(reference)).hops[0]).toMatchObject({ reasons: 'Il le faut.', reasonsLanguage: 'fr' })
})

test('what lapsed at a level ended there: it was not passed on, and counts as answered in no figure', async () => {
	const { member, administrator } = set.stage.seats
	const { reference } = await set.propose({ day: '2026-01-05' })
	await member.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle', day: '2026-01-05' })
	const { reference: report } = await administrator.run(draftReport, {
		structure: 'forum',
		from: '2026-01-01',
		to: '2026-02-28'
	})
	const figures = async () => (await administrator.ask(getReport, { report })).figures
	expect((await figures()).recommendations).toMatchObject({ answered: 0, waiting: 1 })
	await member.run(lapseRecommendation, {
		...(await set.at(reference)),
		reason: 'Overtaken',
		day: '2026-01-20'
	})
	expect((await set.now(reference)).hops[0]).toMatchObject({ answer: 'ended', isOpen: false })
	const { reference: after } = await administrator.run(draftReport, {
		structure: 'forum',
		from: '2026-01-02',
		to: '2026-02-28'
	})
	const counted = (await administrator.ask(getReport, { report: after })).figures
	expect(counted.recommendations).toMatchObject({ answered: 0, median: null, waiting: 0 })
	expect(counted.flows).toMatchObject([{ became: 'unanswered', total: 1 }])
	const found = await administrator.ask(listRecommendations, { filter: { hopBecame: ['unanswered'] } })
	expect(found.items.map((one) => one.reference)).toContain(reference)
})

test('a report counts a recommendation once, however many levels answered it', async () => {
	const { administrator } = set.stage.seats
	const { reference } = await set.propose({ day: '2026-01-05' })
	await administrator.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle', day: '2026-01-05' })
	await administrator.run(receiveRecommendation, { ...(await set.at(reference)), day: '2026-01-05' })
	const inMeeting = async (structure: string, day: string) => ({
		answer: 'accepted' as const,
		reasons: 'It is needed.',
		meeting: (await aMeeting(set.stage, { structure, day })).reference,
		day
	})
	await administrator.run(answerRecommendation, {
		...(await set.at(reference)),
		...(await inMeeting('middle', '2026-01-15'))
	})
	await administrator.run(submitRecommendation, { ...(await set.at(reference)), to: 'senior', day: '2026-01-15' })
	await administrator.run(receiveRecommendation, { ...(await set.at(reference)), day: '2026-01-15' })
	await administrator.run(answerRecommendation, {
		...(await set.at(reference)),
		...(await inMeeting('senior', '2026-02-04'))
	})
	const { reference: report } = await administrator.run(draftReport, {
		structure: 'middle',
		from: '2026-01-06',
		to: '2026-02-28'
	})
	const { recommendations } = (await administrator.ask(getReport, { report })).figures
	expect(recommendations).toMatchObject({ answered: 1, longest: 20 })
})

test('an answer names no meeting or decision from before it was submitted, and none is offered', async () => {
	const { outsider, administrator } = set.stage.seats
	const { reference } = await set.propose({ day: '2026-01-05' })
	await administrator.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle', day: '2026-02-10' })
	await administrator.run(receiveRecommendation, { ...(await set.at(reference)), day: '2026-02-10' })
	const { reference: before } = await aMeeting(set.stage, { structure: 'middle', day: '2026-02-09' })
	const { reference: other } = await aMeeting(set.stage, { structure: 'middle', day: '2026-02-12' })
	const { reference: meeting } = await aMeeting(set.stage, { structure: 'middle', day: '2026-02-10' })
	const decided = async (where: string) =>
		(await outsider.run(addDecision, { meeting: where, title: 'One desk', text: 'It is opened.', manner: 'consensus' }))
			.reference
	const says = { answer: 'accepted', reasons: 'It is needed.' } as const
	const tooEarly = 'deliberation.recommendation-decided-before'
	for (const where of [{ meeting: before }, { decision: await decided(before) }]) {
		const refused = await refusalOf(
			outsider.run(answerRecommendation, { ...(await set.at(reference)), ...says, ...where })
		)
		expect(refused.issues).toMatchObject([{ code: tooEarly, params: { reference, day: '2026-02-10' } }])
	}
	const offered = await outsider.ask(findAnswering, { recommendations: [reference] })
	const numbers = [...offered.meetings, ...offered.decisions].map(({ record }) => record.reference)
	expect(numbers).toContain(meeting)
	expect(numbers).not.toContain(before)
	const decision = await decided(other)
	const mixed = await refusalOf(
		outsider.run(answerRecommendation, { ...(await set.at(reference)), ...says, meeting, decision })
	)
	expect(mixed.issues).toMatchObject([
		{ path: ['decision'], code: 'deliberation.recommendation-decided-in-other-meeting' }
	])
	await outsider.run(answerRecommendation, { ...(await set.at(reference)), ...says, meeting: other, decision })
})

test('of several the one in the way is named, and lapsing asks for the right to correct where something is corrected', async () => {
	const { administrator, member } = set.stage.seats
	const open = (await set.propose()).reference
	const over = (await set.propose()).reference
	await member.run(lapseRecommendation, { ...(await set.at(over)), reason: 'overtaken' })
	const items = await Promise.all([open, over].map(async (id) => ({ id, version: (await set.at(id)).version })))
	for (const change of [{ deadlineClass: 'immediate' as const }, { lapse: true, reason: 'overtaken' }]) {
		const refused = await refusalOf(administrator.run(changeManyRecommendations, { items, ...change }))
		expect(refused).toMatchObject({ code: 'deliberation.recommendation-closed', params: { reference: over } })
	}
	await move(open, { to: 'middle' })
	const sent = (await set.propose()).reference
	await administrator.run(submitRecommendation, { ...(await set.at(sent)), to: 'middle' })
	const both = await Promise.all([open, sent].map(async (id) => ({ id, version: (await set.at(id)).version })))
	const refused = await refusalOf(
		administrator.run(answerTogether, { items: both, ...(await set.answer('accepted', 'It is needed.')) })
	)
	expect(refused).toMatchObject({ code: 'deliberation.recommendation-not-received', params: { reference: sent } })
})

test('it climbs to a level above that the seat does not see, which is offered unnamed', async () => {
	const { member, administrator, outsider } = set.stage.seats
	const { reference } = await set.propose()
	const shown = { record: 'middle', kind: 'structure', reason: 'for this test' }
	const version = () => versionOf(set.stage, 'structure', 'middle')
	await administrator.run(setRecordAudience, { ...shown, version: await version(), audience: 'secretariat' })
	const { above } = await member.ask(getRecommendation, { recommendation: reference })
	expect(above.isNextUnseen).toBe(true)
	expect(above.structures.map((one) => one.reference)).toEqual(['senior'])
	await member.run(submitRecommendation, { ...(await set.at(reference)), toNext: true })
	await administrator.run(setRecordAudience, { ...shown, version: await version(), audience: 'workspace' })
	expect((await outsider.ask(getRecommendation, { recommendation: reference })).holder?.reference).toBe('middle')
	const seen = await set.propose()
	const page = await member.ask(getRecommendation, { recommendation: seen.reference })
	expect(page.above.isNextUnseen).toBe(false)
})

test('what lies with the organization of a seat is told apart from what lies at its structures', async () => {
	const { administrator } = set.stage.seats
	const own = await aStage()
	const member = own.stage.seats.member
	const toActor = (await own.propose()).reference
	const keeper = own.stage.seats.administrator
	await keeper.run(submitRecommendation, { ...(await own.at(toActor)), to: 'senior' })
	await keeper.run(receiveRecommendation, await own.at(toActor))
	await keeper.run(submitRecommendation, { ...(await own.at(toActor)), toActor: 'labour' })
	expect(administrator.seat.role).toBe('administrator')
	const { items } = await member.ask(listAttention, {})
	const waiting = items.filter(({ code }) => code === 'recommendation-waiting')
	expect(waiting.map(({ whose, total, path }) => [whose, total, path])).toEqual([
		['actor', 1, '/recommendation?filter[mine]=waiting&filter[mineAs]=actor']
	])
	const listed = async (mineAs: 'actor' | 'structure') =>
		(await member.ask(listRecommendations, { filter: { mine: 'waiting', mineAs } })).items.map((one) => one.reference)
	expect([await listed('actor'), await listed('structure')]).toEqual([[toActor], []])
})
