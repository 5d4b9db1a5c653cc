import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { aWorkspace, type Acting, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { addInstrument } from './instrument-commands.ts'
import { getInstrument, listInstruments } from './instrument-queries.ts'
import { setStatus, withdrawStatus } from './status-commands.ts'
import { listStates, statusAt } from './status-queries.ts'
import type { StatusEvent, StatusTerms } from './status-rules.ts'
import { positionAt } from './status-rules.ts'
import type { StatusEventName } from './instrument-rules.ts'

let made: TestWorkspace
let keeper: Acting

beforeAll(async () => {
	made = await aWorkspace()
	keeper = await made.as('secretariat')
})

const TERMS: StatusTerms = {
	adoptedOn: '2000-11-15',
	inForceOn: '2003-12-25',
	inForceAfter: { months: 0, days: 30, toFirstOfMonth: false },
	leftAfter: { months: 12 }
}

const day = fc.integer({ min: 10_900, max: 18_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10))
// As precisely as a source may have it.
const date = fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([whole, length]) => whole.slice(0, length))
const event: fc.Arbitrary<StatusEventName> = fc.constantFrom(
	'signed',
	'ratified',
	'acceded',
	'denounced',
	'in-force',
	'declaration',
	'not-ratified'
)
const line = fc.record({ event, on: fc.option(date, { nil: null, freq: 8 }), isDropped: fc.boolean() })

type Line = { event: StatusEventName; on: string | null }

const YEAR = 2019
const toEvent = (id: string, { event: kind, on }: Line): StatusEvent => ({
	id,
	event: kind,
	on,
	statedYear: on === null ? YEAR : null,
	text: kind === 'declaration' ? 'declared' : null
})

test('what the database tells of any day is what the rules tell of the lines that were taken and not withdrawn', async () => {
	let number = 0
	await fc.assert(
		fc.asyncProperty(
			fc.array(line, { minLength: 1, maxLength: 6 }),
			fc.array(day, { minLength: 1, maxLength: 4 }),
			async (lines, days) => {
				number++
				const { reference } = await keeper.run(addInstrument, {
					key: `drawn-${String(number)}`,
					name: `Drawn ${String(number)}`,
					form: 'protocol',
					scope: 'global',
					adoptedOn: '2000-11-15',
					inForceOn: '2003-12-25',
					entryDays: 30,
					leavingMonths: 12
				})
				const version = async () => (await keeper.ask(getInstrument, { instrument: reference })).version
				let kept: StatusEvent[] = []
				for (const one of lines) {
					const input = {
						instrument: reference,
						version: await version(),
						event: one.event,
						...(one.on === null ? { source: 'Profile', year: YEAR } : { day: one.on }),
						...(one.event === 'declaration' ? { text: 'declared' } : {})
					}
					const done = await keeper.run(setStatus, input).catch((refusal: unknown) => {
						expect(refusal).toMatchObject({ kind: expect.stringMatching(/^(invalid|conflict)$/) })
					})
					if (!done) continue
					kept.push(toEvent(done.status, one))
					if (!one.isDropped) continue
					const isGone = await keeper
						.run(withdrawStatus, { status: done.status, reason: 'as the test says' })
						.then(() => true)
						.catch((refusal: unknown) => {
							expect(refusal).toMatchObject({ code: 'instruments.status-rested-on' })
							return false
						})
					if (isGone) kept = kept.filter(({ id }) => id !== done.status)
				}
				for (const asked of days) {
					const expected = positionAt(kept, TERMS, asked)
					const told = await keeper.ask(statusAt, { instrument: reference, day: asked })
					expect({
						standing: told.standing,
						inForce: told.inForce,
						restsOn: told.restsOn?.id ?? null,
						leavesOn: told.leavesOn,
						declarations: told.declarations.map(({ line: { id }, stands }) => [id, stands])
					}).toEqual({
						standing: expected.standing,
						inForce: expected.inForce,
						restsOn: expected.restsOn?.id ?? null,
						leavesOn: expected.leavesOn,
						declarations: expected.declarations.map(({ event: { id }, stands }) => [id, stands])
					})
					const { items } = await keeper.ask(listInstruments, {
						filter: { on: asked, position: [expected.standing], words: `Drawn ${String(number)}` }
					})
					expect(items.map((one) => one.reference)).toContain(reference)
				}
				// And the position that is kept with the instrument is that of today.
				const today = positionAt(kept, TERMS, '2026-03-02').standing
				const { items } = await keeper.ask(listInstruments, { filter: { position: [today] }, limit: 200 })
				expect(items.map((one) => one.reference)).toContain(reference)
			}
		),
		{ numRuns: 25 }
	)
}, 60_000)

test('a day is asked about within the years that anything is kept of', async () => {
	const { reference } = await keeper.run(addInstrument, {
		name: 'Invented convention of two ends',
		form: 'convention',
		scope: 'global'
	})
	const refused = {
		kind: 'invalid',
		issues: [expect.objectContaining({ path: ['day'], code: 'platform.field.day-out-of-years' })]
	}
	for (const day of ['9999-12-31', '2201-01-01', '1799-12-31']) {
		await expect(keeper.ask(statusAt, { instrument: reference, country: 'ZWE', day }), day).rejects.toMatchObject(
			refused
		)
		await expect(keeper.ask(listStates, { instrument: reference, day }), day).rejects.toMatchObject(refused)
	}
	for (const day of ['1800-01-01', '2200-12-31'])
		expect((await keeper.ask(statusAt, { instrument: reference, country: 'ZWE', day })).day).toBe(day)
})
