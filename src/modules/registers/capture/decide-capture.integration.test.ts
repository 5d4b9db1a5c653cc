import { beforeEach, describe, expect, test } from 'vitest'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { clockSeat } from '#platform/access/seat.ts'
import { listAttention } from '#platform/records/attention.ts'
import { openFile } from '#platform/files/file-operations.ts'
import { cleanFiles } from '#platform/files/clean-files.server.ts'
import { addEntry, changeEntry } from '../entry/entry-commands.ts'
import { getEntry } from '../entry/entry-queries.ts'
import { openCaptureFile } from './capture-file.ts'
import { listCaptures, readCapture } from './capture-queries.ts'
import { decideCapture, dropCapture } from './decide-capture.ts'
import { addDevice, listDevices, revokeDevice, takeRegisterAlong } from './device-operations.ts'
import { keepCapture } from './keep-capture.ts'
import { DEVICES_MOST } from './rules.ts'
import {
	aDevice,
	CROSSINGS,
	CROSSINGS_LATER,
	declare,
	fieldsOf,
	keep,
	receive,
	sentBy
} from '#tests/fixtures/captured.ts'

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await declare(made, CROSSINGS)
})

const listed = async (seat: SeatKey, filter: object = {}) =>
	(await (await made.as(seat)).ask(listCaptures, { filter, limit: 50 })).items
const opened = async (seat: SeatKey, capture: string) => (await made.as(seat)).ask(readCapture, { capture })
const picture = async (seat: SeatKey) =>
	sendFile(await made.as(seat), { name: 'lorry.txt', bytes: new TextEncoder().encode('a picture') })

describe('what waits for a decision', () => {
	test('is seen by the officer and by those who keep the register, and by nobody else', async () => {
		const device = await aDevice(made, 'member')
		const sent = sentBy({ device, fields: fieldsOf({ name: 'A lorry' }) })
		await keep(made, sent, 'likely-duplicate')
		for (const seat of ['member', 'secretariat', 'administrator'] as const) {
			expect(await listed(seat, { state: ['conflict'] })).toMatchObject([
				{
					id: sent.capture,
					reason: 'likely-duplicate',
					capturedDay: '2026-02-09',
					device: 'Phone of member',
					title: 'A lorry'
				}
			])
			expect((await opened(seat, sent.capture)).fields).toContainEqual(['values:name', 'A lorry'])
		}
		for (const seat of ['chair', 'analyst', 'police', 'observer'] as const) {
			expect(await listed(seat)).toEqual([])
			await expect(opened(seat, sent.capture)).rejects.toMatchObject({ kind: 'absent' })
		}
	})

	test('stands on the first page of the officer and of those who decide, until it is decided', async () => {
		const told = async (seat: SeatKey) =>
			(await (await made.as(seat)).ask(listAttention, {})).items
				.filter(({ path }) => path === '/register/crossing/capture')
				.map(({ names, total }) => ({ called: names?.['en'], total }))
		const device = await aDevice(made, 'member')
		expect(await told('secretariat')).toEqual([])
		const sent = sentBy({ device, fields: fieldsOf({ name: 'A lorry' }) })
		await keep(made, sent, 'likely-duplicate')
		const waits = [{ called: 'Crossings: captured in the field, waiting for a decision', total: 1 }]
		for (const seat of ['member', 'secretariat', 'administrator'] as const) expect(await told(seat)).toEqual(waits)
		for (const seat of ['chair', 'observer'] as const) expect(await told(seat)).toEqual([])
		await (await made.as('secretariat')).run(dropCapture, { capture: sent.capture, reason: 'It is there already' })
		for (const seat of ['member', 'secretariat'] as const) expect(await told(seat)).toEqual([])
	})

	test('shows what the present form has no place for, under the name it had', async () => {
		const device = await aDevice(made)
		await declare(made, CROSSINGS_LATER)
		const sent = sentBy({ device, fields: fieldsOf({ name: 'By rail', way: 'rail', train: 'Night train' }) })
		await keep(made, sent, 'form-changed')
		const { fields, left, formVersion, registerVersion } = await opened('member', sent.capture)
		expect({ formVersion, registerVersion }).toEqual({ formVersion: 1, registerVersion: 2 })
		expect(fields).toContainEqual(['values:name', 'By rail'])
		expect(left).toEqual([
			{ label: { en: 'Way' }, row: null, text: 'rail', names: { en: 'Rail' }, why: 'code-gone' },
			{ label: { en: 'Train' }, row: null, text: 'Night train', names: null, why: 'field-gone' }
		])
	})

	test('becomes an entry with its file, by the rights of whoever decides, and is kept no longer beside it', async () => {
		const device = await aDevice(made)
		const photo = await picture('member')
		const sent = sentBy({ device, fields: fieldsOf({ name: 'A lorry', photo }) })
		await keep(made, sent, 'no-right')
		// It waits longer than a file that nobody attached.
		const clock = (await made.as('administrator')).opening
		await cleanFiles({ ...clock, now: new Date(clock.now.getTime() + 30 * 86_400_000), seat: clockSeat })
		const keeper = await made.as('secretariat')
		const values = { name: 'A lorry', post: 'labour', photo }
		const { entry } = await keeper.run(decideCapture, { capture: sent.capture, values })
		const read = await keeper.ask(getEntry, { entry })
		expect(read).toMatchObject({ values: { name: 'A lorry', photo }, files: [{ name: 'lorry.txt' }] })
		expect(await opened('member', sent.capture)).toMatchObject({ state: 'decided', entry, fields: [] })
		await expect(keeper.run(decideCapture, { capture: sent.capture, values })).rejects.toMatchObject({
			code: 'captures.decided-already'
		})
		// The device that asks once more is told what became of it.
		expect(await receive(made, sent)).toMatchObject({ state: 'decided', entry })
	})

	test('shows its photograph and what it is likely the same as to whoever decides, and to nobody else', async () => {
		const device = await aDevice(made)
		const member = await made.as('member')
		const { reference } = await member.run(addEntry, {
			register: 'crossing',
			values: { name: 'A lorry', post: 'labour' }
		})
		const photo = await picture('member')
		const sent = sentBy({ device, fields: fieldsOf({ name: 'A lorry', photo }) })
		await member.run(keepCapture, { ...sent, reason: 'likely-duplicate', alike: [reference, 'TST-CRS-2026-999'] })
		const open = async (seat: SeatKey, file = photo) =>
			(await made.as(seat)).ask(openCaptureFile, { capture: sent.capture, file })
		for (const seat of ['member', 'secretariat'] as const) {
			expect(await opened(seat, sent.capture)).toMatchObject({
				files: [{ id: photo, name: 'lorry.txt' }],
				alike: [{ reference, title: { en: 'A lorry' } }]
			})
			expect(await open(seat)).toMatchObject({ name: 'lorry.txt', size: 9 })
		}
		for (const seat of ['chair', 'observer', 'police'] as const)
			await expect(open(seat)).rejects.toMatchObject({ kind: 'absent' })
		// Another file of the officer is not shown by it, and by the file's own address nobody else gets this one.
		const own = await picture('member')
		await expect(open('secretariat', own)).rejects.toMatchObject({ kind: 'absent' })
		await expect((await made.as('secretariat')).ask(openFile, { file: photo })).rejects.toMatchObject({
			kind: 'absent'
		})
		await member.run(dropCapture, { capture: sent.capture, reason: 'It is there already' })
		await expect(open('secretariat')).rejects.toMatchObject({ kind: 'absent' })
	})

	test('corrects the entry it was taken along from, in the version that was seen beside it', async () => {
		const device = await aDevice(made)
		const member = await made.as('member')
		const { reference } = await member.run(addEntry, {
			register: 'crossing',
			values: { name: 'A coach', post: 'labour', people: 40 }
		})
		const keeper = await made.as('secretariat')
		await keeper.run(changeEntry, { entry: reference, version: 1, values: { people: 41 } })
		const entry = { reference, version: 1, base: { 'values:people': ['40'] } }
		const sent = sentBy({ device, fields: [['values:people', '42']], entry })
		await keep(made, sent, 'changed-meanwhile')
		const seen = await opened('member', sent.capture)
		expect(seen).toMatchObject({ entry: reference, entryVersion: 1, base: { 'values:people': ['40'] } })
		const deciding = { capture: sent.capture, values: { people: '42' } }
		await expect(member.run(decideCapture, { ...deciding, version: 1 })).rejects.toMatchObject({
			code: 'platform.changed-meanwhile'
		})
		await member.run(decideCapture, { ...deciding, version: 2 })
		expect((await member.ask(getEntry, { entry: reference })).values).toMatchObject({ people: '42' })
	})

	test('is decided by nobody who could not add it', async () => {
		const device = await aDevice(made)
		const sent = sentBy({ device })
		await keep(made, sent, 'no-right')
		const member = await made.as('member')
		const values = { name: 'Of another post', post: 'health' }
		await expect(member.run(decideCapture, { capture: sent.capture, values })).rejects.toMatchObject({
			kind: 'forbidden'
		})
		expect(await listed('member', { state: ['conflict'] })).toHaveLength(1)
	})

	test('is dropped with its files, and the device is told so', async () => {
		const device = await aDevice(made)
		const photo = await picture('member')
		const sent = sentBy({ device, fields: fieldsOf({ name: 'A lorry', photo }) })
		await keep(made, sent, 'likely-duplicate')
		await (await made.as('secretariat')).run(dropCapture, { capture: sent.capture, reason: 'It is there already' })
		expect(await receive(made, sent)).toMatchObject({ state: 'dropped', entry: null })
		const left = await made.database.owner
			.selectFrom('file')
			.select('record_id')
			.where('workspace_id', '=', made.workspace.id)
			.where('id', '=', photo)
			.executeTakeFirst()
		expect(left).toEqual({ record_id: null })
	})
})

describe('devices', () => {
	test('are listed to their seat, and all of them to administrators, with what came of a lost one', async () => {
		const device = await aDevice(made, 'member')
		await aDevice(made, 'chair')
		const devicesOf = async (seat: SeatKey) => (await (await made.as(seat)).ask(listDevices, { limit: 50 })).items
		expect((await devicesOf('member')).map(({ name }) => name)).toEqual(['Phone of member'])
		expect(await devicesOf('secretariat')).toEqual([])
		expect((await devicesOf('administrator')).map(({ name }) => name).sort()).toEqual([
			'Phone of chair',
			'Phone of member'
		])
		await keep(made, sentBy({ device }), 'not-open')
		const administrator = await made.as('administrator')
		await administrator.run(revokeDevice, { device, reason: 'Lost on the road' })
		expect(await devicesOf('member')).toMatchObject([
			{ state: 'revoked', revokedReason: 'Lost on the road', erasedAt: null, conflicts: 1, registers: ['crossing'] }
		])
		// One of them, and nobody else's.
		const oneOf = async (seat: SeatKey) =>
			(await (await made.as(seat)).ask(listDevices, { filter: { device } })).items.map(({ name }) => name)
		expect(await oneOf('administrator')).toEqual(['Phone of member'])
		expect(await oneOf('chair')).toEqual([])
		await expect(administrator.run(revokeDevice, { device })).rejects.toMatchObject({ code: 'captures.device-revoked' })
		await expect((await made.as('chair')).run(revokeDevice, { device })).rejects.toMatchObject({ kind: 'absent' })
	})

	test('of a seat are so many at most, and take along no register in which it fills in nothing', async () => {
		const member = await made.as('member')
		for (let index = 0; index < DEVICES_MOST; index += 1)
			await member.run(addDevice, { name: `Phone ${String(index)}` })
		await expect(member.run(addDevice, { name: 'One more' })).rejects.toMatchObject({
			code: 'captures.too-many-devices'
		})
		await declare(
			made,
			CROSSINGS.replaceAll('crossing', 'closed')
				.replace('CRS', 'CLS')
				.replace('added: [keepers, post]', 'added: [keepers]')
				.replace('changed: [keepers, post]', 'changed: [keepers]')
		)
		const device = (await member.ask(listDevices, { limit: 1 })).items[0]?.id ?? ''
		await expect(member.run(takeRegisterAlong, { device, register: 'closed' })).rejects.toMatchObject({
			kind: 'forbidden'
		})
	})
})
