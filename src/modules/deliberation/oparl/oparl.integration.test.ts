import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { addNomination } from '#modules/directory/membership-commands.ts'
import { listMemberships } from '#modules/directory/membership-queries.ts'
import { attachDocument } from '#platform/records/documents.ts'
import { withdrawRecord } from '#platform/records/record-operations.ts'
import { findRecord, getRecord } from '#platform/records/find-record.server.ts'
import { upload } from '../../../../tests/access/by-name.ts'
import { seedMeeting, written } from '../../../../tests/fixtures/deliberated.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { revokeDecision } from '../decision/decision-change-commands.ts'
import { addDecision } from '../decision/decision-commands.ts'
import { listDecisions } from '../decision/decision-queries.ts'
import { aMeeting } from '../../../../tests/fixtures/sat.ts'
import { oparlBody, oparlObject, oparlSystem, type OParlPlace } from './oparl.ts'
import { OPARL_TYPES, type OParlType } from './oparl-facts.ts'
import { getOParlObject, getOParlSystem, listOParlObjects } from './oparl-queries.ts'
import { Body, Deleted, objects, System } from './oparl-schema.testing.ts'

const place: OParlPlace = {
	site: 'https://pitso.test/t',
	base: 'https://pitso.test/t/oparl',
	key: 't',
	say: (_set, word) => word
}

let made: TestWorkspace
let meetingId = ''
let openItem = ''
let paperFile = ''

beforeEach(async () => {
	made = await aWorkspace()
	const meeting = await aMeeting(made, {
		title: 'Open meeting',
		audience: 'public',
		items: [
			['Restricted affair', 'full-members'],
			['Border data', 'public'],
			['Restricted reserve', 'secretariat']
		]
	})
	meetingId = meeting.id
	openItem = meeting.items[1] ?? ''
	await aMeeting(made, { structure: 'closed-group', title: 'Restricted gathering', audience: 'members' })
	const administrator = await made.as('administrator')
	for (const [item, title] of [
		[openItem, 'Open report'],
		[meeting.items[0] ?? '', 'Restricted report']
	] as const) {
		const file = await upload(made, administrator, `${title}.txt`, title)
		const { id: document } = await administrator.run(attachDocument, { record: item, file, title })
		await written(administrator, async (here) => {
			await here.write.add('agenda_paper', { agenda_item_id: item, document_id: document, confidentiality: 'as-item' })
			return {}
		})
		if (item === openItem) paperFile = file
		await administrator.run(addDecision, {
			agendaItem: item,
			title,
			text: `${title} is noted.`,
			manner: 'consensus'
		})
	}
	await administrator.run(attachDocument, {
		record: meetingId,
		file: await upload(made, administrator, 'list.txt', 'list'),
		title: 'List of documents'
	})
})

const addressOf = (one: { [name: string]: unknown }) => z.string().parse(one['id'])

async function all(key: SeatKey, type: OParlType, bounds: object = {}, limit = 100) {
	const reader = await made.as(key)
	const told = []
	let after: string | undefined
	do {
		const page = await reader.ask(listOParlObjects, { type, limit, ...bounds, ...(after ? { after } : {}) })
		told.push(...page.items.map((item) => oparlObject(place, item)))
		after = page.next ?? undefined
	} while (after)
	return told
}

const everything = async (key: SeatKey) => {
	const told = []
	for (const type of OPARL_TYPES) told.push(...(await all(key, type)))
	return JSON.stringify(told)
}

test('every object is as the standard has it, in its list and at its own address', async () => {
	const reader = await made.as('public')
	const system = await reader.ask(getOParlSystem, {})
	System.parse(oparlSystem(place, system))
	Body.parse(oparlBody(place, system))
	for (const type of OPARL_TYPES) {
		const listed = await all('public', type)
		expect(listed.length, type).toBeGreaterThan(0)
		for (const one of listed) {
			objects[type].parse(one)
			const id = addressOf(one).split('/').at(-1) ?? ''
			const { item } = await reader.ask(getOParlObject, { type, id })
			expect(oparlObject(place, item)).toEqual(one)
		}
	}
})

describe('what the public is told', () => {
	test('holds nothing restricted, and items are numbered as if there were none', async () => {
		const told = await everything('public')
		expect(told).not.toContain('Restricted')
		expect(told).not.toContain('Closed Working Group')
		const [meeting] = await all('public', 'meeting')
		expect(meeting?.['agendaItem']).toMatchObject([
			{ number: '1', order: 0, name: 'Border data', public: true, resolutionText: 'Open report is noted.' }
		])
	})

	test('has no resolution that was revoked', async () => {
		const secretariat = await made.as('secretariat')
		const { items } = await secretariat.ask(listDecisions, { filter: { words: 'Open' } })
		const [decision] = items
		const revoked = { decision: decision?.id ?? '', version: decision?.version ?? 0, reason: 'Overtaken.' }
		await secretariat.run(revokeDecision, revoked)
		const [meeting] = await all('public', 'meeting')
		expect(JSON.stringify(meeting)).not.toContain('Open report is noted.')
	})

	test('is more for who sees more', async () => {
		const told = await everything('member')
		expect(told).toContain('Restricted gathering')
		expect(told).toContain('Restricted report')
		expect(told).not.toContain('Restricted reserve')
	})

	test('names offices and no person', async () => {
		const administrator = await made.as('administrator')
		const { items } = await administrator.ask(listMemberships, { filter: { structure: 'committee', actor: 'labour' } })
		await administrator.run(addNomination, {
			membership: items[0]?.id ?? '',
			capacity: 'principal',
			office: 'Director of Migration',
			email: 'tendai@labour.test',
			from: '2026-01-01'
		})
		const names = (await all('public', 'person')).map((one) => one['name'])
		expect(names).toContain('Director of Migration (Ministry of Labour)')
		expect(await everything('public')).not.toContain('tendai')
	})
})

describe('a list', () => {
	test('read in pages of one gives each object once, in the order in which they were made', async () => {
		for (const type of OPARL_TYPES) {
			const whole = await all('member', type)
			expect(await all('member', type, {}, 1)).toEqual(whole)
			const ids = whole.map(addressOf)
			expect(ids).toEqual(ids.toSorted())
		}
	})

	test('is narrowed by when its objects were made and changed', async () => {
		const far = new Date(Date.now() + 86_400_000).toISOString()
		const past = '2020-01-01T00:00:00Z'
		for (const type of OPARL_TYPES) {
			const whole = await all('public', type)
			expect(await all('public', type, { createdSince: far })).toEqual([])
			expect(await all('public', type, { createdUntil: past })).toEqual([])
			expect(await all('public', type, { modifiedUntil: past })).toEqual([])
			expect(await all('public', type, { createdSince: past, modifiedSince: past })).toEqual(whole)
		}
	})

	test('of meetings can be that of one structure', async () => {
		const committee = await written(await made.as('administrator'), async (here) =>
			findRecord(here, 'structure', 'committee')
		)
		const id = committee?.id ?? ''
		expect(await all('member', 'meeting', { organization: id })).toHaveLength(1)
		expect(await all('member', 'meeting')).toHaveLength(2)
	})
})

test('what was withdrawn is told as deleted to who asks what changed, and left out else', async () => {
	const administrator = await made.as('administrator')
	const version = async () =>
		(await written(administrator, async (here) => findRecord(here, 'meeting', meetingId)))?.version
	await administrator.run(withdrawRecord, {
		record: meetingId,
		kind: 'meeting',
		version: (await version()) ?? 0,
		reason: 'Entered twice'
	})
	for (const type of ['meeting', 'paper', 'file'] as const) {
		expect(await all('public', type), type).toEqual([])
		const told = await all('public', type, { modifiedSince: '2020-01-01T00:00:00Z' })
		expect(told.length, type).toBeGreaterThan(0)
		for (const one of told) Deleted.parse(one)
	}
	const reader = await made.as('public')
	const { item } = await reader.ask(getOParlObject, { type: 'file', id: paperFile })
	Deleted.parse(oparlObject(place, item))
	for (const [type, id] of [
		['agendaItem', openItem],
		['location', meetingId]
	] as const)
		await expect(reader.ask(getOParlObject, { type, id })).rejects.toMatchObject({ kind: 'absent' })
})

test('a meeting that was invented for demonstration says so in its name, as no attribute could', async () => {
	const administrator = await made.as('administrator')
	const invented = await written(administrator, async (here) =>
		seedMeeting(here, {
			structure: (await getRecord(here, 'structure', 'committee')).id,
			day: '2025-11-20',
			origin: 'invented',
			audience: ['public']
		})
	)
	const meetings = await all('public', 'meeting')
	const named = (id: string) => meetings.find((one) => addressOf(one).endsWith(id))?.['name']
	expect(named(invented)).toMatch(/ \(Invented for demonstration\)$/)
	expect(named(meetingId)).toBe('Open meeting')
})
