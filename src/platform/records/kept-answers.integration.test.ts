import { expect, test } from 'vitest'
import { z } from 'zod'
import { setReminder } from '#modules/deliberation/action/reminder-commands.ts'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { ask } from '#platform/operation/perform.server.ts'
import { written } from '#tests/fixtures/deliberated.ts'
import { aWorkspace, type Acting } from '#tests/fixtures/workspace.ts'
import { keepAnswers, keepAnswersOfRecords } from './kept-answers.server.ts'

/** A query whose answer is kept, and how often it was worked out. */
function counted(kept = keepAnswers<{ titles: string[] }>()) {
	const times = { worked: 0 }
	const titles = query({
		name: 'structure.list',
		input: z.strictObject({ of: z.string() }),
		output: z.object({ titles: z.array(z.string()) }),
		about: nothing,
		allow: everyone,
		run: (here, { of }) =>
			kept(here, [of], async () => {
				times.worked++
				const rows = await here.tx.selectFrom('record').select('title').where('kind', '=', 'structure').execute()
				return { titles: rows.map(({ title }) => title['en'] ?? '').sort() }
			})
	})
	const asked = (acting: Acting, of = 'all') => ask(acting.opening, titles, { of })
	return { times, titles, asked }
}

test('an answer is worked out once, for each of what it is about, until a command changes anything', async () => {
	const { as } = await aWorkspace()
	const secretariat = await as('secretariat')
	const { times, asked } = counted()
	const first = await asked(secretariat)
	expect(await asked(secretariat)).toBe(first)
	expect(times.worked).toBe(1)
	await asked(secretariat, 'other')
	expect(times.worked).toBe(2)
	await written(secretariat, async (here) => {
		const structure = await here.tx.selectFrom('record').select('id').where('kind', '=', 'structure').executeTakeFirst()
		return here.write.changeRecord(structure?.id ?? '', { title: { en: 'A committee renamed' } })
	})
	expect((await asked(secretariat)).titles).toContain('A committee renamed')
	expect(times.worked).toBe(3)
})

test('an answer of records alone outlasts what changes no record, and no change of a record', async () => {
	const { as } = await aWorkspace()
	const secretariat = await as('secretariat')
	const renamed = (name: string) =>
		written(secretariat, async (here) => {
			const structure = await here.tx
				.selectFrom('record')
				.select('id')
				.where('kind', '=', 'structure')
				.executeTakeFirst()
			return here.write.changeRecord(structure?.id ?? '', { title: { en: name } })
		})
	const { times, asked } = counted(keepAnswersOfRecords())
	await renamed('A committee renamed')
	const first = await asked(secretariat)
	for (const weekday of [2, 3]) {
		await secretariat.run(setReminder, { frequency: 'weekly', weekday })
		expect(await asked(secretariat)).toBe(first)
	}
	expect(times.worked).toBe(1)
	await renamed('A committee renamed again')
	expect((await asked(secretariat)).titles).toContain('A committee renamed again')
	expect(times.worked).toBe(2)
})

test('where no event is noted that changed a record, every event ends an answer of records', async () => {
	const { as, database } = await aWorkspace()
	const secretariat = await as('secretariat')
	const { times, asked } = counted(keepAnswersOfRecords())
	await database.write({ workspaceId: secretariat.opening.workspace.id, audience: ['system'] }, (tx) =>
		tx.updateTable('chain_head').set({ records_sequence: null, records_hash: null }).execute()
	)
	await asked(secretariat)
	await secretariat.run(setReminder, { frequency: 'weekly', weekday: 2 })
	await asked(secretariat)
	expect(times.worked).toBe(2)
})

test('nobody is given the answer of a seat that sees more, and another day is another answer', async () => {
	const { as } = await aWorkspace()
	const { times, asked } = counted()
	const secretariat = await asked(await as('secretariat'))
	const everybody = await asked(await as('public'))
	expect(secretariat.titles).toContain('Closed Working Group')
	expect(everybody.titles).not.toContain('Closed Working Group')
	expect(times.worked).toBe(2)
	await asked(await as('public', new Date('2031-01-01T10:00:00Z')))
	expect(times.worked).toBe(3)
})

test('a kind that is closed to the public is in no answer kept for the public from before', async () => {
	const { as } = await aWorkspace()
	const { opening } = await as('public')
	const { titles, asked } = counted()
	expect((await asked(await as('public'))).titles).not.toEqual([])
	const workspace = { ...opening.workspace, closedKinds: ['structure'] }
	expect(await ask({ ...opening, workspace }, titles, { of: 'all' })).toEqual({ titles: [] })
})

test('an answer is told inside a command as the command has left things so far', async () => {
	const { as } = await aWorkspace()
	const secretariat = await as('secretariat')
	const { titles, asked } = counted()
	await asked(secretariat)
	const told = await written(secretariat, async (here) => {
		const structure = await here.tx.selectFrom('record').select('id').where('kind', '=', 'structure').executeTakeFirst()
		await here.write.changeRecord(structure?.id ?? '', { title: { en: 'Renamed within' } })
		return here.ask(titles, { of: 'all' })
	})
	expect(told.titles).toContain('Renamed within')
})

test('what is given to several cannot be changed by one', async () => {
	const { as } = await aWorkspace()
	const { asked } = counted()
	const given = await asked(await as('secretariat'))
	expect(Object.isFrozen(given.titles)).toBe(true)
})
