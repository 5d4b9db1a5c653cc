import { expect, test } from 'vitest'
import { z } from 'zod'
import { aPolicy, addText, lawOf } from '../../../../tests/fixtures/law-versions.ts'
import { doing } from '../../../../tests/fixtures/workplace.ts'
import { aWorkspace, type Acting } from '../../../../tests/fixtures/workspace.ts'
import { listAttention } from '#platform/records/attention.ts'
import { setRecordAudience, withdrawRecord, restoreRecord } from '#platform/records/record-operations.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { exportPolicies } from './export-policies.ts'
import { changePolicy } from './policy-commands.ts'
import { getPolicy, listPolicies, showPolicyBoard } from './policy-queries.ts'
import { policyDues } from './policy-waiting.ts'
import { addProvision } from './provision-commands.ts'
import { getProvision, listProvisions } from './provision-queries.ts'
import { planStage, setStage, takeBackStage } from './stage-commands.ts'
import { compareVersions } from './version-queries.ts'

const versionOf = async (acting: Acting, policy: string) => (await lawOf(acting, policy)).version

const refused = (kind: string, code: string) =>
	kind === 'conflict' ? { kind, code } : { kind, issues: [expect.objectContaining({ code })] }

test('a law is added with who leads it, who contributes and what it deals with, and all of that is changed', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const law = await aPolicy(secretariat, {
		lead: 'labour',
		contributors: ['health', 'home-affairs', 'health'],
		areas: ['labour-migration'],
		country: 'ZWE',
		year: 2014,
		citation: 'Chapter 4:02',
		stage: 'adopted',
		on: '2014-06'
	})
	const page = await lawOf(secretariat, law.id)
	expect(page).toMatchObject({
		form: 'act',
		stage: 'adopted',
		citation: 'Chapter 4:02',
		// Its own year, which is not that of a source.
		yearOf: 2014,
		year: null,
		lead: { reference: 'labour' },
		stages: [{ stage: 'adopted', on: '2014-06', isEntered: true }]
	})
	expect(page.contributors.map(({ reference }) => reference)).toEqual(['health', 'home-affairs'])
	expect(page.areas.map(({ reference }) => reference)).toEqual(['labour-migration'])
	await expect(
		secretariat.run(changePolicy, { policy: law.id, version: page.version, contributors: ['labour'] })
	).rejects.toMatchObject(refused('invalid', 'instruments.lead-contributes'))
	await secretariat.run(changePolicy, {
		policy: law.id,
		version: page.version,
		lead: 'health',
		contributors: ['labour'],
		areas: [],
		citation: null
	})
	const changed = await lawOf(secretariat, law.id)
	expect(changed).toMatchObject({ lead: { reference: 'health' }, citation: null, areas: [] })
	expect(changed.contributors.map(({ reference }) => reference)).toEqual(['labour'])
})

test('who keeps the laws is told of another of the same name, unless both are of different years', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const act = await aPolicy(secretariat, { name: 'Recruitment Act', year: 2014, audience: 'public' })
	const twice = await aPolicy(secretariat, { name: 'Recruitment Act', audience: 'public' })
	await aPolicy(secretariat, { name: 'Recruitment Act', year: 2020 })
	const namesakes = async (acting = secretariat) =>
		(await lawOf(acting, act.id)).namesakes.map(({ reference }) => reference)
	expect(await namesakes()).toEqual([twice.reference])
	expect(await namesakes(await made.as('public'))).toEqual([])
})

test('a law was not adopted before its year, whichever of the two is told later', async () => {
	const secretariat = await (await aWorkspace()).as('secretariat')
	const fault = (field: string, on: string, year: string) => ({
		kind: 'invalid',
		issues: [{ path: [field], code: 'instruments.stage-before-year', params: { on, year } }]
	})
	await expect(aPolicy(secretariat, { year: 2014, stage: 'under-review', on: '2010-01-01' })).rejects.toMatchObject(
		fault('on', '2010-01-01', '2014')
	)
	const law = await aPolicy(secretariat, { year: 2014, stage: 'adopted', on: '2014' })
	const version = await versionOf(secretariat, law.id)
	await expect(
		secretariat.run(setStage, { policy: law.id, version, stage: 'under-review', on: '2010-01-01' })
	).rejects.toMatchObject(fault('on', '2010-01-01', '2014'))
	await expect(secretariat.run(changePolicy, { policy: law.id, version, year: 2015 })).rejects.toMatchObject(
		fault('year', '2014', '2015')
	)
	await secretariat.run(changePolicy, { policy: law.id, version, year: 2013 })
	expect((await lawOf(secretariat, law.id)).yearOf).toBe(2013)
})

test('a repeal needs a day and a reason, when a law is added too', async () => {
	const secretariat = await (await aWorkspace()).as('secretariat')
	await expect(aPolicy(secretariat, { stage: 'repealed', reason: 'replaced' })).rejects.toMatchObject(
		refused('invalid', 'instruments.repeal-needs-day')
	)
	const law = await aPolicy(secretariat, { stage: 'in-force', on: '2014' })
	const version = await versionOf(secretariat, law.id)
	await expect(
		secretariat.run(setStage, { policy: law.id, version, stage: 'repealed', on: '2025-01-01' })
	).rejects.toMatchObject(refused('invalid', 'instruments.repeal-needs-reason'))
	await secretariat.run(setStage, {
		policy: law.id,
		version,
		stage: 'repealed',
		on: '2025-01-01',
		reason: 'replaced by another'
	})
	expect(await lawOf(secretariat, law.id)).toMatchObject({ stage: 'repealed', mayFollow: [], mayPlan: [] })
})

test('a stage that was planned is entered with its plan, and tells how far it slipped', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const law = await aPolicy(secretariat, { stage: 'drafting', on: '2025-06' })
	const plan = async (planned: string | null) =>
		secretariat.run(planStage, {
			policy: law.id,
			version: await versionOf(secretariat, law.id),
			stage: 'consultation',
			planned
		})
	await plan('2026-01-31')
	await plan('2026-02-15')
	// A plan that is given up and made again does not hide what was planned first.
	await plan(null)
	await expect(plan(null)).rejects.toMatchObject(refused('conflict', 'instruments.no-plan'))
	await plan('2026-02-20')
	const planned = await lawOf(secretariat, law.id)
	expect(planned.stages.at(-1)).toMatchObject({
		stage: 'consultation',
		planned: '2026-02-20',
		firstPlanned: '2026-01-31',
		slippage: 30,
		isOverdue: true,
		isEntered: false
	})
	expect(planned.next).toMatchObject({ stage: 'consultation', isOverdue: true })
	await secretariat.run(setStage, { policy: law.id, version: planned.version, stage: 'consultation', on: '2026-03-02' })
	const entered = await lawOf(secretariat, law.id)
	expect(entered.stages).toMatchObject([
		{ stage: 'drafting' },
		{ stage: 'consultation', on: '2026-03-02', firstPlanned: '2026-01-31', slippage: 30, isOverdue: false }
	])
	expect(entered.next).toBeNull()
})

test('stages are entered in their order, an earlier one afterwards too, and the last is taken back', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const law = await aPolicy(secretariat)
	const enter = async (stage: 'drafting' | 'consultation' | 'adopted' | 'in-force' | 'idea', on?: string) =>
		secretariat.run(setStage, {
			policy: law.id,
			version: await versionOf(secretariat, law.id),
			stage,
			...(on === undefined ? {} : { on })
		})
	await enter('drafting', '2024-01')
	await expect(enter('in-force', '2024-05-01')).rejects.toMatchObject(
		refused('conflict', 'instruments.in-force-before-adopted')
	)
	await enter('adopted', '2025-04-01')
	await expect(enter('in-force', '2025-03-31')).rejects.toMatchObject(
		refused('conflict', 'instruments.in-force-before-adopted')
	)
	await enter('in-force', '2025-05-01')
	await enter('consultation', '2024-09')
	const page = await lawOf(secretariat, law.id)
	expect(page.stage).toBe('in-force')
	expect(page.stages.map(({ stage }) => stage)).toEqual(['drafting', 'consultation', 'adopted', 'in-force'])
	await enter('in-force', '2025-05-02')
	expect((await lawOf(secretariat, law.id)).stages.at(-1)).toMatchObject({ on: '2025-05-02' })
	await expect(enter('in-force', '2025-05-02')).rejects.toMatchObject(refused('conflict', 'instruments.stage-same'))
	const back = async () =>
		secretariat.run(takeBackStage, {
			policy: law.id,
			version: await versionOf(secretariat, law.id),
			reason: 'entered by mistake'
		})
	for (const stage of ['adopted', 'consultation', 'drafting', 'not-known']) {
		await back()
		expect((await lawOf(secretariat, law.id)).stage).toBe(stage)
	}
	await expect(back()).rejects.toMatchObject(refused('conflict', 'instruments.no-stage'))
})

test('laws are found by form, stage, lead, contributor, theme, country and what is overdue', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const act = await aPolicy(secretariat, {
		name: 'Act',
		stage: 'in-force',
		on: '2014',
		lead: 'labour',
		country: 'ZWE',
		year: 2014
	})
	const policy = await aPolicy(secretariat, {
		name: 'Draft policy',
		form: 'policy',
		stage: 'drafting',
		contributors: ['labour'],
		areas: ['labour-migration'],
		year: 2026
	})
	await secretariat.run(planStage, {
		policy: policy.id,
		version: await versionOf(secretariat, policy.id),
		stage: 'adopted',
		planned: '2026-03-01'
	})
	type Filter = Parameters<NonNullable<typeof listPolicies.accepts>>[0]['filter']
	const found = async (filter: Filter) => {
		const { items, total } = await secretariat.ask(listPolicies, { filter })
		expect(total).toBe(items.length)
		return items.map(({ id }) => id)
	}
	expect(await found({ form: ['act'] })).toEqual([act.id])
	expect(await found({ stage: ['drafting', 'idea'] })).toEqual([policy.id])
	expect(await found({ lead: 'labour' })).toEqual([act.id])
	expect(await found({ contributor: 'labour' })).toEqual([policy.id])
	expect(await found({ area: 'labour-migration' })).toEqual([policy.id])
	expect(await found({ country: ['ZWE'] })).toEqual([act.id])
	expect(await found({ overdue: true })).toEqual([policy.id])
	expect(await found({ overdue: false })).toEqual([act.id])
	expect(await found({ words: 'draft' })).toEqual([policy.id])
	const byYear = await secretariat.ask(listPolicies, { sort: '-year' })
	expect(byYear.items.map(({ id }) => id)).toEqual([policy.id, act.id])
	const board = await secretariat.ask(showPolicyBoard, {})
	expect(
		board.stages.filter(({ total }) => total > 0).map(({ stage, items }) => [stage, items.map(({ id }) => id)])
	).toEqual([
		['drafting', [policy.id]],
		['in-force', [act.id]]
	])
})

test('the seats of the actor that leads a law tell of its life, and are told what is overdue', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const member = await made.as('member')
	const law = await aPolicy(secretariat, { lead: 'labour', stage: 'drafting' })
	await member.run(planStage, {
		policy: law.id,
		version: await versionOf(member, law.id),
		stage: 'validated',
		planned: '2026-03-01'
	})
	await expect(
		member.run(changePolicy, { policy: law.id, version: await versionOf(member, law.id), year: 2020 })
	).rejects.toMatchObject({ kind: 'forbidden' })
	const told = async (acting: Acting) =>
		(await acting.ask(listAttention, {})).items.filter(({ code }) => code === 'policy-stage-overdue')
	expect(await told(member)).toMatchObject([
		{
			whose: 'actor',
			total: 1,
			path: '/policy?filter[lead]=labour&filter[overdue]=true',
			first: [{ day: '2026-03-01' }]
		}
	])
	expect(await told(await made.as('outsider'))).toEqual([])
})

test('of a law that few may see, its provisions are hidden in lists, search, comparison and history', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const outsider = await made.as('outsider')
	const law = await aPolicy(secretariat)
	const { id } = await secretariat.run(addProvision, { policy: law.id, number: '7', text: 'Zebra crossings are free.' })
	await addText(made, secretariat, law.id, { label: 'Draft', content: '1. Zebra crossings.\n' })
	const seen = async () => ({
		listed: (await outsider.ask(listProvisions, {})).items.length,
		found: (await outsider.ask(searchRecords, { words: 'zebra' })).items.length,
		laws: (await outsider.ask(listPolicies, { filter: { words: 'zebra' } })).items.length
	})
	expect(await seen()).toEqual({ listed: 1, found: 1, laws: 1 })
	await secretariat.run(setRecordAudience, {
		record: law.id,
		version: await versionOf(secretariat, law.id),
		audience: 'secretariat',
		reason: 'not yet before Cabinet'
	})
	expect(await seen()).toEqual({ listed: 0, found: 0, laws: 0 })
	await expect(outsider.ask(getPolicy, { policy: law.id })).rejects.toMatchObject({ kind: 'absent' })
	await expect(outsider.ask(getProvision, { provision: id })).rejects.toMatchObject({ kind: 'absent' })
	await expect(outsider.ask(compareVersions, { policy: law.id, from: 1, to: 1 })).rejects.toMatchObject({
		kind: 'absent'
	})
	await expect(outsider.ask(listProvisions, { filter: { policy: law.id } })).rejects.toMatchObject({ kind: 'invalid' })
	const provision = await secretariat.ask(getProvision, { provision: id })
	await expect(
		secretariat.run(setRecordAudience, { record: id, version: provision.version, audience: 'public', reason: 'no' })
	).rejects.toMatchObject(refused('invalid', 'platform.audience-of-whole'))
	// What is added afterwards is as hidden.
	await secretariat.run(addProvision, { policy: law.id, number: '8', text: 'Zebra stripes.' })
	expect(await seen()).toEqual({ listed: 0, found: 0, laws: 0 })
})

test('provisions go with their law when it is withdrawn, and come back with it', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const law = await aPolicy(secretariat)
	const first = await secretariat.run(addProvision, { policy: law.id, number: '1', text: 'One.' })
	await secretariat.run(addProvision, { policy: law.id, number: '2', text: 'Two.' })
	const { version } = await secretariat.ask(getProvision, { provision: first.id })
	await secretariat.run(withdrawRecord, { record: first.id, version, reason: 'split wrongly' })
	const listed = async () => (await secretariat.ask(listProvisions, { filter: { policy: law.id } })).items.length
	expect(await listed()).toBe(1)
	const doing = async (command: typeof withdrawRecord) =>
		secretariat.run(command, { record: law.id, version: await versionOf(secretariat, law.id), reason: 'a duplicate' })
	await doing(withdrawRecord)
	expect(await listed()).toBe(0)
	await expect(secretariat.run(addProvision, { policy: law.id, number: '3', text: 'Three.' })).rejects.toMatchObject(
		refused('conflict', 'instruments.policy-withdrawn')
	)
	await doing(restoreRecord)
	expect(await listed()).toBe(1)
})

test('planned days of laws fall due for their leads', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const law = await aPolicy(secretariat, { lead: 'labour', stage: 'drafting' })
	await secretariat.run(planStage, {
		policy: law.id,
		version: await versionOf(secretariat, law.id),
		stage: 'adopted',
		planned: '2026-04-30'
	})
	const due = (asked: { until: string; actorId?: string }) =>
		secretariat.run(
			doing((here) => policyDues.dues(here, { from: null, limit: 10, ...asked })),
			{}
		)
	expect(await due({ until: '2026-04-30' })).toMatchObject([
		{ code: 'policy-adopted', day: '2026-04-30', record: { id: law.id } }
	])
	expect(await due({ until: '2026-04-29' })).toEqual([])
	expect(await due({ until: '2026-04-30', actorId: law.id })).toEqual([])
})

test('the list as a file holds what it shows under the same filter, and the stages of each', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const facts = { lead: 'labour', contributors: ['health'], areas: ['labour-migration'], year: 2014 }
	const act = await aPolicy(secretariat, { ...facts, stage: 'adopted', on: '2014-06', audience: 'public' })
	const hidden = await aPolicy(secretariat, { name: 'Invented Bill', form: 'bill', audience: 'secretariat' })
	const Sheets = z.object({ sheets: z.record(z.string(), z.array(z.looseObject({}))) })
	const exported = async (acting: Acting, filter: object) => {
		const { content } = await acting.ask(exportPolicies, { format: 'json', filter })
		const { sheets } = Sheets.parse(JSON.parse(Buffer.from(content).toString('utf8')))
		return { laws: sheets['policy'] ?? [], stages: sheets['policy_stage'] ?? [] }
	}
	const keys = ({ laws }: { laws: readonly Record<string, unknown>[] }) => laws.map((law) => law['key'])
	expect(keys(await exported(secretariat, {})).toSorted()).toEqual([act.reference, hidden.reference].toSorted())
	const narrow = await exported(secretariat, { form: ['act'] })
	expect(narrow.laws).toMatchObject([
		{ key: act.reference, lead: 'labour', contributors: ['health'], themes: ['labour-migration'], year: 2014 }
	])
	expect(narrow.stages).toMatchObject([{ policy: act.reference, stage: 'adopted', day: '2014-06' }])
	expect(keys(await exported(await made.as('public'), {}))).toEqual([act.reference])
	expect((await secretariat.ask(exportPolicies, { format: 'xlsx' })).size).toBeGreaterThan(500)
	const list = await secretariat.ask(exportPolicies, { format: 'csv', filter: { form: ['bill'] } })
	expect(list).toMatchObject({ name: 'policy.csv', mediaType: 'text/csv; charset=utf-8' })
	const [, ...lines] = Buffer.from(list.content).toString('utf8').trimEnd().split('\r\n')
	expect(lines.map((line) => line.split(',')[0])).toEqual([hidden.reference])
})
