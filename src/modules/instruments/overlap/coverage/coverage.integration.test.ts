import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFramework, createTheme } from '#modules/directory/theme-commands.ts'
import { linkRecords } from '#platform/records/record-operations.ts'
import { aLaw } from '#tests/fixtures/laws.ts'
import { aWorkspace, type SeatKey } from '#tests/fixtures/workspace.ts'
import { addPassage, confirmPassages, rejectPassages } from '../mainstreaming/mainstreaming-commands.ts'
import { getMainstreaming } from '../mainstreaming/mainstreaming-queries.ts'
import { getCoverage, getCoverageCell } from './coverage-queries.ts'

const AREAS = ['work', 'borders', 'health', 'skills'] as const

async function frameworks() {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const ids = new Map<string, string>()
	for (const framework of ['plan', 'other']) {
		await secretariat.run(createFramework, { key: framework, name: framework, kind: 'themes' })
		for (const area of AREAS) {
			const key = `${framework}-${area}`
			ids.set(key, (await secretariat.run(createTheme, { framework, key, name: key.toUpperCase() })).id)
		}
	}
	const asked = async (more: object = {}, key: SeatKey = 'secretariat') => {
		const coverage = await (await made.as(key)).ask(getCoverage, { framework: 'plan', ...more })
		const area = new Map(coverage.areas.map(({ id, reference }) => [id, reference]))
		const law = new Map(coverage.laws.map(({ id, reference }) => [id, reference]))
		return {
			...coverage,
			cells: coverage.cells.map((cell) => ({ ...cell, area: area.get(cell.area) ?? '', law: law.get(cell.law) ?? '' })),
			gaps: coverage.gaps.map((id) => area.get(id)),
			empty: coverage.empty.map((one) => `${area.get(one.area) ?? ''} ${one.form}`)
		}
	}
	return { made, secretariat, ids, asked }
}

test('a law covers an area itself, by a confirmed passage, and through an area that is the same or narrower', async () => {
	const { made, secretariat, asked } = await frameworks()
	const itself = await aLaw(made, { name: 'Work Act', areas: ['plan-work'] })
	const through = await aLaw(made, { name: 'Border Policy', form: 'policy', areas: ['other-borders', 'other-health'] })
	const plan = await aLaw(made, {
		name: 'Skills Plan',
		form: 'plan',
		provisions: ['Skills of those who return are recognised.', 'Roads are built.']
	})
	const link = (from: string, type: 'same-as' | 'broader-than', to: string) =>
		secretariat.run(linkRecords, { from, fromKind: 'area', type, to, toKind: 'area' })
	// One area is the same as another whichever of the two is named first; a broader one takes in a narrower, and not the reverse.
	await link('other-borders', 'same-as', 'plan-borders')
	await link('other-health', 'broader-than', 'plan-health')
	expect((await asked()).cells).toEqual([
		expect.objectContaining({ area: 'plan-work', law: itself.reference, way: 'itself', provisions: 0 }),
		expect.objectContaining({ area: 'plan-borders', law: through.reference, way: 'crosswalk', provisions: 0 })
	])
	await link('plan-health', 'broader-than', 'other-skills')
	await secretariat.run(addPassage, {
		policy: plan.reference,
		provision: plan.provisions[0] ?? '',
		theme: 'other-skills'
	})
	await secretariat.run(addPassage, {
		policy: plan.reference,
		provision: plan.provisions[1] ?? '',
		theme: 'plan-skills'
	})
	const { cells, gaps, empty, forms } = await asked()
	expect(cells.filter(({ law }) => law === plan.reference)).toEqual(
		expect.arrayContaining([
			expect.objectContaining({ area: 'plan-health', way: 'crosswalk', provisions: 1 }),
			expect.objectContaining({ area: 'plan-skills', way: 'provisions', provisions: 1 })
		])
	)
	expect(gaps).toEqual([])
	expect(forms).toEqual(['act', 'policy', 'plan'])
	expect(empty).toContain('plan-work policy')
	const cell = await secretariat.ask(getCoverageCell, { area: 'plan-health', policy: plan.reference })
	expect(cell.provisions.map(({ provision }) => provision.id)).toEqual([plan.provisions[0]])
	// What is set aside counts no more.
	const { passages } = await secretariat.ask(getMainstreaming, { policy: plan.reference })
	await secretariat.run(rejectPassages, { passages: passages.map(({ id }) => id) })
	expect((await asked()).gaps).toEqual(['plan-health', 'plan-skills'])
	await secretariat.run(confirmPassages, { passages: passages.slice(0, 1).map(({ id }) => id), theme: 'plan-skills' })
	expect((await asked()).gaps).toEqual(['plan-health'])
})

test('gaps and cells are those of a count by hand, whatever laws, themes and filters there are', async () => {
	const { made, asked } = await frameworks()
	const drawn = fc.record({
		form: fc.constantFrom('act' as const, 'policy' as const, 'plan' as const),
		stage: fc.constantFrom('in-force' as const, 'drafting' as const),
		areas: fc.subarray([...AREAS])
	})
	const laws: { reference: string; form: string; stage: string; areas: string[] }[] = []
	for (const [index, { form, stage, areas }] of fc.sample(drawn, { numRuns: 8, seed: 6 }).entries()) {
		const { reference } = await aLaw(made, {
			name: `Law ${String(index)}`,
			form,
			stage,
			areas: areas.map((one) => `plan-${one}`)
		})
		laws.push({ reference, form, stage, areas: areas.map((one) => `plan-${one}`) })
	}
	for (const filter of [
		{},
		{ form: ['act'] },
		{ stage: ['in-force'] },
		{ form: ['policy', 'plan'], stage: ['drafting'] }
	]) {
		const wanted = laws.filter(
			({ form, stage }) => (filter.form?.includes(form) ?? true) && (filter.stage?.includes(stage) ?? true)
		)
		const coverage = await asked({ filter })
		const byHand = wanted.flatMap(({ reference, areas }) => areas.map((area) => `${area} ${reference}`))
		expect(coverage.cells.map(({ area, law }) => `${area} ${law}`).sort()).toEqual(byHand.sort())
		expect(coverage.laws).toHaveLength(wanted.length)
		const gaps = AREAS.map((one) => `plan-${one}`).filter((area) => !wanted.some(({ areas }) => areas.includes(area)))
		expect(coverage.gaps).toEqual(gaps)
		for (const area of coverage.areas)
			for (const form of coverage.forms) {
				const isEmpty =
					!gaps.includes(area.reference) &&
					!wanted.some((law) => law.form === form && law.areas.includes(area.reference))
				expect(coverage.empty.includes(`${area.reference} ${form}`)).toBe(isEmpty)
			}
	}
})

test('a law that a seat may not see covers nothing for it', async () => {
	const { made, asked } = await frameworks()
	await aLaw(made, { name: 'Shadow Act', audience: 'secretariat', areas: ['plan-work'] })
	expect((await asked()).gaps).not.toContain('plan-work')
	for (const key of ['member', 'public'] as const) {
		const seen = await asked({}, key)
		expect(seen.gaps, key).toContain('plan-work')
		expect(JSON.stringify(seen), key).not.toContain('hadow')
	}
})

test('what is placed in a third framework counts by way of the one in between, which the cell names', async () => {
	const { made, secretariat, asked } = await frameworks()
	await secretariat.run(createFramework, { key: 'sources', name: 'Sources', kind: 'themes' })
	await secretariat.run(createTheme, { framework: 'sources', key: 'sources-recruitment', name: 'Recruitment' })
	const link = (from: string, type: 'same-as' | 'broader-than', to: string) =>
		secretariat.run(linkRecords, { from, fromKind: 'area', to, toKind: 'area', type })
	await link('plan-work', 'same-as', 'other-work')
	await link('other-work', 'broader-than', 'sources-recruitment')
	const law = await aLaw(made, { name: 'Recruiters Act', provisions: ['Recruiters are licensed.'] })
	await secretariat.run(addPassage, {
		policy: law.reference,
		provision: law.provisions[0] ?? '',
		theme: 'sources-recruitment'
	})
	const { cells, isPlaced } = await asked()
	expect(isPlaced).toBe(true)
	expect(cells).toMatchObject([
		{
			area: 'plan-work',
			way: 'crosswalk',
			through: [
				{ area: { reference: 'other-work' }, framework: { reference: 'other' } },
				{ area: { reference: 'sources-recruitment' }, framework: { reference: 'sources' } }
			]
		}
	])
	const cell = await secretariat.ask(getCoverageCell, { area: 'plan-work', policy: law.reference })
	expect(cell.provisions.map(({ provision }) => provision.id)).toEqual(law.provisions)
})

test('the coverage opens with the framework in which most laws are placed, and says where none is', async () => {
	const { made, secretariat, asked } = await frameworks()
	await aLaw(made, { name: 'Work Act', areas: ['other-work'] })
	await aLaw(made, { name: 'Borders Act', areas: ['other-borders'] })
	expect((await secretariat.ask(getCoverage, {})).framework.reference).toBe('other')
	expect((await asked()).isPlaced).toBe(false)
	expect((await asked({ framework: 'other', filter: { form: ['plan'] } })).isPlaced).toBe(true)
	// Placed by a cross-walk counts as placed.
	for (const area of ['work', 'borders'])
		await secretariat.run(linkRecords, {
			from: `plan-${area}`,
			fromKind: 'area',
			to: `other-${area}`,
			toKind: 'area',
			type: 'same-as'
		})
	await aLaw(made, { name: 'Health Act', areas: ['plan-health'] })
	const opened = await secretariat.ask(getCoverage, {})
	expect(opened.framework.reference).toBe('plan')
	expect(opened.gaps).toHaveLength(1)
})

test('only forms that deal with a theme of the framework are its columns', async () => {
	const { made, asked } = await frameworks()
	await aLaw(made, { name: 'Work Act', areas: ['plan-work'] })
	await aLaw(made, { name: 'Roads Guide', form: 'guide' })
	const { forms, laws, empty } = await asked()
	expect(laws).toHaveLength(2)
	expect(forms).toEqual(['act'])
	expect(empty).toEqual([])
})
