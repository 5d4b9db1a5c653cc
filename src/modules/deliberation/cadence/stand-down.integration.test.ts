import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { createStructure } from '#modules/directory/structure-commands.ts'
import { idOf, refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, TODAY, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { standDownStructure } from './activation-commands.ts'
import { getCadence } from './cadence-queries.ts'

/** A structure that is only proposed, and was let work until a day or for as long as it takes. */
async function letWork(made: TestWorkspace, until: string | null) {
	const secretariat = await made.as('secretariat')
	await secretariat.run(createStructure, {
		key: 'team',
		name: 'Team',
		level: 'technical',
		kind: 'task-team',
		status: 'proposed'
	})
	const structure = await idOf(made, 'structure', 'team')
	await sql`insert into structure_activation (workspace_id, id, structure_id, from_day, to_day, reason, end_reason, origin)
		values (${made.workspace.id}, ${uuid()}, ${structure}, '2025-11-03', ${until}, 'let work', ${until === null ? null : 'over then'}, 'invented')`.execute(
		made.database.owner
	)
	const standDown = async (day: string) =>
		secretariat.run(standDownStructure, {
			structure,
			version: await versionOf(made, 'structure', 'team'),
			day,
			reason: 'the work is done'
		})
	const read = () => secretariat.ask(getCadence, { structure })
	return { standDown, read }
}

test('a structure stands down on a day that has come, whatever it was declared', async () => {
	const { standDown, read } = await letWork(await aWorkspace(), null)
	expect(await refusalOf(standDown('2099-01-01'))).toMatchObject({
		issues: [{ path: ['day'], code: 'directory.day-in-future' }]
	})
	expect(await read()).toMatchObject({ activations: [{ to: null }], may: { standDown: true } })
	await standDown(TODAY)
	expect(await read()).toMatchObject({ activations: [{ to: TODAY }], may: { standDown: false } })
})

test('one whose end was recorded for a day to come works on until then, and can stand down earlier', async () => {
	const { standDown, read } = await letWork(await aWorkspace(), '2099-01-01')
	expect(await read()).toMatchObject({ may: { standDown: true } })
	await standDown(TODAY)
	expect(await read()).toMatchObject({ activations: [{ to: TODAY }], may: { standDown: false } })
})
