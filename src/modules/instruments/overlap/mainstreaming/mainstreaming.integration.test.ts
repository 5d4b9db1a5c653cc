import { expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aLaw } from '#tests/fixtures/laws.ts'
import { aWorkspace, type SeatKey } from '#tests/fixtures/workspace.ts'
import { aClock, doing, workplaceOf } from '#tests/fixtures/workplace.ts'
import { audienceTokens } from '#platform/access/seat.ts'
import { workJob } from '#platform/jobs/work-jobs.server.ts'
import {
	addPassage,
	analyseMainstreaming,
	confirmPassages,
	rejectPassages,
	setPassageTheme
} from './mainstreaming-commands.ts'
import { getMainstreaming } from './mainstreaming-queries.ts'

// An invented plan of three chapters, two of which name migration.
const PLAN = [
	['1.1', 'The growth of maize and cattle in the valleys is to double.'],
	['1.2', 'Migrant workers who return from abroad receive advice on labour migration and recruitment.'],
	['2.1', 'Roads to the mines are paved.'],
	['3.1', 'Irregular migration and trafficking in persons at the borders are prevented by border management.'],
	['3.2', 'Remittances of the diaspora are sent home at lower cost.']
] as const

async function aPlan() {
	const made = await aWorkspace()
	const plan = await aLaw(made, { name: 'Invented Development Plan', form: 'plan', provisions: PLAN })
	const secretariat = await made.as('secretariat')
	const read = async (key: SeatKey = 'secretariat', filter: object = {}) =>
		(await made.as(key)).ask(getMainstreaming, { policy: plan.reference, filter })
	return { made, plan, secretariat, read }
}

test('passages that concern migration are suggested by chapter, with a theme, and counted once a person confirms them', async () => {
	const { plan, secretariat, read } = await aPlan()
	const done = await secretariat.run(analyseMainstreaming, { policy: plan.reference, framework: 'themes' })
	expect(done).toMatchObject({ job: null })
	const found = await read()
	expect(found.passages.map(({ number, state }) => [number, state])).toEqual([
		['1.2', 'suggested'],
		['3.1', 'suggested'],
		['3.2', 'suggested']
	])
	expect(found.passages[0]?.suggestedTheme?.reference).toBe('labour-migration')
	expect(found.passages[1]?.suggestedTheme?.reference).toBe('border-management')
	expect(found.totals).toMatchObject({ provisions: 5, confirmed: 0, suggested: 3, chapters: 3, chaptersWith: 0 })
	expect(found.themes).toEqual(expect.arrayContaining(['border-management', 'labour-migration']))
	const ids = found.passages.map(({ id }) => id)
	await secretariat.run(confirmPassages, { passages: ids.slice(0, 2) })
	await secretariat.run(rejectPassages, { passages: ids.slice(2) })
	const after = await read()
	expect(after.totals).toMatchObject({ confirmed: 2, suggested: 0, rejected: 1, chaptersWith: 2 })
	expect(after.chapters).toEqual([
		{ chapter: '1', provisions: 2, confirmed: 1, suggested: 0, rejected: 0 },
		{ chapter: '2', provisions: 1, confirmed: 0, suggested: 0, rejected: 0 },
		{ chapter: '3', provisions: 2, confirmed: 1, suggested: 0, rejected: 1 }
	])
	expect(after.passages[0]).toMatchObject({ theme: { reference: 'labour-migration' }, decidedDay: '2026-03-02' })
	expect((await read('secretariat', { standing: ['rejected'] })).passages).toHaveLength(1)
	expect((await read('secretariat', { chapter: '1' })).passages).toHaveLength(1)
	expect((await read('secretariat', { theme: 'labour-migration' })).passages.map(({ number }) => number)).toContain(
		'1.2'
	)
})

test('what a person said stays when the plan is read again', async () => {
	const { plan, secretariat, read } = await aPlan()
	const analyse = () => secretariat.run(analyseMainstreaming, { policy: plan.reference, framework: 'themes' })
	await analyse()
	const [first, second] = (await read()).passages
	await secretariat.run(confirmPassages, { passages: [first?.id ?? ''], theme: 'border-management' })
	await secretariat.run(rejectPassages, { passages: [second?.id ?? ''] })
	await secretariat.run(addPassage, {
		policy: plan.reference,
		provision: plan.provisions[2] ?? '',
		theme: 'border-management'
	})
	const said = (await read()).passages.map(({ number, state, theme }) => [number, state, theme?.reference])
	await analyse()
	expect((await read()).passages.map(({ number, state, theme }) => [number, state, theme?.reference])).toEqual(said)
	expect(said).toEqual([
		['1.2', 'confirmed', 'border-management'],
		['2.1', 'confirmed', 'border-management'],
		['3.1', 'rejected', undefined],
		['3.2', 'suggested', undefined]
	])
	expect(
		await refusalOf(secretariat.run(setPassageTheme, { passages: [second?.id ?? ''], theme: 'labour-migration' }))
	).toMatchObject({
		issues: [{ code: 'instruments.theme-of-rejected-passage' }]
	})
	await secretariat.run(setPassageTheme, { passages: [first?.id ?? ''], theme: null })
	expect((await read()).passages[0]).toMatchObject({ state: 'confirmed', theme: null })
})

test('a passage that nothing suggested is added by its number in the plan, or by its reference', async () => {
	const { made, secretariat } = await aPlan()
	const plan = await aLaw(made, {
		name: 'Numbered Plan',
		form: 'plan',
		provisions: [
			['1.1', 'Roads are paved.'],
			['2', 'Wells are drilled.'],
			['3(b)', 'Pumps are bought.']
		]
	})
	const add = (provision: string) => secretariat.run(addPassage, { policy: plan.reference, provision })
	await add('1.1')
	await add('3(b)')
	expect(await refusalOf(add('9.9'))).toMatchObject({ issues: [{ path: ['provision'] }] })
	await add(plan.provisions[1] ?? '')
	const { passages, themes } = await secretariat.ask(getMainstreaming, { policy: plan.reference })
	expect(passages.map(({ text, state }) => [text, state])).toEqual([
		['Roads are paved.', 'confirmed'],
		['Wells are drilled.', 'confirmed'],
		['Pumps are bought.', 'confirmed']
	])
	expect(themes).toEqual([])
})

test('a long plan is read by a job, with the rights of who asked for it', async () => {
	const { made, secretariat } = await aPlan()
	const plan = await aLaw(made, { name: 'Long Plan', form: 'plan' })
	await secretariat.run(
		doing(async (here) => {
			const ids = await here.write.addRecords(
				Array.from({ length: 610 }, (_, index) => ({
					id: uuid(),
					kind: 'provision',
					key: `${plan.reference}-p${String(index + 1)}`,
					number: null,
					title: { en: String(index + 1) },
					audience: audienceTokens('workspace', null)
				}))
			)
			await here.write.addAll(
				'provision',
				ids.map((id, index) => ({
					id,
					policy_id: plan.id,
					position: index + 1,
					number: String(index + 1),
					level: 1,
					above: [`Chapter ${String(Math.floor(index / 100) + 1)}`],
					heading: null,
					text: index % 100 === 0 ? PLAN[1][1] : `Road number ${String(index)} is paved.`,
					language: 'en'
				}))
			)
		}),
		{}
	)
	const { job, passages } = await secretariat.run(analyseMainstreaming, { policy: plan.reference })
	expect(passages).toBe(0)
	const read = () => secretariat.ask(getMainstreaming, { policy: plan.reference })
	expect((await read()).passages).toEqual([])
	await workJob(workplaceOf(made, aClock()), { workspace: made.workspace.id, job: job ?? '', entry: uuid() })
	expect((await read()).totals).toMatchObject({ provisions: 610, suggested: 7, chapters: 7 })
})

test('the title of a chapter suggests none of its passages, and what stands outside the chapters is none', async () => {
	const { made, secretariat } = await aPlan()
	const plan = await aLaw(made, { name: 'Titled Plan', form: 'plan' })
	const title = 'Labour migration and diaspora'
	const texts = ['', 'Maize is grown.', 'Trafficked migrants are sheltered.', 'Every pupil has a textbook.']
	await secretariat.run(
		doing(async (here) => {
			const ids = await here.write.addRecords(
				texts.map((_, index) => ({
					id: uuid(),
					kind: 'provision',
					key: `${plan.reference}-p${String(index + 1)}`,
					number: null,
					title: { en: String(index + 1) },
					audience: audienceTokens('workspace', null)
				}))
			)
			await here.write.addAll(
				'provision',
				ids.map((id, index) => ({
					id,
					policy_id: plan.id,
					position: index + 1,
					number: index === 0 ? '' : `(${String(index)})`,
					level: 2,
					above: index === 0 ? [] : [`Chapter 5 ${title}`],
					heading: index === 0 ? null : title,
					text: texts[index] ?? '',
					language: 'en'
				}))
			)
		}),
		{}
	)
	await secretariat.run(analyseMainstreaming, { policy: plan.reference, framework: 'themes' })
	const { passages, totals, chapters } = await secretariat.ask(getMainstreaming, { policy: plan.reference })
	expect(passages.map(({ number }) => number)).toEqual(['(2)'])
	expect(chapters).toHaveLength(2)
	expect(totals).toMatchObject({ provisions: 4, chapters: 1 })
})

test('a plan of which no text was read is not looked through', async () => {
	const { made, secretariat } = await aPlan()
	const empty = await aLaw(made, { name: 'Empty Plan', form: 'plan' })
	expect(await refusalOf(secretariat.run(analyseMainstreaming, { policy: empty.reference }))).toMatchObject({
		code: 'instruments.plan-without-provisions'
	})
})

test('passages of a law that a seat may not see are not there for it', async () => {
	const { made, secretariat } = await aPlan()
	const hidden = await aLaw(made, { name: 'Shadow Plan', audience: 'secretariat', provisions: ['Shadow migrants'] })
	await secretariat.run(addPassage, { policy: hidden.reference, provision: hidden.provisions[0] ?? '' })
	const [passage] = (await secretariat.ask(getMainstreaming, { policy: hidden.reference })).passages
	const member = await made.as('member')
	expect(await refusalOf(member.ask(getMainstreaming, { policy: hidden.reference }))).toMatchObject({ kind: 'absent' })
	expect(await refusalOf(member.run(confirmPassages, { passages: [passage?.id ?? ''] }))).toMatchObject({
		kind: 'absent'
	})
})
