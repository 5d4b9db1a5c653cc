import fc from 'fast-check'
import { expect, test } from 'vitest'
import { getCheck, verifyWorkspace } from '#platform/integrity/integrity-operations.ts'
import { withdrawRecord } from '#platform/records/record-operations.ts'
import { fillRegister, registerWithSecrets } from '#tests/fixtures/marked-register.ts'
import { aClock, workDue, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { compileDeclaration } from './declaration/compile-declaration.ts'
import { writeDeclaration } from './declaration/read-declaration.ts'
import { listEntries } from './entry/entry-queries.ts'
import { declareRegister } from './register-commands.ts'

test('a workspace whose registers were filled, changed, moved and withdrawn from is found whole', async () => {
	await fc.assert(
		fc.asyncProperty(registerWithSecrets, async (declaration) => {
			const { register: compiled } = compileDeclaration(declaration)
			if (!compiled) throw new Error('the drawn declaration is not sound')
			const made = await aWorkspace()
			const administrator = await made.as('administrator')
			await administrator.run(declareRegister, { declaration: writeDeclaration(declaration) })
			await fillRegister(made, compiled)
			const { items } = await administrator.ask(listEntries, { register: 'drawn' })
			const [first] = items
			if (first) await administrator.run(withdrawRecord, { record: first.id, version: first.version, reason: 'drawn' })
			const { id } = await administrator.run(verifyWorkspace, {})
			await workDue(made, workplaceOf(made, aClock()))
			const found = await administrator.ask(getCheck, { check: id })
			expect(found).toMatchObject({ state: 'done', faults: 0, findings: [] })
			expect(found.checked).toBe(found.total)
		}),
		{ numRuns: 3, endOnFailure: true }
	)
})
