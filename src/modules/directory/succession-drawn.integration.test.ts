import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ownerRows, versionOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, type Acting, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { createActor } from './actor-commands.ts'
import { addMembership } from './membership-commands.ts'
import { changeStructure } from './structure-commands.ts'
import { listOpenItems, succeedActor } from './succession.ts'
import { assignLead } from './theme-commands.ts'

const version = (made: TestWorkspace, key: string) => versionOf(made, 'actor', key)
const law = { day: '2026-02-01', legalBasis: 'Act 7 of 2026' } as const

async function succeed(made: TestWorkspace, actor: string, more: Record<string, unknown>) {
	const secretariat = await made.as('secretariat')
	return secretariat.runRaw(succeedActor, { actor, version: await version(made, actor), ...law, ...more })
}

const itemsOf = async (acting: Acting, actor: string) => (await acting.ask(listOpenItems, { actor })).items

const KEYS = ['health', 'statistics', 'union', 'a', 'b', 'c']

// A small directory drawn at random, and one of its actors that ends.
const plan = fc.record({
	parents: fc.array(fc.nat(5), { minLength: 3, maxLength: 3 }),
	seats: fc.uniqueArray(fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom('committee', 'closed-group')), {
		selector: (pair) => pair.join(' '),
		maxLength: 8
	}),
	leads: fc.uniqueArray(fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom('labour-migration', 'border-management')), {
		selector: (pair) => pair.join(' '),
		maxLength: 6
	}),
	from: fc.constantFrom('2020-01-01', '2026-02-01', '2026-03-01', '2026-09-01'),
	offices: fc.record({ host: fc.constantFrom(...KEYS), secretariatActor: fc.constantFrom(...KEYS) }),
	ending: fc.constantFrom(...KEYS),
	successors: fc.uniqueArray(fc.constantFrom(...KEYS, 'labour'), { minLength: 0, maxLength: 3 }),
	choices: fc.array(fc.nat(), { minLength: 30, maxLength: 30 })
})

const Counted = z.array(z.looseObject({ many: z.number() }))

async function openAt(made: TestWorkspace, table: 'membership' | 'area_lead', key: string) {
	const rows = await ownerRows(
		made,
		`select distinct ${key} as held from ${table} where workspace_id = :workspace and to_day is null order by 1`
	)
	return rows.map((row) => row['held'])
}

test(
	'whoever ends and however, nothing open is left on it, nothing is doubled, and no tree has a circle',
	{ timeout: 300_000 },
	async () => {
		await fc.assert(
			fc.asyncProperty(plan, async (drawn) => {
				const successors = drawn.successors.filter((key) => key !== drawn.ending)
				const made = await aWorkspace()
				const secretariat = await made.as('secretariat')
				for (const [at, key] of ['a', 'b', 'c'].entries()) {
					const parent = [...KEYS.slice(0, 3), 'a', 'b'].slice(0, 3 + at)[(drawn.parents[at] ?? 0) % (3 + at)]
					await secretariat.run(createActor, { key, name: key, kind: 'agency', ...(parent ? { parent } : {}) })
				}
				for (const [actor, structure] of drawn.seats)
					await secretariat.run(addMembership, { structure, actor, kind: 'member', from: drawn.from, reason: 'drawn' })
				for (const [actor, area] of drawn.leads)
					await secretariat.run(assignLead, { area, actor, from: drawn.from, reason: 'drawn' })
				await secretariat.run(changeStructure, {
					structure: 'committee',
					version: await versionOf(made, 'structure', 'committee'),
					...drawn.offices
				})
				const before = {
					seats: await openAt(made, 'membership', 'structure_id'),
					leads: await openAt(made, 'area_lead', 'area_id')
				}
				const kind = successors.length === 0 ? 'abolish' : successors.length === 1 ? 'merge' : 'split'
				const choices = (await itemsOf(secretariat, drawn.ending)).map(({ item, id }, at) => ({
					item,
					id,
					to: successors.length === 0 ? 'end' : (successors[(drawn.choices[at] ?? 0) % successors.length] ?? 'end')
				}))
				try {
					await succeed(made, drawn.ending, { kind, successors, choices })
				} catch (error) {
					expect(error).toMatchObject({ code: 'directory.parent-circle' })
					return
				}
				expect(await itemsOf(secretariat, drawn.ending)).toEqual([])
				// With somebody to take over, every table and area that was held is held still.
				if (kind !== 'abolish') {
					expect(await openAt(made, 'membership', 'structure_id')).toEqual(before.seats)
					expect(await openAt(made, 'area_lead', 'area_id')).toEqual(before.leads)
				}
				const doubled = await ownerRows(
					made,
					`select count(*)::int as many from membership where workspace_id = :workspace and to_day is null
					group by structure_id, actor_id having count(*) > 1`
				)
				expect(Counted.parse(doubled)).toEqual([])
				const circles = await ownerRows(
					made,
					`with recursive up as (
					select id as start, parent_id from actor where workspace_id = :workspace
					union select up.start, actor.parent_id from up join actor on actor.id = up.parent_id and actor.workspace_id = :workspace)
				select start from up where start = parent_id`
				)
				expect(circles).toEqual([])
			}),
			{ numRuns: 12, endOnFailure: true }
		)
	}
)
