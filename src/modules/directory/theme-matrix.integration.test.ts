import { expect, test } from 'vitest'
import { aWorkspace, TODAY, type SeatKey } from '#tests/fixtures/workspace.ts'
import { assignLead, createFramework, createTheme, endLead } from './theme-commands.ts'
import { themeMatrix } from './theme-matrix.ts'

const REASON = 'decided so'

async function aFramework() {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(createFramework, { key: 'plan', name: 'Plan', kind: 'themes' })
	for (const key of ['matter', 'spirit'])
		await secretariat.run(createTheme, { framework: 'plan', key, name: key.toUpperCase() })
	const asked = async (key: SeatKey = 'secretariat', more: object = {}) =>
		(await made.as(key)).ask(themeMatrix, { framework: 'plan', ...more })
	return { secretariat, asked }
}
const namesOf = (named: readonly { reference: string }[]) => named.map(({ reference }) => reference)

test('the matrix shows each change of a lead at once, to every seat, though it is kept between changes', async () => {
	const { secretariat, asked } = await aFramework()
	const before = await asked()
	expect(namesOf(before.areas)).toEqual(['matter', 'spirit'])
	expect(before.leads).toEqual([])
	expect(before.findings.filter(({ code }) => code === 'area-without-lead')).toHaveLength(2)
	// Asked again, it is the same answer.
	expect(await asked()).toBe(before)
	const given = { area: 'matter', actor: 'labour', from: '2026-01-01', reason: REASON }
	const { lead } = await secretariat.run(assignLead, given)
	for (const key of ['secretariat', 'member', 'public'] as const) {
		const { leads, actors, findings } = await asked(key)
		expect(leads, key).toHaveLength(1)
		expect(namesOf(actors), key).toContain('labour')
		expect(findings.filter(({ code }) => code === 'area-without-lead')).toHaveLength(1)
	}
	await secretariat.run(endLead, { lead, day: TODAY, reason: REASON })
	expect((await asked('secretariat', { on: '2026-01-15' })).leads).toHaveLength(1)
	expect((await asked('secretariat', { on: '2026-06-01' })).leads).toEqual([])
})

test('each framework has a matrix of its own, and a seat is told of no structure it may not see', async () => {
	const { secretariat, asked } = await aFramework()
	await secretariat.run(createFramework, { key: 'other', name: 'Other', kind: 'themes' })
	const other = await asked('secretariat', { framework: 'other' })
	expect(other.framework.reference).toBe('other')
	expect(other.areas).toEqual([])
	expect(namesOf((await asked()).areas)).toHaveLength(2)
	for (const key of ['public', 'outsider'] as const)
		expect(namesOf((await asked(key)).structures)).not.toContain('closed-group')
})
