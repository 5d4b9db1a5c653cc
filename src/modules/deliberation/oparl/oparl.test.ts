import { describe, expect, test } from 'vitest'
import { lowestIdAt, madeWhen } from './made-when.ts'
import {
	oparlBody,
	oparlError,
	oparlList,
	oparlObject,
	oparlSystem,
	withoutInternal,
	type OParlPlace
} from './oparl.ts'
import { askedOf, oparlTypeOf } from './oparl-answer.ts'
import type { MeetingFact } from './oparl-facts.ts'
import { Body, Deleted, List, objects, System } from './oparl-schema.testing.ts'

const place: OParlPlace = {
	site: 'https://pitso.test/zwe',
	base: 'https://pitso.test/zwe/oparl',
	key: 'zwe',
	say: (set, word) => `${set} ${word}`
}
const created = new Date('2026-03-01T08:00:00Z')
const modified = new Date('2026-03-02T08:00:00Z')
const there = (id: string) => ({ id, created, modified, isGone: false as const })
const system = { key: 'zwe', name: { en: 'Zimbabwe' }, language: 'en', created, modified }

const file = {
	...there('f'),
	fileName: 'report.pdf',
	name: 'Report',
	mediaType: 'application/pdf',
	size: 12,
	date: '2026-03-01',
	paper: 'p',
	meeting: 'm'
}
const paper = { ...there('p'), name: 'Report', date: null, structure: 's', meeting: 'm', agendaItem: 'i', file }
const meeting: MeetingFact = {
	...there('m'),
	reference: 'ZWE-MTG-2026-001',
	name: 'First meeting',
	structure: 's',
	state: 'adopted',
	start: created,
	end: modified,
	location: { ...there('m'), description: 'Harare', meeting: 'm' },
	agenda: [
		{
			...there('i'),
			meeting: 'm',
			structure: 's',
			position: 0,
			name: 'Border data',
			isPublic: true,
			papers: [paper, { ...paper, ...there('q') }],
			resolutions: ['It is decided.', 'So is this.']
		}
	],
	invitation: { ...file, ...there('n'), paper: null },
	minutes: null,
	files: []
}

describe('an object', () => {
	test('of each form has what the standard says, and nothing else', () => {
		System.parse(oparlSystem(place, system))
		Body.parse(oparlBody(place, system))
		objects.meeting.parse(oparlObject(place, { type: 'meeting', fact: meeting }))
		objects.paper.parse(oparlObject(place, { type: 'paper', fact: paper }))
		objects.consultation.parse(oparlObject(place, { type: 'consultation', fact: paper }))
		objects.file.parse(oparlObject(place, { type: 'file', fact: file }))
	})

	test('is named by its own address, and others by theirs', () => {
		const told = oparlObject(place, { type: 'meeting', fact: meeting })
		expect(told).toMatchObject({
			id: 'https://pitso.test/zwe/oparl/meeting/m',
			organization: ['https://pitso.test/zwe/oparl/organization/s'],
			meetingState: 'durchgeführt',
			cancelled: false,
			web: 'https://pitso.test/zwe/meeting/ZWE-MTG-2026-001',
			agendaItem: [
				{
					id: 'https://pitso.test/zwe/oparl/agendaItem/i',
					consultation: 'https://pitso.test/zwe/oparl/consultation/p',
					resolutionText: 'It is decided.\n\nSo is this.',
					auxiliaryFile: [{ id: 'https://pitso.test/zwe/oparl/file/f' }]
				}
			]
		})
	})

	test('tells a meeting that was put off as one that has no time', () => {
		const told = oparlObject(place, { type: 'meeting', fact: { ...meeting, state: 'postponed' } })
		expect(told).toMatchObject({ meetingState: 'verschoben', cancelled: false })
		expect(told).not.toHaveProperty('start')
		expect(told).not.toHaveProperty('end')
	})

	test('that is gone says no more than that', () => {
		for (const type of ['organization', 'person', 'meeting', 'paper', 'file'] as const)
			Deleted.parse(oparlObject(place, { type, fact: { id: 'x', created, modified, isGone: true } }))
	})

	test('can be told without those inside it', () => {
		const told = withoutInternal(oparlObject(place, { type: 'meeting', fact: meeting }))
		expect(Object.keys(told)).not.toContain('agendaItem')
		expect(Object.keys(told)).not.toContain('location')
		expect(told['organization']).toEqual(['https://pitso.test/zwe/oparl/organization/s'])
		const item = withoutInternal(
			oparlObject(place, {
				type: 'agendaItem',
				fact: meeting.agenda[0] ?? { id: 'i', created, modified, isGone: true }
			})
		)
		expect(item['consultation']).toBe('https://pitso.test/zwe/oparl/consultation/p')
	})
})

describe('a list', () => {
	test('leads from page to page and keeps what narrows it', () => {
		const query = new URLSearchParams({ modified_since: '2026-01-01T00:00:00+02:00', after: 'a' })
		const list = oparlList('https://pitso.test/zwe/oparl/paper', [], { query, after: 'a', next: 'b', limit: 100 })
		List.parse(list)
		expect(list['links']).toEqual({
			first: 'https://pitso.test/zwe/oparl/paper?modified_since=2026-01-01T00%3A00%3A00%2B02%3A00',
			self: 'https://pitso.test/zwe/oparl/paper?modified_since=2026-01-01T00%3A00%3A00%2B02%3A00&after=a',
			next: 'https://pitso.test/zwe/oparl/paper?modified_since=2026-01-01T00%3A00%3A00%2B02%3A00&after=b'
		})
	})

	test('takes moments with their zone, and nothing that is none', () => {
		expect(askedOf(new URLSearchParams('created_since=2026-01-01T00:00:00%2B02:00&elementsPerPage=7'))?.input).toEqual({
			createdSince: '2026-01-01T00:00:00+02:00',
			limit: 7
		})
		expect(askedOf(new URLSearchParams('elementsPerPage=5000'))?.input.limit).toBe(100)
		expect(askedOf(new URLSearchParams('modified_since=yesterday'))).toBeUndefined()
		expect(askedOf(new URLSearchParams('after=1'))).toBeUndefined()
		expect(askedOf(new URLSearchParams('page=2'))?.input).toEqual({ limit: 100 })
	})

	test('is of a type that the standard names', () => {
		expect(oparlTypeOf('meeting')).toBe('meeting')
		expect(oparlTypeOf('seat')).toBeUndefined()
		expect(oparlError('no')).toEqual({ type: 'https://schema.oparl.org/1.1/Error', message: 'no' })
	})
})

test('when something was made is read from its identifier, to the millisecond', () => {
	const id = '019cae3d-5c00-7abc-8def-0123456789ab'
	const at = madeWhen(id)
	expect(lowestIdAt(at) <= id).toBe(true)
	expect(lowestIdAt(new Date(at.getTime() + 1)) > id).toBe(true)
	expect(lowestIdAt(new Date(0))).toBe('00000000-0000-0000-0000-000000000000')
})
