import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inventEntries } from '#tests/fixtures/invented-entries.ts'
import { aClock, workDue, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { beginDraft, declareDraft } from '../drafting/draft-commands.ts'
import { readDraft } from '../drafting/draft-queries.ts'
import { listEntries } from '../entry/entry-queries.ts'
import { previewDeclaration } from '../exchange/preview-declaration.ts'
import { declareRegister } from '../register-commands.ts'
import { exportDeclaration } from '../register-queries.ts'
import { GRANTS, nextOf } from './grant.testing.ts'

const register = 'grant'
const MANY = 2_001

test('more entries than anybody waits for are converted by a job, whole, with consent to what is lost; until then nothing is', async () => {
	const made = await aWorkspace()
	const acting = await made.as('administrator')
	await acting.run(declareRegister, { declaration: GRANTS })
	const rows = Array.from({ length: MANY }, (_one, at) => `Grant ${String(at)},${at === 7 ? 'about ten' : String(at)}`)
	await inventEntries(made, register, ['name,amount', ...rows].join('\n'))
	// As a server does by itself a little later: what was not looked over is read as if it held a handful of rows.
	for (const table of ['record', 'entry', 'entry_part', 'entry_document', 'entry_choice', 'entry_tally'])
		await sql`analyze ${sql.table(table)}`.execute(made.database.owner)

	const changes = [['key: amount, type: text', 'key: amount, type: whole-number']] as const
	const declaration = nextOf(GRANTS, changes, ['{ step: convert, field: amount }'])
	const { steps } = await acting.ask(previewDeclaration, { declaration })
	const consents = (steps?.steps ?? []).map(({ step, losses, digest, unseen }) => ({ step, losses, digest, unseen }))
	expect(consents).toMatchObject([{ losses: 1, unseen: 0 }])
	const { draft } = await acting.run(beginDraft, { from: 'text', declaration })
	const { version } = await acting.ask(readDraft, { draft })
	const begun = await acting.run(declareDraft, { draft, version, consents, mayWait: true })
	expect(begun.job).not.toBeNull()
	const standing = async () => (await acting.ask(exportDeclaration, { register })).version
	expect(await standing()).toBe(1)
	expect((await acting.ask(readDraft, { draft })).isOpen).toBe(true)

	await workDue(made, workplaceOf(made, aClock()))
	expect(await standing()).toBe(2)
	expect((await acting.ask(readDraft, { draft })).isOpen).toBe(false)
	// As numbers they come in the order of numbers; as texts 999 would be the last.
	const { items } = await acting.ask(listEntries, { register, filter: { fields: { amount: { from: '1999' } } } })
	expect(items.map(({ title }) => title['en']).sort()).toEqual(['Grant 1999', 'Grant 2000'])
}, 300_000)
