import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { promise } from '../../../../tests/fixtures/promised.ts'
import { aPolicy, addText } from '../../../../tests/fixtures/law-versions.ts'
import { doing } from '../../../../tests/fixtures/workplace.ts'
import { aWorkspace, type Acting } from '../../../../tests/fixtures/workspace.ts'
import { judgeObligation } from '../domestication/judgement-commands.ts'
import { findVersion, getPolicyRow } from './find-policy.server.ts'
import { keepText } from './keep-text.server.ts'
import { matchProvision, separateProvision } from './provision-commands.ts'
import { getProvision, listProvisions } from './provision-queries.ts'
import { getVersion } from './version-queries.ts'

// So unlike each other that none is taken for another.
const TEXTS: readonly string[] = [
	'Each recruiter holds a licence of the Minister.',
	'Seasonal fishing at the lake needs no fee at all.',
	'Whoever hides passports pays a fine of ten units.',
	'Appeals are heard by the court within thirty days.',
	'A public register of vessels is kept in every harbour.',
	'Inspectors may enter quarries to look for children.',
	'Embassies report the wages that nurses earn abroad.'
]

/** Keeps a text of these provisions, numbered from 1, as the work that reads a file does. */
async function keep(acting: Acting, policy: string, number: number, texts: readonly string[]) {
	const { id } = await acting.ask(getVersion, { policy, number })
	await acting.run(
		doing(async (here) => {
			const row = await findVersion(here, id)
			if (!row) throw new Error('there is no such version')
			const read = texts.map((text, index) => ({
				position: index + 1,
				number: String(index + 1),
				level: 1,
				heading: null,
				above: [],
				text
			}))
			await keepText(here, await getPolicyRow(here, policy), row, read)
		}),
		{}
	)
}

const versions = fc.array(fc.shuffledSubarray([...TEXTS], { minLength: 1 }), { minLength: 2, maxLength: 4 })

test(
	'whatever is moved, left out, brought back or numbered anew, a provision is the same in every version',
	{ timeout: 240_000 },
	async () => {
		const made = await aWorkspace()
		const secretariat = await made.as('secretariat')
		await fc.assert(
			fc.asyncProperty(versions, async (told) => {
				const law = await aPolicy(secretariat)
				const known = new Map<string, string>()
				for (const [index, texts] of told.entries()) {
					const { number } = await addText(made, secretariat, law.id, { label: `Draft ${String(index)}`, content: 'x' })
					await keep(secretariat, law.id, number, texts)
					const { items } = await secretariat.ask(listProvisions, {
						filter: { policy: law.id, stands: true },
						sort: 'position'
					})
					expect(items.map(({ text }) => text)).toEqual(texts)
					for (const { id, text } of items) {
						expect(known.get(text) ?? id).toBe(id)
						known.set(text, id)
					}
				}
				expect(new Set(known.values()).size).toBe(known.size)
			}),
			{ numRuns: 6, endOnFailure: true }
		)
	}
)

test('what was judged of a provision goes along when it is said to be an earlier one, and the later judgement stands', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const { obligations } = await promise(made, { obligations: 1 })
	const [obligation = ''] = obligations
	const law = await aPolicy(secretariat)
	for (const [number, texts] of [[1, TEXTS.slice(0, 2)] as const, [2, TEXTS.slice(1, 3)] as const]) {
		await addText(made, secretariat, law.id, { label: `Draft ${String(number)}`, content: 'x' })
		await keep(secretariat, law.id, number, texts)
	}
	const { items } = await secretariat.ask(listProvisions, { filter: { policy: law.id } })
	const idOf = (text: string | undefined) => items.find((one) => one.text === text)?.id ?? ''
	const [ended, begun] = [idOf(TEXTS[0]), idOf(TEXTS[2])]
	const judge = (provision: string, verdict: 'partly' | 'met') =>
		secretariat.run(judgeObligation, { obligation, provision, verdict, reason: `It is ${verdict}.` })
	await judge(ended, 'partly')
	await judge(begun, 'met')
	const { version } = await secretariat.ask(getProvision, { provision: begun })
	await secretariat.run(matchProvision, { provision: begun, version, earlier: ended, reason: 'rewritten whole' })
	const joined = await secretariat.ask(getProvision, { provision: ended })
	expect(joined.judgements).toMatchObject([{ verdict: 'met' }])
	const { rows } = await sql<{ state: string }>`select state from judgement
		where workspace_id = ${made.workspace.id} and provision_id = ${ended} order by state`.execute(made.database.owner)
	expect(rows).toEqual([{ state: 'replaced' }, { state: 'stands' }])
	await secretariat.run(separateProvision, {
		provision: ended,
		version: joined.version,
		from: 2,
		reason: 'two after all'
	})
	expect((await secretariat.ask(getProvision, { provision: ended })).judgements).toHaveLength(1)
})
