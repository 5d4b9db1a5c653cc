import { v4 as randomId } from 'uuid'
import { about, aboutAccess, always, type Input, type Sample } from '../../fixtures/sampling.ts'
import {
	ABSENT,
	ADMINISTRATORS,
	ALL,
	by,
	HOLDERS,
	INSIDERS,
	KEEPERS,
	PARTAKERS,
	SEATED,
	table,
	type Expectation
} from '../expecting.ts'
import { NOWHERE, type Prepared } from '../prepared.ts'
import { GUARDED_REGISTER, OPEN_REGISTER } from '../prepared-register.ts'
import type { SeatKey } from '../../fixtures/workspace.ts'

/** What the member captured for the one register and the chair for the other: seen by them, and by those who decide for the register. */
const waiting: Expectation = {
	own: table({ done: [...KEEPERS, 'member'] }, 'absent'),
	foreign: table({ done: [...KEEPERS, 'chair'] }, 'absent'),
	missing: ABSENT
}

/** What each seat gets of the operations of this part. Observers and the public have no device. */
export const captureExpectations = {
	'captureDevice.add': by(PARTAKERS),
	'captureDevice.takeAlong': {
		own: table({ done: PARTAKERS }, 'absent'),
		foreign: table({ done: INSIDERS, absent: ['observer', 'public'] }, 'forbidden'),
		missing: ABSENT
	},
	'captureDevice.list': by(SEATED),
	'captureDevice.revoke': { own: table({ done: [...ADMINISTRATORS, 'member'] }, 'absent'), missing: ABSENT },
	'captureDevice.contact': { own: table({ done: ALL }, 'absent'), missing: ABSENT },
	'capture.receive': {
		own: table({ done: HOLDERS, absent: ['observer', 'public'] }, 'forbidden'),
		foreign: table({ done: INSIDERS, absent: ['observer', 'public'] }, 'forbidden'),
		missing: ABSENT
	},
	'capture.keep': { own: table({ done: PARTAKERS }, 'absent'), missing: ABSENT },
	'capture.list': by(SEATED),
	'capture.get': waiting,
	'capture.file': { own: table({ done: [...KEEPERS, 'member'] }, 'absent'), missing: ABSENT },
	'capture.decide': waiting,
	'capture.drop': waiting
} satisfies Record<string, Expectation>

const deviceOf = (prepared: Prepared, seat: SeatKey) =>
	seat === 'public' || seat === 'observer' ? NOWHERE : prepared.id(`device of ${seat}`)

const captured = (register: string) => ({
	capture: randomId(),
	register,
	formVersion: 1,
	day: '2026-02-27',
	capturedAt: '2026-02-27T08:00:00.000Z',
	sentAt: '2026-03-02T09:00:00.000Z',
	fields: [
		['values:name', `Captured ${randomId()}`],
		['values:holder', 'labour'],
		...(register === GUARDED_REGISTER ? [['values:body', 'closed-group']] : [])
	]
})

const sending =
	(register: string, more: object = {}): Input =>
	(prepared, seat) => ({ device: deviceOf(prepared, seat), ...captured(register), ...more })

const because = { reason: 'no-right' }

const takingAlong =
	(register: string): Input =>
	(prepared, seat) => ({ device: deviceOf(prepared, seat), register })

const decided = (_prepared: Prepared, name: string) => ({
	values: { name: 'Decided', holder: 'labour', ...(name.startsWith('closed') ? { body: 'closed-group' } : {}) }
})

/** Valid inputs of them. */
export const captureSamples: Record<keyof typeof captureExpectations, Sample> = {
	'captureDevice.add': always({ name: 'Phone of the test' }),
	'captureDevice.takeAlong': {
		own: takingAlong(OPEN_REGISTER),
		foreign: takingAlong(GUARDED_REGISTER),
		missing: takingAlong(NOWHERE)
	},
	'captureDevice.list': always({}),
	'captureDevice.revoke': aboutAccess('device', 'device of member'),
	'captureDevice.contact': aboutAccess('device', 'device of member'),
	'capture.receive': {
		own: sending(OPEN_REGISTER),
		foreign: sending(GUARDED_REGISTER),
		missing: sending(NOWHERE)
	},
	'capture.keep': {
		own: sending(OPEN_REGISTER, because),
		missing: () => ({ ...captured(OPEN_REGISTER), ...because, device: NOWHERE })
	},
	'capture.list': always({}),
	'capture.get': about('capture', 'open capture', 'closed capture'),
	'capture.file': {
		own: (prepared) => ({ capture: prepared.id('capture with a file'), file: prepared.id('file of a capture') }),
		missing: (prepared) => ({ capture: prepared.id('capture with a file'), file: NOWHERE })
	},
	'capture.decide': about('capture', 'open capture', 'closed capture', decided),
	'capture.drop': about('capture', 'open capture', 'closed capture', () => ({ reason: 'as the test says' }))
}
