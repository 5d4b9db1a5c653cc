import { expect, test } from 'vitest'
import { workspaceOverview } from '#modules/directory/overview.ts'
import { aPolicy, addText } from '../../../../tests/fixtures/law-versions.ts'
import { aClock, doing, workDue, workplaceOf } from '../../../../tests/fixtures/workplace.ts'
import { aWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { listProvisions } from './provision-queries.ts'

// Later than what the workspace was made with.
const at = (minute: number) => new Date(Date.UTC(2026, 2, 3, 9, minute))
const TEXT = Array.from(
	{ length: 12 },
	(_, index) => `${String(index + 1)}. Rule ${'abcdefghijkl'[index] ?? ''} holds.`
)

test('a law that was read from its text is one line among what changed last, with how many provisions it has', async () => {
	const made = await aWorkspace()
	const before = await aPolicy(await made.as('secretariat', at(0)), { name: 'Invented Older Act' })
	const law = await aPolicy(await made.as('secretariat', at(1)))
	const keeper = await made.as('secretariat', at(2))
	await addText(made, keeper, law.id, { label: 'Draft', content: TEXT.join('\n\n') })
	await workDue(made, workplaceOf(made, aClock(at(5))))
	const later = await made.as('secretariat', at(6))
	const { items } = await later.ask(listProvisions, { filter: { policy: law.id } })
	const { changes } = await later.ask(workspaceOverview, {})
	const read = changes.find(({ operation }) => operation === 'policy.addVersion')
	expect(read).toMatchObject({
		record: { reference: law.reference },
		named: [{ reference: law.reference }],
		operation: 'policy.addVersion',
		also: [{ kind: 'provision', total: items.length, isMore: false }]
	})
	expect(items.length).toBeGreaterThan(8)
	expect(changes.map(({ record }) => record.kind)).not.toContain('provision')
	// What came before is not driven out by it.
	expect(changes.map(({ record }) => record.reference)).toContain(before.reference)
})

test('the parts of a law that a command changed alone lead to the law', async () => {
	const made = await aWorkspace()
	const law = await aPolicy(await made.as('secretariat', at(0)))
	await addText(made, await made.as('secretariat', at(1)), law.id, { label: 'Draft', content: TEXT.join('\n\n') })
	await workDue(made, workplaceOf(made, aClock(at(5))))
	const keeper = await made.as('secretariat', new Date(Date.UTC(2036, 0, 1)))
	const { items } = await keeper.ask(listProvisions, { filter: { policy: law.id } })
	await keeper.run(
		doing((here) =>
			here.write.changeRecords(items.map(({ id }) => ({ id, change: { title: { en: `Again ${id}` } } })))
		),
		{}
	)
	const [first] = (await keeper.ask(workspaceOverview, {})).changes
	expect(first).toMatchObject({
		record: { reference: law.reference },
		named: [{ reference: law.reference }],
		also: [{ kind: 'provision', total: items.length }]
	})
})

test('two commands of one moment are two lines, and a record that changed by itself says no operation', async () => {
	const made = await aWorkspace()
	const keeper = await made.as('secretariat', at(0))
	const one = await aPolicy(keeper, { name: 'Invented First Act' })
	const other = await aPolicy(keeper, { name: 'Invented Second Act' })
	const { changes } = await keeper.ask(workspaceOverview, {})
	const own = changes.filter(({ record }) => [one.id, other.id].includes(record.id))
	expect(own.map(({ operation, named, also }) => [operation, named.length, also])).toEqual([
		[null, 1, []],
		[null, 1, []]
	])
})
