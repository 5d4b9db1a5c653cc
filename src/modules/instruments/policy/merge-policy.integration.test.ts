import { beforeEach, expect, test } from 'vitest'
import { mergeRecords } from '#platform/records/record-operations.ts'
import { aPolicy, addText, lawOf, readAll } from '../../../../tests/fixtures/law-versions.ts'
import { refusalOf } from '../../../../tests/fixtures/directory.ts'
import { aWorkspace, type Acting, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { judgeObligation } from '../domestication/judgement-commands.ts'
import { listJudgements } from '../domestication/judgement-queries.ts'
import { addInstrument } from '../instrument/instrument-commands.ts'
import { addObligation } from '../instrument/obligation-commands.ts'
import { listProvisions } from './provision-queries.ts'
import { setStage } from './stage-commands.ts'

let made: TestWorkspace
let keeper: Acting

beforeEach(async () => {
	made = await aWorkspace()
	keeper = await made.as('administrator')
})

const TEXT = 'RECRUITMENT ACT\n\n1. Licences\nNo person shall recruit workers abroad without a licence.\n'
const version = async (policy: string) => (await lawOf(keeper, policy)).version
const merge = async (from: string, into: string) =>
	keeper.run(mergeRecords, {
		record: from,
		kind: 'policy',
		version: await version(from),
		into,
		reason: 'entered twice'
	})

test('a law that was entered twice becomes one: its text, its life, its actors and its judgements are the other’s', async () => {
	const twice = await aPolicy(keeper, { name: 'Recruitment Act', lead: 'labour', contributors: ['police'] })
	const law = await aPolicy(keeper, { name: 'Act on Recruitment' })
	await addText(made, keeper, twice.reference, { label: 'As adopted', content: TEXT })
	await readAll(made)
	await keeper.run(setStage, {
		policy: twice.reference,
		version: await version(twice.reference),
		stage: 'adopted',
		on: '2014'
	})
	await keeper.run(addInstrument, { key: 'treaty', name: 'Treaty', form: 'convention', scope: 'global' })
	const { reference: obligation } = await keeper.run(addObligation, {
		instrument: 'treaty',
		article: '1',
		text: 'States license recruiters.'
	})
	const judged = { obligation, version: 1, verdict: 'met', reason: 'Section 1 does so.' } as const
	await keeper.run(judgeObligation, { ...judged, policy: twice.reference })

	await merge(twice.reference, law.reference)

	expect(await lawOf(keeper, law.reference)).toMatchObject({
		stage: 'adopted',
		provisions: 1,
		lead: { reference: 'labour' },
		contributors: [{ reference: 'police' }]
	})
	const { items } = await keeper.ask(listProvisions, { filter: { policy: law.reference } })
	expect(items.map(({ number }) => number)).toEqual(['1'])
	const { items: judgements } = await keeper.ask(listJudgements, { filter: { policy: law.reference } })
	expect(judgements).toMatchObject([{ verdict: 'met' }])
})

test('of two texts none is chosen, and none is shown to more readers by being joined', async () => {
	const [one, other] = [await aPolicy(keeper, { name: 'One' }), await aPolicy(keeper, { name: 'Other' })]
	for (const { reference } of [one, other]) await addText(made, keeper, reference, { label: 'Text', content: TEXT })
	await readAll(made)
	expect((await refusalOf(merge(one.reference, other.reference))).code).toBe('instruments.merge-two-texts')

	const open = await aPolicy(keeper, { name: 'Open', audience: 'public' })
	expect((await refusalOf(merge(one.reference, open.reference))).code).toBe('instruments.merge-other-audience')
})
