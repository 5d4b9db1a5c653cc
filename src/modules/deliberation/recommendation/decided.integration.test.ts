import { expect, test } from 'vitest'
import { z } from 'zod'
import { addNumberedRecord } from '../number-record.server.ts'
import { createStructure, setStructureStatus } from '#modules/directory/structure-commands.ts'
import { exportRecommendations } from './export-register.ts'
import { command, nothing, type Writing } from '#platform/operation/operation.server.ts'
import { listAttention } from '#platform/records/attention.ts'
import { linkRecords, listLinks, mergeRecords, setRecordAudience } from '#platform/records/record-operations.ts'
import { idOf, refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, TODAY, type Acting, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { recommendationDues } from './attention.ts'
import { answerRecommendation } from './answer-commands.ts'
import { receiveRecommendation, submitRecommendation } from './chain-commands.ts'
import { proposeRecommendation } from './recommendation-commands.ts'
import { getRecommendation } from './recommendation-page.ts'
import { listMakers, listRecommendations } from './recommendation-queries.ts'

/** Does something with the writer of a command, past the commands that would do it in earnest. */
async function write<T>(acting: Acting, work: (here: Writing) => Promise<T>): Promise<T> {
	const found: T[] = []
	const doing = command({
		name: 'workspace.import',
		input: z.strictObject({}),
		output: z.object({}),
		about: nothing,
		allow: () => true,
		async run(here) {
			found.push(await work(here))
			return {}
		}
	})
	await acting.run(doing, {})
	const [done] = found
	if (done === undefined) throw new Error('nothing was done')
	return done
}

type Sat = { structureId: string; state?: 'held' | 'planned'; isQuorate?: boolean | null; forbids?: boolean }

/** A meeting of a structure, with or without a quorum, under rules that forbid deciding without one or do not. */
const aMeeting = (acting: Acting, { structureId, state = 'held', isQuorate = true, forbids = true }: Sat) =>
	write(acting, async (here) => {
		await here.write.add('structure_rhythm', {
			structure_id: structureId,
			from_day: '2020-01-01',
			to_day: null,
			kind: 'none',
			times: null,
			notice_days: 0,
			quorum_kind: 'half',
			quorum_number: null,
			forbids_without_quorum: forbids,
			silence: 'no-answer',
			written_days: 14,
			basis: null,
			origin: 'entered',
			origin_source: null,
			origin_year: null,
			origin_note: null
		})
		const record = await addNumberedRecord(here, 'meeting', { title: 'A meeting', audience: 'workspace', structureId })
		await here.write.add('meeting', {
			id: record.id,
			structure_id: structureId,
			series_id: null,
			series_start: null,
			purpose: 'ordinary',
			state,
			state_reason: null,
			local_start: `${TODAY}T09:00`,
			local_end: `${TODAY}T12:00`,
			time_zone: 'Africa/Harare',
			starts_at: new Date(`${TODAY}T07:00:00Z`),
			ends_at: new Date(`${TODAY}T10:00:00Z`),
			day: TODAY,
			place: null,
			online_address: null,
			called_day: null,
			notice_days: null,
			minutes_language: null,
			quorum_present: null,
			quorum_required: null,
			is_quorate: isQuorate,
			circulated_at: null,
			comments_until: null,
			adopted_day: null,
			adopted_how: null,
			adopted_in_id: null,
			calendar_sequence: 0,
			calendar_changed_at: here.now
		})
		return record.reference
	})

/** A forum below the committee, and a recommendation of it that the committee has received. */
async function received(made: TestWorkspace, more: object = {}) {
	const secretariat = await made.as('secretariat')
	const { items } = await secretariat.ask(listMakers, {})
	if (!items.some(({ reference }) => reference === 'forum'))
		await secretariat.run(createStructure, {
			key: 'forum',
			name: 'Forum',
			level: 'technical',
			kind: 'task-team',
			status: 'active',
			parent: 'committee',
			chair: 'health'
		})
	const { reference } = await secretariat.run(proposeRecommendation, {
		title: 'One desk',
		text: 'That one desk be opened.',
		structure: 'forum',
		...ASKS,
		...more
	})
	await secretariat.run(submitRecommendation, { recommendation: reference, version: 1, to: 'committee' })
	await secretariat.run(receiveRecommendation, { recommendation: reference, version: 2 })
	return reference
}

/** Whom a recommendation asks, and what it deals with. */
const ASKS = { addresseeActor: 'union', areas: ['labour-migration'] }
const answer = { version: 3, answer: 'accepted', reasons: 'It is needed.' } as const

test('a body without quorum answers nothing where its rules forbid it', async () => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	const recommendation = await received(made)
	const structureId = await idOf(made, 'structure', 'committee')
	const meeting = await aMeeting(await made.as('administrator'), { structureId, isQuorate: false })
	const refused = await refusalOf(chair.run(answerRecommendation, { ...answer, recommendation, meeting }))
	expect(refused).toMatchObject({ kind: 'conflict', code: 'deliberation.recommendation-without-quorum' })
	expect((await chair.ask(getRecommendation, { recommendation })).status).toBe('received')
})

test.each([
	['with a quorum', { isQuorate: true, forbids: true }],
	['without one where its rules let it', { isQuorate: false, forbids: false }]
])('a body answers %s, and the answer names the meeting', async (_how, rules) => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	const recommendation = await received(made)
	const structureId = await idOf(made, 'structure', 'committee')
	const meeting = await aMeeting(await made.as('administrator'), { structureId, ...rules })
	await chair.run(answerRecommendation, { ...answer, recommendation, meeting })
	const page = await chair.ask(getRecommendation, { recommendation })
	expect(page.hops[0]).toMatchObject({ answer: 'accepted', meeting: { reference: meeting } })
})

test('a meeting of another body, or one that is still to come, decided nothing', async () => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	const recommendation = await received(made)
	const administrator = await made.as('administrator')
	const elsewhere = await aMeeting(administrator, { structureId: await idOf(made, 'structure', 'forum') })
	const ahead = await aMeeting(administrator, {
		structureId: await idOf(made, 'structure', 'committee'),
		state: 'planned',
		isQuorate: null
	})
	const codeOf = async (meeting: string) =>
		(await refusalOf(chair.run(answerRecommendation, { ...answer, recommendation, meeting }))).issues[0]
	expect(await codeOf(elsewhere)).toMatchObject({
		path: ['meeting'],
		code: 'deliberation.recommendation-decided-elsewhere'
	})
	expect(await codeOf(ahead)).toMatchObject({
		path: ['meeting'],
		code: 'deliberation.recommendation-meeting-not-held'
	})
	expect(await codeOf('ZWE-MTG-2026-999')).toMatchObject({ path: ['meeting'], code: 'platform.field.no-such-record' })
})

test('what arises in a meeting belongs to the structure that met, and is seen by whoever sees the meeting', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const chair = await made.as('chair')
	const meeting = await aMeeting(administrator, { structureId: await idOf(made, 'structure', 'committee') })
	const { reference } = await chair.run(proposeRecommendation, {
		title: 'Born in the room',
		text: 'That it be done.',
		meeting,
		...ASKS
	})
	const page = await chair.ask(getRecommendation, { recommendation: reference })
	expect(page).toMatchObject({
		structure: { reference: 'committee' },
		meeting: { reference: meeting },
		meetingDay: TODAY,
		audience: ['workspace']
	})
	const { items } = await chair.ask(listRecommendations, { filter: { meeting } })
	expect(items.map((one) => one.reference)).toEqual([reference])
	const other = await refusalOf(
		chair.run(proposeRecommendation, { title: 'x', text: 'y', meeting, structure: 'closed-group', ...ASKS })
	)
	expect(other.issues[0]).toMatchObject({ code: 'deliberation.recommendation-other-structure' })
})

test('the first page tells what waits for an answer, what came back, and what is late, to those it waits for', async () => {
	const made = await aWorkspace()
	const recommendation = await received(made, { dueDay: '2026-02-01' })
	const told = async (seat: 'chair' | 'outsider' | 'statistician' | 'public') => {
		const { items } = await (await made.as(seat)).ask(listAttention, {})
		return items
			.filter(({ code }) => code.startsWith('recommendation-'))
			.map(({ code, total, path }) => ({ code, total, path }))
	}
	expect(await told('chair')).toEqual([
		{ code: 'recommendation-waiting', total: 1, path: '/recommendation?filter[mine]=waiting&filter[mineAs]=structure' },
		{ code: 'recommendation-overdue', total: 1, path: '/recommendation?filter[mine]=overdue&filter[mineAs]=structure' }
	])
	expect(await told('statistician')).toEqual([])
	expect(await told('public')).toEqual([])
	const chair = await made.as('chair')
	const meeting = await aMeeting(await made.as('administrator'), {
		structureId: await idOf(made, 'structure', 'committee')
	})
	await chair.run(answerRecommendation, {
		recommendation,
		version: 3,
		answer: 'returned',
		reasons: 'Who pays?',
		meeting
	})
	expect((await told('outsider')).map(({ code }) => code)).toEqual([
		'recommendation-returned',
		'recommendation-overdue'
	])
	expect((await told('chair')).map(({ code }) => code)).toEqual([])
	const { items } = await (await made.as('outsider')).ask(listRecommendations, { filter: { mine: 'returned' } })
	expect(items.map(({ reference }) => reference)).toEqual([recommendation])
})

test('an open recommendation falls due on its day, for its structure and whom it asks; a closed one never', async () => {
	const made = await aWorkspace()
	const recommendation = await received(made, { dueDay: '2026-03-10', addresseeActor: 'labour' })
	const [committee, labour, police] = [
		await idOf(made, 'structure', 'committee'),
		await idOf(made, 'actor', 'labour'),
		await idOf(made, 'actor', 'police')
	]
	const chair = await made.as('chair')
	const due = (asked: { structureId?: string; actorId?: string } = {}, until = '2026-03-31') =>
		write(chair, async (here) =>
			(await recommendationDues.dues(here, { from: TODAY, until, limit: 10, ...asked })).map(({ day, record }) => [
				day,
				record.reference
			])
		)
	const one = [['2026-03-10', recommendation]]
	expect(await due()).toEqual(one)
	expect(await due({ structureId: committee })).toEqual(one)
	expect(await due({ actorId: labour })).toEqual(one)
	expect(await due({ actorId: police })).toEqual([])
	expect(await due({}, '2026-03-09')).toEqual([])
	const meeting = await aMeeting(await made.as('administrator'), { structureId: committee })
	await chair.run(answerRecommendation, { recommendation, version: 3, answer: 'declined', reasons: 'no', meeting })
	expect(await due()).toEqual([])
})

test('whatever audience is chosen for it, each level it was submitted to still sees a recommendation', async () => {
	const made = await aWorkspace()
	const recommendation = await received(made)
	const administrator = await made.as('administrator')
	await administrator.run(setRecordAudience, {
		record: recommendation,
		kind: 'recommendation',
		version: 3,
		audience: 'secretariat',
		reason: 'for this test'
	})
	const opened = async (seat: 'chair' | 'police') =>
		(await made.as(seat)).ask(getRecommendation, { recommendation }).then(
			() => true,
			() => false
		)
	expect([await opened('chair'), await opened('police')]).toEqual([true, false])
})

test('what a recommendation changed is linked to a record of any area, and reads from both ends', async () => {
	const made = await aWorkspace()
	const recommendation = await received(made)
	const chair = await made.as('chair')
	await chair.run(linkRecords, {
		from: recommendation,
		fromKind: 'recommendation',
		type: 'changed',
		to: 'themes',
		toKind: 'framework',
		argument: 'an area was added'
	})
	const reads = async (record: string, kind: string) =>
		(await chair.ask(listLinks, { record, kind })).items.map((item) => [item.reads, item.record.reference])
	expect(await reads(recommendation, 'recommendation')).toEqual([['changed', 'themes']])
	expect(await reads('themes', 'framework')).toEqual([['changed-by', recommendation]])
})

test('the register as a file holds what its list shows under the same filter, and the way of each', async () => {
	const made = await aWorkspace()
	const one = await received(made, { deadlineClass: 'immediate' })
	const other = await received(made, { deadlineClass: 'long-term', audience: 'members' })
	const Sheets = z.object({ sheets: z.record(z.string(), z.array(z.looseObject({}))) })
	const exported = async (acting: Acting, filter: object) => {
		const { content } = await acting.ask(exportRecommendations, { format: 'json', filter })
		const { sheets } = Sheets.parse(JSON.parse(Buffer.from(content).toString('utf8')))
		return {
			names: Object.keys(sheets),
			numbers: (sheets['recommendation'] ?? []).map((row) => row['number']),
			hops: (sheets['recommendation_hop'] ?? []).map((row) => row['recommendation'])
		}
	}
	const chair = await made.as('chair')
	expect(await exported(chair, {})).toMatchObject({ numbers: [one, other], hops: [one, other] })
	const narrow = await exported(chair, { deadline: ['immediate'] })
	expect(narrow).toMatchObject({ numbers: [one], hops: [one] })
	expect(narrow.names).not.toContain('decision')
	// Whoever may not see one finds it in no file either.
	expect((await exported(await made.as('police'), {})).numbers).toEqual([one])
	const workbook = await chair.ask(exportRecommendations, { format: 'xlsx' })
	expect(workbook.size).toBeGreaterThan(500)
	// A list as CSV is one file that opens as it is.
	const list = await chair.ask(exportRecommendations, { format: 'csv' })
	expect(list).toMatchObject({ name: 'recommendation.csv', mediaType: 'text/csv; charset=utf-8' })
	const [head = '', ...lines] = Buffer.from(list.content).toString('utf8').trimEnd().split('\r\n')
	expect(head.split(',')).toContain('number')
	expect([one, other].every((number) => lines.some((line) => line.includes(number)))).toBe(true)
})

test('a structure at which recommendations lie is not dissolved, and one it is merged into takes them over', async () => {
	const made = await aWorkspace()
	const recommendation = await received(made)
	const secretariat = await made.as('secretariat')
	const version = () => versionOf(made, 'structure', 'committee')
	const dissolving = secretariat.run(setStructureStatus, {
		structure: 'committee',
		version: await version(),
		status: 'dissolved',
		day: TODAY,
		reason: 'by decree'
	})
	expect(await refusalOf(dissolving)).toMatchObject({
		kind: 'conflict',
		code: 'deliberation.structure-holds-recommendations',
		params: { count: 1 }
	})
	await secretariat.run(createStructure, {
		key: 'heir',
		name: 'Heir',
		level: 'technical',
		kind: 'task-team',
		status: 'active',
		chair: 'police'
	})
	await secretariat.run(mergeRecords, {
		record: 'committee',
		kind: 'structure',
		version: await version(),
		into: 'heir',
		reason: 'the same body'
	})
	const police = await made.as('police')
	const page = await police.ask(getRecommendation, { recommendation })
	expect(page).toMatchObject({ holder: { reference: 'heir' }, heldSince: TODAY })
	expect(page.next).toContain('accept')
	expect(page.hops[0]).toMatchObject({ to: { reference: 'heir' }, isOpen: true })
})

test('each seat is offered the structures in whose name it may recommend', async () => {
	const made = await aWorkspace()
	const offered = async (seat: 'chair' | 'member' | 'observer' | 'secretariat') => {
		const { items, mayWithoutStructure } = await (await made.as(seat)).ask(listMakers, {})
		return [items.map(({ reference }) => reference).sort(), mayWithoutStructure]
	}
	expect(await offered('chair')).toEqual([['closed-group', 'committee'], false])
	expect(await offered('member')).toEqual([[], false])
	expect(await offered('observer')).toEqual([[], false])
	expect(await offered('secretariat')).toEqual([['closed-group', 'committee'], true])
})
