import { expect, test } from 'vitest'
import { CROSSINGS, declare } from '#tests/fixtures/captured.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { addDevice, contactDevice, listDevices, revokeDevice, takeRegisterAlong } from './device-operations.ts'

async function begun() {
	const made = await aWorkspace()
	await declare(made, CROSSINGS)
	const member = await made.as('member')
	const { id } = await member.run(addDevice, { name: 'Phone' })
	const states = async () => (await member.ask(listDevices, {})).items.map(({ state }) => state)
	const among = async (state: ('making' | 'ready' | 'revoked')[]) =>
		(await member.ask(listDevices, { filter: { state } })).total
	return { made, member, id, states, among }
}

test('a device is being made ready until it says that it holds a register', async () => {
	const { made, member, id, states, among } = await begun()
	expect(await states()).toEqual(['making'])
	await member.run(takeRegisterAlong, { device: id, register: 'crossing' })
	// The form was given out: whether it arrived, the device alone knows.
	expect(await states()).toEqual(['making'])
	expect(await among(['ready', 'revoked'])).toBe(0)
	expect(await among(['making'])).toBe(1)
	await (await made.as('public')).run(contactDevice, { device: id })
	expect(await states()).toEqual(['ready'])
	expect(await among(['ready'])).toBe(1)
	expect(await among(['making', 'revoked'])).toBe(0)
	await member.run(takeRegisterAlong, { device: id, register: 'crossing' })
	expect(await states()).toEqual(['ready'])
})

test('a device that was heard of and took nothing along is not ready', async () => {
	const { made, member, id, states } = await begun()
	await (await made.as('public')).run(contactDevice, { device: id })
	expect(await states()).toEqual(['making'])
	await member.run(revokeDevice, { device: id })
	expect(await states()).toEqual(['revoked'])
})
