import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { aClock, rowsOf, workDue, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { clockSeat } from '#platform/access/seat.ts'
import { previewMail } from '#platform/mail/compose-mail.server.ts'
import { listAttention } from '#platform/records/attention.ts'
import { addEntry, moveEntry } from '../entry/entry-commands.ts'
import { declareRegister } from '../register-commands.ts'
import { completeEdition, makeEdition } from './edition-commands.ts'
import { editionFeed, getEdition, listEditions } from './edition-queries.ts'
import { makeDueEditions } from './render-work.ts'
import { addTemplate, changeTemplate } from './template-commands.ts'
import { listTemplates } from './template-queries.ts'
import { visitsRegister, visitsReport } from './visits-register.testing.ts'

const register = 'visit'
let made: TestWorkspace

beforeAll(async () => {
	made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: visitsRegister() })
	const keeper = await made.as('secretariat')
	for (const [name, day] of [
		['Alpha', '2026-03-03'],
		['Beta', '2026-04-30'],
		['Gamma', '2026-05-01']
	] as const) {
		const { reference } = await keeper.run(addEntry, { register, values: { name, kind: 'one', day } })
		await keeper.run(moveEntry, { entry: reference, version: 1, move: 'show' })
	}
})

const text = { block: 'text' as const, key: 'summary', text: { en: 'In {period}: {figure.all}.' } }
const blocks = [text, { block: 'figures' as const, key: 'figures', figures: [{ headline: 'all' }] }]
const monthly = (key: string, more: object = {}) =>
	visitsReport({ key, period: 'month', compare: [], audience: 'public', after: 5, blocks, languages: ['en'], ...more })

const at = (day: string) => new Date(`${day}T09:00:00Z`)
async function clockStrikes(day: string) {
	const { opening } = await made.as('secretariat', at(day))
	await makeDueEditions.run({ ...opening, seat: clockSeat, via: 'job' }, workplaceOf(made, aClock(at(day))))
}

const editionsOf = async (template: string) => {
	const { items } = await (await made.as('administrator')).ask(listEditions, { filter: { template } })
	return items.map(({ first, progress }) => [first, progress])
}

const mails = async () =>
	(await rowsOf(made, 'mail')).filter(({ template }) => String(template).startsWith('report-edition'))

test('a period that is over is drafted at its day, once however often the clock strikes, and stands once it is completed', async () => {
	const keeper = await made.as('secretariat')
	const { reference: template } = await keeper.run(addTemplate, {
		register,
		definition: monthly('drafted', { made: 'draft', to: { groups: ['keepers'] } })
	})
	// Laid out on the 2nd of March 2026: what was over before is nobody's debt.
	await clockStrikes('2026-04-04')
	expect(await editionsOf(template)).toEqual([])
	await clockStrikes('2026-04-05')
	await clockStrikes('2026-04-05')
	expect(await editionsOf(template)).toEqual([['2026-03-01', 'draft']])
	// After a long sleep what was missed is made up for, each period by itself.
	await clockStrikes('2026-06-05')
	expect(await editionsOf(template)).toEqual([
		['2026-05-01', 'draft'],
		['2026-04-01', 'draft'],
		['2026-03-01', 'draft']
	])
	const waiting = async (key: 'secretariat' | 'member') =>
		(await (await made.as(key, at('2026-06-05'))).ask(listAttention, {})).items.map(({ code, total }) => [code, total])
	expect(await waiting('secretariat')).toContainEqual(['report-edition-draft', 3])
	expect((await waiting('member')).map(([code]) => code)).not.toContain('report-edition-draft')
	const { items } = await keeper.ask(listEditions, { filter: { template } })
	const march = items.find(({ first }) => first === '2026-03-01')
	if (!march) throw new Error('no edition of March')
	await keeper.run(completeEdition, { edition: march.reference, version: march.version })
	expect(await (await made.as('public')).ask(getEdition, { edition: march.reference })).toMatchObject({
		progress: 'complete',
		shown: { isByClock: true },
		content: { said: { en: { blocks: [{ text: 'In March 2026: 1.' }, {}] } } }
	})
})

test('an edition that is made at once stands at once, is written to its readers once, and follows in the feed', async () => {
	const keeper = await made.as('secretariat')
	const { reference: template } = await keeper.run(addTemplate, {
		register,
		definition: monthly('at-once', {
			made: 'at-once',
			attached: true,
			to: { groups: ['admins'], structures: ['committee'], seats: ['observer'] }
		})
	})
	const before = (await mails()).length
	await clockStrikes('2026-05-05')
	await clockStrikes('2026-05-06')
	const { items } = await keeper.ask(listEditions, { filter: { template } })
	expect(items.map(({ first, progress }) => [first, progress])).toEqual([
		['2026-04-01', 'complete'],
		['2026-03-01', 'complete']
	])
	const written = (await mails()).slice(before)
	const seats = new Map(
		await Promise.all(
			(['administrator', 'second-administrator', 'chair', 'member', 'analyst', 'observer'] as const).map(
				async (key) => [(await made.as(key)).seat.id, key] as const
			)
		)
	)
	const [april] = items
	if (!april) throw new Error('no edition of April')
	const ofApril = written.filter(({ params }) => String(params).includes(april.reference))
	// Two administrators, the seats of the two members of the committee, and the one that is named: once each.
	expect(ofApril.map(({ seat_id: id }) => seats.get(String(id))).sort()).toEqual([...seats.values()].sort())
	const [row] = await made.database.read({ workspaceId: made.workspace.id, audience: ['system'] }, (tx) =>
		tx.selectFrom('mail').selectAll().where('id', '=', String(ofApril[0]?.['id'])).execute()
	)
	if (!row) throw new Error('no letter was written')
	const { content } = await previewMail(
		workplaceOf(made, aClock(at('2026-05-06'))),
		made.workspace,
		row,
		at('2026-05-06')
	)
	expect(content.subject).toBe('Visits of the year: April 2026')
	expect(content.text).toContain(`/register/visit/report/edition/${april.reference}`)
	const { attachment } = content
	expect(attachment).toMatchObject({ mediaType: 'application/pdf' })
	expect(attachment && 'content' in attachment && Buffer.from(attachment.content).subarray(0, 5).toString()).toBe(
		'%PDF-'
	)
	const told = await (await made.as('observer', at('2026-05-06'))).ask(listAttention, {})
	expect(told.items.find(({ code }) => code === 'report-edition-new')).toMatchObject({ total: 2 })
	const feed = await (await made.as('public')).ask(editionFeed, {})
	expect(feed.items.map(({ reference }) => reference)).toContain(april.reference)
})

test('papers are made by a job for each language and kept: what is asked for later is what was kept', async () => {
	const keeper = await made.as('secretariat')
	const { items } = await keeper.ask(listEditions, { filter: { progress: ['complete'] } })
	const clock = aClock(at('2026-05-07'))
	while ((await workDue(made, workplaceOf(made, clock))) > 0) clock.advance(1)
	const kept = await sql<{
		edition: string
		format: string
	}>`select report_edition_id as edition, format from report_issue_file
		join report_issue on report_issue.id = report_issue_file.report_issue_id
		where report_issue_file.workspace_id = ${made.workspace.id} order by 1, 2`.execute(made.database.owner)
	for (const { id } of items)
		expect(kept.rows.filter(({ edition }) => edition === id).map(({ format }) => format)).toEqual([
			'docx',
			'pdf',
			'xlsx'
		])
})

test('a report that its register no longer allows keeps no other from being made, and is told to its keepers', async () => {
	const keeper = await made.as('secretariat')
	const note = monthly('of-notes', {
		made: 'draft',
		audience: 'secretariat',
		blocks: [{ block: 'list', key: 'list', columns: ['note'] }]
	})
	const { reference: unfit } = await keeper.run(addTemplate, { register, definition: note })
	const { reference: fit } = await keeper.run(addTemplate, { register, definition: monthly('fit', { made: 'draft' }) })
	const narrower = visitsRegister(2).replace(
		'names: { en: Note }, filtered: true, seen: keepers',
		'names: { en: Note }, filtered: true, seen: admins'
	)
	await (await made.as('administrator')).run(declareRegister, { declaration: narrower })
	await clockStrikes('2026-04-08')
	expect(await editionsOf(fit)).toEqual([['2026-03-01', 'draft']])
	expect(await editionsOf(unfit)).toEqual([])
	const { items } = await (await made.as('secretariat', at('2026-04-08'))).ask(listAttention, {})
	const due = items.find(({ code }) => code === 'report-edition-due')
	expect(due?.first.map(({ record }) => record.reference)).toContain(unfit)
})

test('a register brings the reports it declares, takes up what it declares anew, and leaves what somebody changed', async () => {
	const other = await aWorkspace()
	const administrator = await other.as('administrator')
	const report = (name: string) => `reports:
  - key: yearly
    names: { en: ${name} }
    period: year
    day: day
    blocks: [{ block: figures, key: figures, figures: [{ headline: all }] }]
`
	const names = async () =>
		(await administrator.ask(listTemplates, { filter: { register } })).items.map(({ title }) => title['en'])
	await administrator.run(declareRegister, { declaration: visitsRegister(1, report('First')) })
	expect(await names()).toEqual(['First'])
	await administrator.run(declareRegister, { declaration: visitsRegister(2, report('Second')) })
	expect(await names()).toEqual(['Second'])
	const { items } = await administrator.ask(listTemplates, { filter: { register } })
	const [template] = items
	await administrator.run(changeTemplate, {
		template: template?.reference ?? '',
		version: template?.version ?? 1,
		definition: { ...visitsReport({ names: { en: 'Ours' } }) }
	})
	await administrator.run(declareRegister, { declaration: visitsRegister(3, report('Third')) })
	expect(await names()).toEqual(['Ours'])
})

test('an edition for the members of a structure is read by them and the secretariat, and written to nobody else', async () => {
	const keeper = await made.as('secretariat')
	const of = (more: object) => monthly('members', { audience: 'members', made: 'by-hand', ...more })
	await expect(keeper.run(addTemplate, { register, definition: of({}) })).rejects.toMatchObject({
		issues: [{ code: 'registers.fault.report-members-of-none' }]
	})
	const to = { groups: ['keepers'], structures: ['committee'], seats: ['observer'] }
	const { reference: template } = await keeper.run(addTemplate, { register, definition: of({ to }) })
	const late = await made.as('secretariat', at('2026-06-05'))
	const { reference: edition } = await late.run(makeEdition, { template, day: '2026-04-01' })
	const read = async (key: Parameters<TestWorkspace['as']>[0]) => {
		const seat = await made.as(key, at('2026-06-05'))
		return seat.ask(getEdition, { edition }).then(
			() => true,
			() => false
		)
	}
	expect(await read('member')).toBe(false)
	const before = (await mails()).length
	const { version } = await late.ask(getEdition, { edition })
	await late.run(completeEdition, { edition, version })
	expect(await Promise.all((['secretariat', 'administrator', 'member'] as const).map(read))).toEqual([true, true, true])
	expect(await Promise.all((['observer', 'public'] as const).map(read))).toEqual([false, false])
	const observer = (await made.as('observer')).seat.id
	const written = (await mails()).slice(before).map(({ seat_id: id }) => id)
	expect(written).toContain((await made.as('member')).seat.id)
	expect(written).not.toContain(observer)
})
