import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { openFile } from '#platform/files/file-operations.ts'
import { listDocuments } from '#platform/records/documents.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { setRecordAudience } from '#platform/records/record-operations.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { upload } from '../../../../tests/access/by-name.ts'
import { refusalOf } from '../../../../tests/fixtures/directory.ts'
import { aWorkspace, TODAY, type SeatKey, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { addParticipation, endParticipation } from '../cadence/participation-commands.ts'
import {
	acceptAgendaItem,
	addAgendaItem,
	addAgendaPaper,
	changeAgendaItem,
	declineAgendaItem,
	proposeAgendaItem,
	reorderAgenda,
	withdrawAgendaItem
} from './agenda-commands.ts'
import { getAgendaItem, listAgendaItems } from './agenda-queries.ts'
import { declareInterest } from './attendance-commands.ts'
import { planMeeting } from './meeting-commands.ts'
import { coOpted } from '#tests/fixtures/committee.ts'
import { getMeeting } from './meeting-queries.ts'
import { CONFIDENTIALITIES, type Confidentiality } from './meeting-rules.ts'

const MEETING = {
	structure: 'committee',
	title: 'The meeting',
	start: '2026-04-01T09:00',
	end: '2026-04-01T12:00',
	standing: false
}

async function aMeeting(made: TestWorkspace, more: { audience?: 'public' | 'workspace' | 'members' } = {}) {
	const chair = await made.as('chair')
	return (await chair.run(planMeeting, { ...MEETING, ...more })).reference
}

const seenBy = async (made: TestWorkspace, meeting: string, key: SeatKey) =>
	(await (await made.as(key)).ask(getMeeting, { meeting })).agenda

const SECRET = 'zorilla'

describe('what a reader sees of an agenda', () => {
	const items = fc.array(
		fc.record({
			confidentiality: fc.constantFrom(...CONFIDENTIALITIES.filter((one) => one !== 'secretariat')),
			minutes: fc.option(fc.integer({ min: 5, max: 60 }))
		}),
		{ minLength: 2, maxLength: 5 }
	)

	test(
		'has no gap in numbers or times, and no word of what is restricted: in the agenda, the list, search and history',
		{ timeout: 300_000 },
		async () => {
			await fc.assert(
				fc.asyncProperty(items, async (drawn) => {
					const made = await aWorkspace()
					await coOpted(made)
					const meeting = await aMeeting(made, { audience: 'workspace' })
					const chair = await made.as('chair')
					const all: { id: string; confidentiality: Confidentiality; word: string }[] = []
					for (const [index, { confidentiality, minutes }] of drawn.entries()) {
						const word = `${SECRET}${String(index)}`
						const { id } = await chair.run(addAgendaItem, {
							meeting,
							title: `Item ${word}`,
							note: `All about ${word}`,
							confidentiality,
							...(confidentiality === 'named' ? { named: ['labour'] } : {}),
							...(minutes === null ? {} : { minutes })
						})
						all.push({ id, confidentiality, word })
					}
					for (const [key, sees] of [
						['chair', () => true],
						['member', () => true],
						['outsider', (one: Confidentiality) => one === 'as-meeting' || one === 'members'],
						['statistician', (one: Confidentiality) => one === 'as-meeting'],
						['observer', (one: Confidentiality) => one === 'as-meeting']
					] as const) {
						const expected = all.filter(({ confidentiality }) => sees(confidentiality))
						const hidden = all.filter((one) => !expected.includes(one))
						const acting = await made.as(key)
						const page = await acting.ask(getMeeting, { meeting })
						expect(page.agenda.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
						expect(page.agenda.map(({ number }) => number)).toEqual(expected.map((_, index) => index + 1))
						expect(page.agenda[0]?.at ?? MEETING.start).toBe(MEETING.start)
						const listed = await acting.ask(listAgendaItems, { filter: { meeting } })
						expect(listed.total).toBe(expected.length)
						const found = await acting.ask(searchRecords, { words: SECRET, limit: 100 })
						expect(new Set(found.items.map(({ id }) => id))).toEqual(new Set(expected.map(({ id }) => id)))
						const history = await acting.ask(getHistory, { record: meeting, limit: 200 })
						const said = JSON.stringify([page, listed, found, history])
						for (const { word, id } of hidden) {
							expect(said).not.toContain(word)
							expect(said).not.toContain(id)
							expect(await refusalOf(acting.ask(getAgendaItem, { agendaItem: id }))).toMatchObject({
								kind: 'absent'
							})
						}
					}
				}),
				{ numRuns: 2, endOnFailure: true }
			)
		}
	)

	test('follows when the meeting is shown to fewer, and to more again', async () => {
		const made = await aWorkspace()
		const meeting = await aMeeting(made, { audience: 'public' })
		const chair = await made.as('chair')
		await chair.run(addAgendaItem, { meeting, title: 'Open' })
		await chair.run(addAgendaItem, { meeting, title: 'For members', confidentiality: 'members' })
		const titles = async (key: SeatKey) => (await seenBy(made, meeting, key)).map(({ title }) => title['en'])
		expect(await titles('public')).toEqual(['Open'])
		const administrator = await made.as('administrator')
		const setTo = async (audience: 'public' | 'secretariat' | 'full-members') => {
			const { version } = await administrator.ask(getMeeting, { meeting })
			await administrator.run(setRecordAudience, { record: meeting, version, audience, reason: 'The test says so.' })
		}
		await setTo('full-members')
		expect(await refusalOf(titles('public'))).toMatchObject({ kind: 'absent' })
		expect(await titles('member')).toEqual(['Open', 'For members'])
		await setTo('public')
		expect(await titles('public')).toEqual(['Open'])
		expect(await titles('member')).toEqual(['Open', 'For members'])
	})

	test('tells no interest declared in an item the reader does not see', async () => {
		const made = await aWorkspace()
		await coOpted(made)
		const meeting = await aMeeting(made)
		const chair = await made.as('chair')
		const item = await chair.run(addAgendaItem, { meeting, title: 'Closed', confidentiality: 'full-members' })
		await chair.run(declareInterest, {
			meeting,
			actor: 'labour',
			interest: `About the ${SECRET}`,
			agendaItem: item.reference
		})
		const shown = async (key: SeatKey) =>
			(await (await made.as(key)).ask(getMeeting, { meeting })).attendance.find(
				({ actor }) => actor.reference === 'labour'
			)
		expect(await shown('chair')).toMatchObject({ interests: [{ text: `About the ${SECRET}` }] })
		expect(await shown('outsider')).toMatchObject({ interests: [] })
	})
})

test('a meeting planned with its standing items heads what is told of it, and they follow', async () => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	const meeting = await chair.run(planMeeting, { ...MEETING, standing: true })
	const { agenda } = await chair.ask(getMeeting, { meeting: meeting.id })
	expect(agenda.length).toBeGreaterThan(1)
	const told = async (limit: number) => (await chair.ask(getHistory, { record: meeting.id, limit })).items
	expect(await told(1)).toMatchObject([{ operation: 'meeting.plan', record: { id: meeting.id } }])
	const [first, ...others] = await told(100)
	expect(first?.record?.id).toBe(meeting.id)
	expect(new Set(others.map(({ record }) => record?.id))).toEqual(new Set(agenda.map(({ id }) => id)))
})

describe('papers', () => {
	async function withPapers(made: TestWorkspace, areas: readonly string[] = []) {
		const meeting = await aMeeting(made, { audience: 'workspace' })
		const chair = await made.as('chair')
		const item = await chair.run(addAgendaItem, {
			meeting,
			title: 'With papers',
			confidentiality: 'members',
			areas: [...areas]
		})
		const files: string[] = []
		for (const confidentiality of ['as-item', 'full-members'] as const) {
			const file = await upload(made, chair, `${confidentiality}.txt`, confidentiality)
			await chair.run(addAgendaPaper, { agendaItem: item.reference, file, title: confidentiality, confidentiality })
			files.push(file)
		}
		return { meeting, item: item.reference, files }
	}

	async function papersOf(made: TestWorkspace, { item, files }: Awaited<ReturnType<typeof withPapers>>, key: SeatKey) {
		const acting = await made.as(key)
		const { papers } = await acting.ask(getAgendaItem, { agendaItem: item })
		const { items } = await acting.ask(listDocuments, { record: item })
		expect(items.map(({ title }) => title).toSorted()).toEqual(papers.map(({ title }) => title).toSorted())
		const opened: string[] = []
		for (const file of files)
			await acting.ask(openFile, { file }).then(
				({ name }) => opened.push(name.replace('.txt', '')),
				() => undefined
			)
		expect(opened.toSorted()).toEqual(papers.map(({ title }) => title).toSorted())
		return papers.map(({ title }) => title)
	}

	test('are read by full members, and by the co-opted only where the guidelines say so', async () => {
		const made = await aWorkspace()
		await coOpted(made)
		const put = await withPapers(made)
		expect(await papersOf(made, put, 'member')).toEqual(['as-item', 'full-members'])
		expect(await papersOf(made, put, 'outsider')).toEqual([])
	})

	test('of an item are read by the co-opted that are entitled, but for those of full members', async () => {
		const made = await aWorkspace()
		await coOpted(made, { maySeePapers: true })
		const put = await withPapers(made)
		expect(await papersOf(made, put, 'outsider')).toEqual(['as-item'])
	})

	test('open and close with the guidelines themselves', async () => {
		const made = await aWorkspace()
		await coOpted(made)
		const put = await withPapers(made)
		const administrator = await made.as('administrator')
		const { version } = await administrator.ask(getStructure, { structure: 'committee' })
		const { id } = await administrator.run(addParticipation, {
			structure: 'committee',
			version,
			actorKind: 'civil-society-organization',
			basis: 'Guidelines of the test',
			from: TODAY,
			maySeePapers: true
		})
		expect(await papersOf(made, put, 'outsider')).toEqual(['as-item'])
		await administrator.run(endParticipation, { participation: id, day: TODAY, reason: 'Withdrawn.' })
		expect(await papersOf(made, put, 'outsider')).toEqual([])
	})

	test('follow guidelines that are bound to an area, and stay narrow when the item is changed', async () => {
		const made = await aWorkspace()
		await coOpted(made, { maySeePapers: true, area: 'labour-migration' })
		const [other, own] = [await withPapers(made, ['border-management']), await withPapers(made, ['labour-migration'])]
		expect(await papersOf(made, other, 'outsider')).toEqual([])
		expect(await papersOf(made, own, 'outsider')).toEqual(['as-item'])
		const chair = await made.as('chair')
		const { version } = await chair.ask(getAgendaItem, { agendaItem: own.item })
		await chair.run(changeAgendaItem, { agendaItem: own.item, version, confidentiality: 'as-meeting' })
		expect(await papersOf(made, own, 'outsider')).toEqual(['as-item'])
		expect(await papersOf(made, own, 'statistician')).toEqual(['as-item'])
	})
})

describe('a proposed item', () => {
	test('is seen by who proposed it and who answers it, and stands on the agenda once it is accepted', async () => {
		const made = await aWorkspace()
		const meeting = await aMeeting(made)
		const member = await made.as('member')
		const item = await member.run(proposeAgendaItem, { meeting, title: 'Ours' })
		expect((await seenBy(made, meeting, 'member')).map(({ status, number }) => [status, number])).toEqual([
			['proposed', null]
		])
		expect(await seenBy(made, meeting, 'outsider')).toEqual([])
		const chair = await made.as('chair')
		const version = async () => (await chair.ask(getAgendaItem, { agendaItem: item.reference })).version
		await chair.run(declineAgendaItem, { agendaItem: item.reference, version: await version(), reason: 'Too early.' })
		expect(
			await refusalOf(member.run(withdrawAgendaItem, { agendaItem: item.reference, version: 1, reason: 'x' }))
		).toMatchObject({ kind: 'forbidden' })
		await chair.run(acceptAgendaItem, { agendaItem: item.reference, version: await version() })
		expect((await seenBy(made, meeting, 'outsider')).map(({ status, number }) => [status, number])).toEqual([
			['accepted', 1]
		])
		expect(
			await refusalOf(chair.run(acceptAgendaItem, { agendaItem: item.reference, version: await version() }))
		).toMatchObject({ code: 'deliberation.item-not-proposed' })
	})

	test('is changed and withdrawn by the seat that proposed it, until somebody answers', async () => {
		const made = await aWorkspace()
		const meeting = await aMeeting(made)
		const member = await made.as('member')
		const { reference: agendaItem } = await member.run(proposeAgendaItem, { meeting, title: 'Ours' })
		const version = async () => (await member.ask(getAgendaItem, { agendaItem })).version
		await member.run(changeAgendaItem, { agendaItem, version: await version(), minutes: 20 })
		await member.run(withdrawAgendaItem, { agendaItem, version: await version(), reason: 'Settled meanwhile.' })
		expect(await seenBy(made, meeting, 'member')).toMatchObject([{ status: 'withdrawn', minutes: 20 }])
	})

	test('comes from the co-opted only where the guidelines let them, and on the areas they name', async () => {
		const made = await aWorkspace()
		await coOpted(made, { maySeePapers: true })
		const meeting = await aMeeting(made)
		expect(
			await refusalOf((await made.as('outsider')).run(proposeAgendaItem, { meeting, title: 'Ours' }))
		).toMatchObject({ kind: 'forbidden' })
		const other = await aWorkspace()
		await coOpted(other, { mayPropose: true, area: 'labour-migration' })
		const outsider = await other.as('outsider')
		const input = { meeting: await aMeeting(other), title: 'Ours' }
		expect(await refusalOf(outsider.run(proposeAgendaItem, input))).toMatchObject({
			issues: [{ path: ['areas'], code: 'deliberation.proposal-outside-guidelines' }]
		})
		await outsider.run(proposeAgendaItem, { ...input, areas: ['labour-migration'] })
		expect(await seenBy(other, input.meeting, 'outsider')).toMatchObject([{ status: 'proposed', isMine: true }])
	})
})

test('an agenda is put in another order by who runs the meeting, in places that stay without a gap', async () => {
	const made = await aWorkspace()
	const meeting = await aMeeting(made)
	const chair = await made.as('chair')
	const references: string[] = []
	for (const title of ['A', 'B', 'C'])
		references.push((await chair.run(addAgendaItem, { meeting, title, minutes: 30 })).reference)
	await chair.run(reorderAgenda, { meeting, items: [references[2] ?? '', references[0] ?? ''] })
	expect((await seenBy(made, meeting, 'chair')).map(({ title, number, at }) => [title['en'], number, at])).toEqual([
		['C', 1, '2026-04-01T09:00'],
		['A', 2, '2026-04-01T09:30'],
		['B', 3, '2026-04-01T10:00']
	])
	expect(await refusalOf(chair.run(reorderAgenda, { meeting, items: ['item-unknown'] }))).toMatchObject({
		issues: [{ path: ['items', 0], code: 'platform.field.no-such-record' }]
	})
})

test('nobody restricts an item so that it could not see it any more', async () => {
	const made = await aWorkspace()
	const meeting = await aMeeting(made)
	const chair = await made.as('chair')
	expect(
		await refusalOf(chair.run(addAgendaItem, { meeting, title: 'Closed', confidentiality: 'secretariat' }))
	).toMatchObject({ code: 'deliberation.audience-beyond-seat' })
	expect(await refusalOf(chair.run(addAgendaItem, { meeting, title: 'Open', named: ['labour'] }))).toMatchObject({
		issues: [{ code: 'deliberation.names-only-where-named' }]
	})
})
