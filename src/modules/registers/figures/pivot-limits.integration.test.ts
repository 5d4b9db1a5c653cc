import { expect, test } from 'vitest'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aClock, workDue, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { declareRegister } from '../register-commands.ts'
import { getPivot, startPivot } from './pivot-operations.ts'
import { clearPivots, PIVOT_DAYS } from './pivot-work.ts'
import { sampleRegister } from './sample-register.testing.ts'

const question = { register: 'sample', rows: 'kind', columns: 'state' }

async function aRegister() {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: sampleRegister() })
	const keeper = await made.as('secretariat')
	await keeper.run(addEntry, { register: 'sample', values: { name: 'One', kind: 'one' } })
	return { made, keeper, place: workplaceOf(made, aClock()) }
}

test('a seat has one long cross table counted at a time, and the same question twice is counted once', async () => {
	const { made, keeper, place } = await aRegister()
	const { id } = await keeper.run(startPivot, question)
	expect((await keeper.run(startPivot, question)).id).toBe(id)
	const other = { ...question, rows: 'country' }
	expect(await refusalOf(keeper.run(startPivot, other))).toMatchObject({ code: 'registers.pivot-open' })
	expect((await (await made.as('member')).run(startPivot, other)).id).not.toBe(id)
	await workDue(made, place)
	expect((await keeper.run(startPivot, question)).id).toBe(id)
	expect((await keeper.run(startPivot, other)).id).not.toBe(id)
})

test('what was counted is kept a week, and then cleared', async () => {
	const { made, keeper, place } = await aRegister()
	const { id } = await keeper.run(startPivot, question)
	await workDue(made, place)
	const kept = () => made.database.owner.selectFrom('register_pivot').select('id').where('id', '=', id).execute()
	const at = (days: number) => ({ ...keeper.opening, now: new Date(keeper.opening.now.getTime() + days * 86_400_000) })
	await clearPivots.run(at(PIVOT_DAYS - 1), place)
	expect(await kept()).toHaveLength(1)
	expect(await keeper.ask(getPivot, { pivot: id })).toMatchObject({ state: 'done' })
	await clearPivots.run(at(PIVOT_DAYS + 1), place)
	expect(await kept()).toEqual([])
})
