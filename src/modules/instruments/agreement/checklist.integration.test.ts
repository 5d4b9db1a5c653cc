import { beforeEach, describe, expect, test } from 'vitest'
import { aWorkspace, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { compareAgreements, listChecklists } from './agreement-queries.ts'
import {
	addAgreementProvision,
	changeAgreementProvision,
	checkAgreement,
	removeAgreementProvision
} from './provision-commands.ts'
import { agree, TERMS } from '../../../../tests/fixtures/agreed.ts'

let made: TestWorkspace

beforeEach(async () => {
	made = await aWorkspace()
})

const agreed = (more: object = {}) => agree(made, more)

const fault = (code: string, ...path: (string | number)[]) => ({
	kind: 'invalid',
	issues: [expect.objectContaining({ code, path })]
})

describe('the checklist', () => {
	test('says what an agreement has of each recommended provision, and of others by their title', async () => {
		const { secretary, reference, version, read } = await agreed()
		await secretary.run(checkAgreement, {
			agreement: reference,
			version: await version(),
			items: [
				{ item: 'movement', has: 'included', article: '4' },
				{ item: 'social-security', has: 'missing', note: 'Nothing is said of pensions.' }
			]
		})
		await secretary.run(checkAgreement, {
			agreement: reference,
			version: await version(),
			items: [{ item: 'social-security', has: 'asked-for' }]
		})
		await expect(
			secretary.run(addAgreementProvision, { agreement: reference, item: 'other', has: 'included' })
		).rejects.toMatchObject(fault('instruments.agreement-provision-untitled', 'title'))
		const { id } = await secretary.run(addAgreementProvision, {
			agreement: reference,
			item: 'other',
			title: 'Recognition of skills',
			has: 'partly'
		})
		expect((await read()).provisions).toMatchObject([
			{ item: 'movement', has: 'included', article: '4' },
			{ item: 'social-security', has: 'asked-for', text: null },
			{ id, item: 'other', title: 'Recognition of skills', has: 'partly' }
		])
		await secretary.run(changeAgreementProvision, { provision: id, version: await version(), has: 'included' })
		expect((await read()).provisions[2]).toMatchObject({ title: 'Recognition of skills', has: 'included' })
		await secretary.run(removeAgreementProvision, { provision: id, version: await version(), reason: 'Not in it.' })
		expect((await read()).provisions).toHaveLength(2)
	})

	test('goes through a provision once at a time', async () => {
		const { secretary, reference, version } = await agreed()
		const items = [
			{ item: 'movement' as const, has: 'included' as const },
			{ item: 'movement' as const, has: 'missing' as const }
		]
		await expect(
			secretary.run(checkAgreement, { agreement: reference, version: await version(), items })
		).rejects.toMatchObject(fault('instruments.agreement-item-twice', 'items', 1, 'item'))
	})

	test('stands for all agreements, narrowed as their list', async () => {
		const one = await agreed()
		await agreed({ name: 'Other', stage: 'proposed' })
		await one.secretary.run(checkAgreement, {
			agreement: one.reference,
			version: await one.version(),
			items: [{ item: 'information', has: 'partly' }]
		})
		const { items } = await one.secretary.ask(listChecklists, { filter: { stage: ['in-force'] } })
		expect(items).toMatchObject([{ reference: one.reference, provisions: [{ item: 'information', has: 'partly' }] }])
	})
})

describe('a comparison', () => {
	test('sets two to six agreements side by side, in the order asked', async () => {
		const one = await agreed(TERMS)
		const two = await agreed({ name: 'Second', stage: 'proposed' })
		await two.secretary.run(checkAgreement, {
			agreement: two.reference,
			version: await two.version(),
			items: [{ item: 'equal-treatment', has: 'included' }]
		})
		const { items } = await one.secretary.ask(compareAgreements, { agreements: [two.reference, one.reference] })
		expect(items).toMatchObject([
			{ reference: two.reference, stage: 'proposed', provisions: [{ item: 'equal-treatment' }] },
			{ reference: one.reference, noticeDay: '2026-12-30', provisions: [] }
		])
		await expect(one.secretary.ask(compareAgreements, { agreements: [one.reference] })).rejects.toMatchObject({
			kind: 'invalid'
		})
		await expect(
			one.secretary.ask(compareAgreements, { agreements: Array.from({ length: 7 }, () => one.reference) })
		).rejects.toMatchObject({ kind: 'invalid' })
		await expect(
			one.secretary.ask(compareAgreements, { agreements: [one.reference, one.reference] })
		).rejects.toMatchObject(fault('instruments.agreement-with-itself', 'agreements'))
	})
})
