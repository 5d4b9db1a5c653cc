import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { isRefusal } from '#platform/operation/refusal.ts'
import { listAttention } from '#platform/records/attention.ts'
import { CONCERNS, send, stranger, withConcerns } from '#tests/fixtures/public-concern.ts'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { declineSubmissions, markAbuse } from './office-commands.ts'
import { listSubmissions, readSubmission } from './office-queries.ts'

const REGISTER = 'concern-test'
const CEILING = 10_000
const LEFT = 3

const DECLARED = CONCERNS.replace('an_hour: 40', 'an_hour: 20000').replace(
	'most_waiting: 30',
	`most_waiting: ${CEILING}`
)

/** As if so many had come within the hour, each from an address of its own: all of them copies of the one that was sent. */
async function flood({ database: { owner }, workspace }: TestWorkspace, count: number) {
	const id = sql`('00000000-0000-7000-8000-' || lpad(to_hex(turn), 12, '0'))::uuid`
	await sql`insert into submission (workspace_id, id, register_id, number, state, audience, sealed, digest, marks, times, links, files,
			language, sent_at, erase_day, version)
		select one.workspace_id, ${id}, one.register_id, one.number || lpad(turn::text, 5, '0'), one.state, one.audience,
			one.sealed, one.digest || turn, one.marks, 1, 0, 0, one.language, one.sent_at + turn * interval '1 millisecond', one.erase_day, 1
		from submission as one cross join generate_series(1, ${count}::integer) as turn
		where one.workspace_id = ${workspace.id}`.execute(owner)
	await sql`insert into submission_arrival (workspace_id, id, kind, register_id, ticket, address_mark, network_mark, arrived_at)
		select one.workspace_id, ${id}, one.kind, one.register_id, ${id}, 'address ' || turn, 'network ' || turn, one.arrived_at
		from submission_arrival as one cross join generate_series(1, ${count}::integer) as turn
		where one.workspace_id = ${workspace.id}`.execute(owner)
}

test('of ten thousand forms the queue takes what can be read and no more, is walked to its end, and is cleared by the hundred', async () => {
	const made = await aWorkspace()
	await withConcerns(made, DECLARED)
	await send(made, { values: { subject: 'The same letter, again and again, to whoever reads it' } })
	await flood(made, CEILING - LEFT - 1)
	const sendOne = (number: number) =>
		send(made, { from: stranger(number * 300), values: { subject: `Letter ${String(number)}` } }).then(
			() => 'taken',
			(error: unknown) => (isRefusal(error) ? error.code : error)
		)
	const told: unknown[] = []
	for (let number = 1; number <= LEFT + 2; number++) told.push(await sendOne(number))
	expect(told).toEqual(['taken', 'taken', 'taken', 'submission.queue-full', 'submission.queue-full'])

	const reviewer = await made.as('secretariat')
	const matters = (await reviewer.ask(listAttention, {})).items.filter(({ code }) => code === `submissions-${REGISTER}`)
	expect(matters).toMatchObject([{ total: 99, totalIsMore: true }])
	const filter = { register: REGISTER }
	let page = await reviewer.ask(listSubmissions, { filter, limit: 200 })
	expect(page).toMatchObject({ total: CEILING, counts: { waiting: CEILING } })
	const first = page.items
	const walked = page.items.map(({ number }) => number)
	while (page.next !== null) {
		page = await reviewer.ask(listSubmissions, { filter, limit: 200, after: page.next })
		walked.push(...page.items.map(({ number }) => number))
	}
	expect(new Set(walked).size).toBe(CEILING)
	expect(walked).toHaveLength(CEILING)

	// One that is like ten thousand others opens as any does, and shows some of them.
	const opened = await reviewer.ask(readSubmission, { ...filter, submission: first[10]?.number ?? '' })
	expect(opened.alike.length).toBeGreaterThan(0)
	expect(opened.alike.length).toBeLessThanOrEqual(20)

	const submissions = first.map(({ number, version }) => ({ submission: number, version }))
	await reviewer.run(markAbuse, { ...filter, submissions: submissions.slice(0, 150) })
	await reviewer.run(declineSubmissions, { ...filter, submissions: submissions.slice(150), reason: 'Sent many times.' })
	expect((await reviewer.ask(listSubmissions, { filter })).counts).toEqual({
		abuse: 150,
		declined: 50,
		waiting: CEILING - 200
	})
	expect(await sendOne(LEFT + 3)).toBe('taken')
})
