import { expect, test } from 'vitest'
import { asRows } from '#tests/fixtures/deliberation-cells.ts'
import { faultsOf, importRows, refusalOf } from '#tests/fixtures/directory.ts'
import { anEmptyWorkspace } from '#tests/fixtures/exchange.ts'
import type { Cells } from '#tests/fixtures/register-files.ts'
import { getAgreement } from '../agreement/agreement-queries.ts'

const memo = (more: Cells = {}): Cells => ({
	key: 'memo',
	name: 'An invented memorandum',
	form: 'memorandum-of-understanding',
	subject: 'labour',
	stage: 'negotiation',
	...more
})
const party = (position: string, country: string): Cells => ({ agreement: 'memo', position, country })

test('a file brings an agreement of one party as a draft, and as concluded only what names two', async () => {
	const full = await anEmptyWorkspace()
	const fault = 'agreement 2 stage instruments.agreement-needs-two-parties'
	const brought = (stage: string, ...parties: Cells[]) =>
		importRows(full, asRows({ agreement: [memo({ stage })], agreement_party: parties }))
	expect(faultsOf(await refusalOf(brought('signed', party('1', 'ZWE'))))).toEqual([fault])
	await brought('negotiation', party('1', 'ZWE'))
	expect(faultsOf(await refusalOf(brought('in-force')))).toEqual([fault])
	// The party that stands here already counts with the one of the file.
	await brought('in-force', party('2', 'ZAF'))
	expect(await full.ask(getAgreement, { agreement: 'memo' })).toMatchObject({
		stage: 'in-force',
		parties: [{ country: 'ZWE' }, { country: 'ZAF' }]
	})
})

test('what a source states of an agreement is taken as stated, though it names one party alone', async () => {
	const full = await anEmptyWorkspace()
	const stated = memo({ stage: 'in-force', origin: 'reference', source: 'An invented profile', source_year: '2024' })
	await importRows(full, asRows({ agreement: [stated], agreement_party: [party('1', 'ZWE')] }))
	expect((await full.ask(getAgreement, { agreement: 'memo' })).parties).toHaveLength(1)
})
