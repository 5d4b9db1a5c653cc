import { beforeEach, expect, test } from 'vitest'
import { changeWorkspace } from '#platform/access/workspace-operations.ts'
import { findWorkspace } from '#platform/access/find-seat.server.ts'
import { ask } from '#platform/operation/perform.server.ts'
import { aWorkspace, type Acting, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { judgeObligation } from '../domestication/judgement-commands.ts'
import { proposeRecommendation } from '#modules/deliberation/recommendation/recommendation-commands.ts'
import type { LinkType } from '#platform/records/link-types.ts'
import { linkRecords } from '#platform/records/record-operations.ts'
import { addStep } from '../domestication/road-map-commands.ts'
import { listCommitments } from './commitment-queries.ts'
import { instrumentFigures } from './figures-queries.ts'
import { addInstrument } from './instrument-commands.ts'
import { getInstrument, listInstruments } from './instrument-queries.ts'
import { addObligation } from './obligation-commands.ts'
import { setStatus } from './status-commands.ts'

let made: TestWorkspace
let keeper: Acting

const version = async (instrument: string) => (await keeper.ask(getInstrument, { instrument })).version

beforeEach(async () => {
	made = await aWorkspace()
	keeper = await made.as('secretariat')
	const add = (key: string, more: object = {}) =>
		keeper.run(addInstrument, {
			key,
			name: `Convention ${key}`,
			form: 'convention',
			scope: 'global',
			isBinding: true,
			adoptedOn: '2000-01-01',
			inForceOn: '2005-01-01',
			entryDays: 0,
			...more
		})
	await add('bound')
	await add('signed', { scope: 'regional', isBinding: null })
	await add('secret', { audience: 'secretariat' })
	await add('plan', { form: 'action-plan', isBinding: false })
	for (const [instrument, event, day] of [
		['bound', 'ratified', '2010-05-01'],
		['signed', 'signed', '2012-05-01'],
		['secret', 'ratified', '2012-05-01']
	] as const)
		await keeper.run(setStatus, { instrument, version: await version(instrument), event, day })
	const obligations: string[] = []
	for (const article of ['1', '2', '3']) {
		const text = `States shall do what article ${article} says.`
		obligations.push((await keeper.run(addObligation, { instrument: 'bound', article, text })).reference)
	}
	await keeper.run(judgeObligation, {
		obligation: obligations[0] ?? '',
		version: 1,
		verdict: 'not-met',
		reason: 'No law.'
	})
	await keeper.run(addStep, { instrument: 'bound', version: await version('bound'), form: 'law', title: 'A law' })
})

test('ratification and domestication stand at a glance, one line an instrument that can bind', async () => {
	const { items, country } = await keeper.ask(listCommitments, {})
	expect(country).toBe('ZWE')
	expect(items.map((one) => [one.reference, one.position?.standing, one.position?.since])).toEqual([
		['bound', 'in-force', '2010-05-01'],
		['secret', 'in-force', '2012-05-01'],
		['signed', 'signed', '2012-05-01']
	])
	expect(items[0]).toMatchObject({
		coverage: { obligations: 3, met: 0, notMet: 1, notJudged: 2 },
		openSteps: 1
	})
	expect(await keeper.ask(getInstrument, { instrument: 'bound' })).toMatchObject({
		coverage: { obligations: 3, notMet: 1, notJudged: 2 }
	})
	expect((await keeper.ask(listCommitments, { withNonBinding: true })).items).toHaveLength(4)
})

test('each says how many recommendations ask for it, once each, and of those that the reader may see', async () => {
	const proposed = async (title: string, more: object = {}) =>
		(
			await keeper.run(proposeRecommendation, {
				title,
				text: `${title}.`,
				addressee: 'The State',
				day: '2026-03-01',
				areas: ['labour-migration'],
				...more
			})
		).id
	const linked = async (from: string, type: LinkType) =>
		keeper.run(linkRecords, { from, fromKind: 'recommendation', type, to: 'bound', toKind: 'instrument' })
	const open = await proposed('Carry it out', { audience: 'public' })
	await linked(open, 'related-to')
	await linked(open, 'supports')
	await linked(await proposed('Carry it out soon', { audience: 'secretariat' }), 'related-to')
	const counts = async (acting: Acting) =>
		(await acting.ask(listCommitments, {})).items.map((one) => [one.reference, one.recommendations])
	expect(await counts(keeper)).toEqual([
		['bound', 2],
		['secret', 0],
		['signed', 0]
	])
	expect((await counts(await made.as('public')))[0]).toEqual(['bound', 1])
})

test('a past day tells what had been undertaken and judged by then', async () => {
	const { items } = await keeper.ask(listCommitments, { on: '2011-01-01' })
	expect(items.map((one) => [one.reference, one.position?.standing])).toEqual([
		['bound', 'in-force'],
		['secret', 'not-ratified'],
		['signed', 'not-signed']
	])
	expect(items[0]?.coverage).toMatchObject({ notMet: 0, notJudged: 3 })
})

test('the public reads of what is public alone, and nothing once the workspace closes the page', async () => {
	const open = await made.as('public')
	expect((await open.ask(listCommitments, {})).items.map((one) => one.reference)).toEqual(['bound', 'signed'])
	const administrator = await made.as('administrator')
	await administrator.run(changeWorkspace, { version: 0, closedPages: ['commitments'] })
	const workspace = await findWorkspace(made.database, made.workspace.key)
	if (!workspace) throw new Error('the workspace is gone')
	const closed = { ...(await made.as('public')).opening, workspace }
	await expect(ask(closed, listCommitments, {})).rejects.toMatchObject({
		kind: expect.stringMatching(/absent|forbidden/)
	})
	expect((await ask({ ...keeper.opening, workspace }, listCommitments, {})).items).toHaveLength(3)
})

test('the figures of the list count every instrument once, as the list tells them, today and on any day', async () => {
	for (const on of [undefined, '2011-01-01', '1999-01-01']) {
		const asked = on === undefined ? {} : { on }
		const { cells, total } = await keeper.ask(instrumentFigures, { filter: asked })
		const { items } = await keeper.ask(listInstruments, { filter: asked, limit: 200 })
		expect(total).toBe(items.length)
		for (const { scope, position, count } of cells)
			expect(items.filter((one) => one.scope === scope && one.position?.standing === position)).toHaveLength(count)
	}
	const outsider = await made.as('outsider')
	expect((await outsider.ask(instrumentFigures, {})).total).toBe(3)
})

test('the figures follow the filters of the list, and offer the countries of which anything is noted', async () => {
	await keeper.run(addInstrument, {
		key: 'labour',
		name: 'Labour convention',
		form: 'convention',
		scope: 'global',
		isBinding: true,
		depositary: 'ILO Director-General'
	})
	for (const [country, instrument] of [
		['LSO', 'bound'],
		['ZMB', 'secret']
	] as const)
		await keeper.run(setStatus, {
			instrument,
			version: await version(instrument),
			country,
			event: 'signed',
			day: '2004-01-01'
		})
	const ilo = await keeper.ask(instrumentFigures, { filter: { depositary: 'ILO Director-General' } })
	expect(ilo).toMatchObject({ total: 1, cells: [{ scope: 'global', count: 1 }] })
	const bound = { position: ['in-force' as const], on: '2011-01-01' }
	expect(await keeper.ask(instrumentFigures, { filter: bound })).toMatchObject({
		total: 1,
		cells: [{ scope: 'global', position: 'in-force', count: 1 }]
	})
	expect((await keeper.ask(instrumentFigures, { filter: { country: 'LSO', form: ['convention'] } })).cells).toEqual(
		expect.arrayContaining([{ scope: 'global', position: 'signed', count: 1 }])
	)
	expect(ilo.countries).toEqual(['LSO', 'ZMB', 'ZWE'])
	expect((await (await made.as('outsider')).ask(instrumentFigures, {})).countries).toEqual(['LSO', 'ZWE'])
})

test('a status without a day is told with the source that states it', async () => {
	await keeper.run(addInstrument, { key: 'stated', name: 'Convention stated', form: 'convention', scope: 'global' })
	const status = {
		instrument: 'stated',
		version: 1,
		event: 'signed',
		source: 'Migration assessment',
		year: 2018
	} as const
	await keeper.run(setStatus, status)

	const { items } = await keeper.ask(listCommitments, {})
	expect(items.find(({ reference }) => reference === 'stated')?.position).toMatchObject({
		standing: 'signed',
		since: null,
		statedIn: { source: 'Migration assessment', year: 2018 }
	})
	expect(items.find(({ reference }) => reference === 'bound')?.position?.statedIn).toBeNull()
})
