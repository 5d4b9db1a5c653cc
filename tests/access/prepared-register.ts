import { z } from 'zod'
import { SEAT_KEYS, type TestWorkspace } from '../fixtures/workspace.ts'
import { declarationOf } from '../fixtures/declared.ts'
import { sendFile } from '../fixtures/register-files.ts'
import { answer, perform, upload } from './by-name.ts'

/** The register whose entries all see, with what some see alone, and the one whose entries the members of a group see. */
export const OPEN_REGISTER = 'open-list'
export const GUARDED_REGISTER = 'guarded-list'

const Written = z.object({ content: z.instanceof(Uint8Array) })
const Parts = z.object({ items: z.array(z.looseObject({ id: z.string(), part: z.string() })) })

/**
 * Two registers: one whose entries are public and belong to the ministry of labour, one whose entries the members of the closed
 * group see. Of each an entry, a view that a seat saved, a register of the same sort that was ended, and for every seat that brings
 * files one that adds an entry.
 */
export async function prepareRegisters(made: TestWorkspace, put: (name: string, id: string) => void) {
	const administrator = await made.as('administrator')
	const member = await made.as('member')
	const declare = (declaration: string) => perform(administrator, 'register.declare', { declaration })
	put(
		'open register',
		await declare(declarationOf({ key: OPEN_REGISTER, code: 'OPL', title: 'Open list', seen: 'public' }))
	)
	put(
		'guarded register',
		await declare(declarationOf({ key: GUARDED_REGISTER, code: 'GUL', title: 'Guarded list', seen: 'members' }))
	)
	for (const { which, seen, code } of [
		{ which: 'open', seen: 'public', code: 'OVL' },
		{ which: 'guarded', seen: 'members', code: 'OGL' }
	] as const) {
		const title = `Ended ${which} list`
		const ended = await declare(declarationOf({ key: title.toLowerCase().replaceAll(' ', '-'), code, title, seen }))
		await perform(administrator, 'register.retire', { register: ended, version: 1, reason: 'Over' })
		put(`${which} ended register`, ended)
	}
	for (const { which, register, body } of [
		{ which: 'open', register: OPEN_REGISTER, body: 'committee' },
		{ which: 'closed', register: GUARDED_REGISTER, body: 'closed-group' }
	] as const) {
		const entry = await perform(administrator, 'entry.add', {
			register,
			values: {
				name: which === 'open' ? 'Open entry' : 'Shadow entry',
				holder: 'labour',
				body,
				day: '2026-03-01',
				place: { country: 'ZWE', locality: which === 'open' ? 'Gweru' : 'Shadow town' },
				category: 'a',
				marks: ['a', 'b'],
				cost: { amount: '12', currency: 'USD' },
				remark: which === 'open' ? 'Plain' : 'Shadow remark',
				memo: 'Shadow memo'
			},
			tables: { people: [{ person: 'Shadow person' }] }
		})
		put(`${which} entry`, entry)
		const { items } = Parts.parse(await answer(administrator, 'entryPart.list', { filter: { entry } }))
		const wanted = which === 'open' ? 'inside' : 'group:insiders'
		put(`${which} part`, items.find(({ part }) => part === wanted)?.id ?? '')
	}
	const question = { register: OPEN_REGISTER, rows: 'state', columns: 'category', sum: 'cost' }
	put('pivot', await perform(member, 'entryPivot.start', question))
	put(
		'open view',
		await perform(member, 'registerView.save', {
			register: OPEN_REGISTER,
			name: 'Of the ministry',
			address: 'sort=-day',
			shared: true
		})
	)
	put(
		'closed view',
		await perform(await made.as('chair'), 'registerView.save', {
			register: GUARDED_REGISTER,
			name: 'Shadow view',
			address: 'sort=-day'
		})
	)
	const { content } = Written.parse(await answer(administrator, 'register.exportAll', {}))
	for (const key of ['administrator', 'second-administrator'] as const)
		put(`registers of ${key}`, await sendFile(await made.as(key), { name: 'registers.zip', bytes: content }))
	for (const key of SEAT_KEYS)
		if (key !== 'public' && key !== 'observer')
			put(`entries of ${key}`, await upload(made, await made.as(key), 'entries.csv', 'name,holder\nBrought,labour\n'))
}
