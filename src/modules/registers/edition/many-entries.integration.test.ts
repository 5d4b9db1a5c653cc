import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inventEntries } from '#tests/fixtures/invented-entries.ts'
import { aClock, workDue, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { declareRegister } from '../register-commands.ts'
import { makeEdition } from './edition-commands.ts'
import { getEdition, listEditions } from './edition-queries.ts'
import { addTemplate } from './template-commands.ts'
import { visitsRegister, visitsReport } from './visits-register.testing.ts'

const register = 'visit'
const MANY = 2_001

test('an edition of more entries than anybody waits for is made by a job, and counts every one of them', async () => {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: visitsRegister() })
	const rows = Array.from(
		{ length: MANY },
		(_one, at) => `Visit ${String(at)},${at % 3 === 0 ? 'one' : 'two'},2025-0${String(1 + (at % 9))}-15`
	)
	await inventEntries(made, register, ['name,kind,day', ...rows].join('\n'))
	// As a server does by itself a little later: what was not looked over is read as if it held a handful of rows.
	for (const table of ['record', 'entry', 'entry_part', 'entry_document', 'entry_choice', 'entry_tally'])
		await sql`analyze ${sql.table(table)}`.execute(made.database.owner)
	const keeper = await made.as('secretariat')
	const definition = visitsReport({ languages: ['en'] })
	const { reference: template } = await keeper.run(addTemplate, { register, definition })

	const asked = { template, day: '2025-05-05', mayWait: true }
	const begun = await keeper.run(makeEdition, asked)
	expect(begun.job).not.toBeNull()
	const editions = async () => (await keeper.ask(listEditions, { filter: { template } })).items
	expect(await editions()).toEqual([])
	await workDue(made, workplaceOf(made, aClock()))
	const [edition] = await editions()
	expect(edition).toMatchObject({ progress: 'draft' })
	const { content } = await keeper.ask(getEdition, { edition: edition?.reference ?? '' })
	expect(content.entries).toBe(MANY)
	expect(content.figures).toMatchObject([
		{ key: 'all', now: { records: MANY } },
		{ key: 'ones', now: { records: MANY / 3 } },
		{ key: 'people' },
		{ key: 'women' }
	])
	const list = content.said['en']?.blocks.find(({ block }) => block === 'list')
	expect(list).toMatchObject({ left: '50 of 2,001 entries of the period are listed.' })
	// A smaller period is made while one waits.
	const { job } = await keeper.run(makeEdition, { ...asked, day: '2024-05-05' })
	expect(job).toBeNull()
}, 300_000)
