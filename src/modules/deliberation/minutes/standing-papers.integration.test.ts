import { describe, expect, test } from 'vitest'
import type { Here } from '#platform/operation/operation.server.ts'
import { aMeeting } from '#tests/fixtures/meeting.ts'
import { adopt, textFor, workAll } from '#tests/fixtures/papers.ts'
import { doing } from '#tests/fixtures/workplace.ts'
import { assignAction, changeAction } from '../action/action-commands.ts'
import { getAction } from '../action/action-queries.ts'
import { handOverAction } from '../action/hand-over-commands.ts'
import { changeAgendaItem } from '../meeting/agenda-commands.ts'
import { getAgendaItem } from '../meeting/agenda-queries.ts'
import { sealEditions } from './editions.server.ts'
import { saveMinute } from './minute-commands.ts'
import { getMinutes } from './minute-queries.ts'
import { makePaper } from './paper-commands.ts'
import { getSeriesMinutes } from './series-queries.ts'
import { keptStanding } from './standing.server.ts'

type Meeting = Awaited<ReturnType<typeof aMeeting>>

/** A meeting with its standing items, and two open actions of its structure: one that all see, one for the secretariat. */
async function withStanding(asked?: Parameters<typeof aMeeting>[0]) {
	const whole = await aMeeting({ ...asked, standing: true })
	// Before the meeting began: what is handed out in it does not arise from the last one.
	const before = await whole.made.as('secretariat', new Date('2026-02-27T09:00:00Z'))
	const give = async (title: string, more: object = {}) =>
		(
			await before.run(assignAction, {
				title,
				structure: 'committee',
				responsible: 'labour',
				due: '2026-04-30',
				...more
			})
		).reference
	return {
		...whole,
		seen: await give('Publish the wage survey'),
		hidden: await give('Vet the carriers', { audience: 'secretariat', responsible: 'secretariat-office' })
	}
}

const make = async (whole: Meeting, kind: 'notice' | 'agenda' | 'minutes' | 'attendance', language?: string) => {
	await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind, ...(language ? { language } : {}) })
	await workAll(whole)
}

const arising = async ({ made, meeting }: Meeting, key: 'secretariat' | 'outsider') => {
	const { items } = await (await made.as(key)).ask(getMinutes, { meeting })
	return items
		.find(({ agendaKind }) => agendaKind === 'matters-arising')
		?.standing.map(({ record }) => record.reference)
}

const rowOf = (here: Here, id: string) =>
	here.tx.selectFrom('meeting').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

describe('a standing item', () => {
	test.each(['notice', 'agenda', 'minutes'] as const)(
		'says what it holds in the %s, to each reader theirs',
		async (kind) => {
			const whole = await withStanding()
			if (kind === 'minutes') await adopt(whole)
			else await make(whole, kind)
			const [full, outsider] = [await textFor(whole, 'secretariat', kind), await textFor(whole, 'outsider', kind)]
			for (const form of ['pdf', 'docx'] as const) {
				expect(full?.[form]).toContain('Publish the wage survey (Open, due 30 April 2026, Ministry of Labour)')
				expect(full?.[form]).toContain('Vet the carriers')
				expect(outsider?.[form]).toContain(whole.seen)
				expect(outsider?.[form]).not.toContain('Vet the carriers')
				expect(outsider?.[form]).not.toContain(whole.hidden)
			}
		}
	)

	test('holds on the page what the reader may see, as things are now', async () => {
		const whole = await withStanding()
		expect(await arising(whole, 'secretariat')).toEqual(expect.arrayContaining([whole.seen, whole.hidden]))
		expect(await arising(whole, 'outsider')).toEqual([whole.seen])
	})

	test('stays as it was when the minutes were adopted, on the page, in the series and in what was sealed', async () => {
		const whole = await withStanding()
		await adopt(whole)
		const { version } = await whole.secretariat.ask(getAction, { action: whole.seen })
		await whole.secretariat.run(changeAction, { action: whole.seen, version, due: '2026-09-01', reason: 'later' })
		await whole.secretariat.run(assignAction, {
			title: 'Born afterwards',
			structure: 'committee',
			responsible: 'labour',
			due: '2026-05-01'
		})
		const outsider = await whole.made.as('outsider')
		const { items } = await outsider.ask(getMinutes, { meeting: whole.meeting })
		const held = items.find(({ agendaKind }) => agendaKind === 'matters-arising')?.standing
		expect(held?.map(({ record, day, responsible }) => [record.reference, day, responsible?.reference])).toEqual([
			[whole.seen, '2026-04-30', 'labour']
		])
		const { meetings } = await outsider.ask(getSeriesMinutes, { structure: 'committee' })
		const inSeries = meetings
			.find(({ reference }) => reference === whole.meeting)
			?.items.find(({ agendaKind }) => agendaKind === 'matters-arising')
		expect(inSeries?.standing).toEqual(held)
		const sealed = await textFor(whole, 'outsider', 'minutes')
		expect(sealed?.pdf).toContain('Publish the wage survey')
		for (const word of ['Born afterwards', 'Vet the carriers']) expect(sealed?.pdf).not.toContain(word)
	})

	test('of minutes adopted before anything was kept tells what was open on the day of the meeting', async () => {
		const whole = await withStanding()
		const later = await aMeeting({}, whole.made)
		await whole.secretariat.run(
			doing(async (here) => {
				const rows = await here.tx.selectFrom('action').select(['id']).where('structure_id', 'is not', null).execute()
				for (const { id } of rows) await here.write.change('action', id, { opened_day: '2026-02-20' })
				await here.write.change('meeting', whole.id, {
					state: 'adopted',
					adopted_day: '2026-03-02',
					adopted_how: 'meeting',
					adopted_in_id: later.id
				})
			}),
			{}
		)
		await whole.secretariat.run(assignAction, { title: 'Born there', structure: 'committee', responsible: 'labour' })
		expect(await arising(whole, 'outsider')).toEqual([whole.seen])
		const held = async () => {
			const { items } = await (await whole.made.as('outsider')).ask(getMinutes, { meeting: whole.meeting })
			const standing = items.find(({ agendaKind }) => agendaKind === 'matters-arising')?.standing ?? []
			return standing.map(({ day, responsible }) => [day, responsible?.reference ?? null])
		}
		expect(await held()).toEqual([['2026-04-30', 'labour']])
		// What became of it since is not told as if it had been so on that day.
		const action = whole.seen
		const version = async () => (await whole.secretariat.ask(getAction, { action })).version
		await whole.secretariat.run(changeAction, { action, version: await version(), due: '2026-09-01', reason: 'later' })
		expect(await held()).toEqual([['2026-04-30', 'labour']])
		await whole.secretariat.run(handOverAction, { action, version: await version(), actor: 'health', reason: 'moved' })
		expect(await held()).toEqual([['2026-04-30', null]])
	})

	test('is kept once, however often the papers are sealed', async () => {
		const whole = await withStanding()
		const seal = async () => {
			await whole.secretariat.run(
				doing((here) => sealEditions(here, whole.id)),
				{}
			)
			await workAll(whole)
		}
		await seal()
		await whole.secretariat.run(assignAction, { title: 'Later', structure: 'committee', responsible: 'labour' })
		await seal()
		const kept = await whole.secretariat.run(
			doing(async (here) => (await keptStanding(here, [await rowOf(here, whole.id)]))(whole.id)('matters-arising')),
			{}
		)
		expect(kept.map(({ record }) => record.title['en']).toSorted()).toEqual([
			'Publish the wage survey',
			'Vet the carriers'
		])
	})
})

describe('a paper in another language', () => {
	test.each([
		['fr', ['Suites de la réunion précédente', 'Engagements arrivant à échéance', 'échéance', 'Présents']],
		['pt', ['Assuntos pendentes', 'Compromissos a vencer', 'Presentes']]
	] as const)('names standing items and says everything of its own in %s', async (language, said) => {
		const whole = await withStanding()
		await make(whole, 'minutes', language)
		const text = await textFor(whole, 'secretariat', 'minutes')
		for (const form of ['pdf', 'docx'] as const) {
			for (const words of said) expect(text?.[form]).toContain(words)
			for (const words of ['Matters arising', 'Commitments falling due', 'Not recorded', 'Open'])
				expect(text?.[form]).not.toContain(`${words} `)
		}
	})

	test('keeps the name that a secretary gave a standing item', async () => {
		const whole = await withStanding()
		const { items } = await whole.secretariat.ask(getMinutes, { meeting: whole.meeting })
		const agendaItem = items.find(({ agendaKind }) => agendaKind === 'commitments')?.reference ?? ''
		const { version } = await whole.secretariat.ask(getAgendaItem, { agendaItem })
		await whole.secretariat.run(changeAgendaItem, { agendaItem, version, title: 'Promises of the ministers' })
		await make(whole, 'agenda', 'pt')
		expect((await textFor(whole, 'secretariat', 'agenda'))?.pdf).toContain('Promises of the ministers')
	})
})

describe('the attendance', () => {
	test('names in the minutes and the sheet whoever is expected and of whom nothing was recorded', async () => {
		const whole = await withStanding()
		await whole.secretariat.run(
			doing(async (here) => {
				const rows = await here.tx.selectFrom('attendance').select('id').where('meeting_id', '=', whole.id).execute()
				for (const { id } of rows) await here.write.change('attendance', id, { state: 'expected' })
			}),
			{}
		)
		await make(whole, 'minutes')
		const minutes = await textFor(whole, 'member', 'minutes')
		expect(minutes?.pdf).toContain('Not recorded: Ministry of')
		for (const ministry of ['Ministry of Home Affairs', 'Ministry of Labour']) expect(minutes?.docx).toContain(ministry)
		await make(whole, 'attendance')
		const sheet = await textFor(whole, 'member', 'attendance')
		expect(sheet?.pdf).not.toContain('Expected')
		expect(sheet?.docx.split('Not recorded').length).toBe(3)
	})
})

describe('the papers of a meeting to come', () => {
	test('are a letter that somebody signs, and a list with room to sign', async () => {
		const whole = await aMeeting({ held: false })
		await make(whole, 'notice')
		const notice = await textFor(whole, 'member', 'notice')
		for (const said of [
			'20 February 2026',
			'To: the members of Coordination Committee (CC)',
			'Called by',
			'Chair: Ministry of Home Affairs',
			'Name, office and signature:'
		])
			expect(notice?.pdf).toContain(said)
		await make(whole, 'attendance')
		const sheet = await textFor(whole, 'member', 'attendance')
		expect(sheet?.pdf).toContain('The structure has 2 members; no quorum is laid down.')
		for (const words of ['were present', 'State']) expect(sheet?.pdf).not.toContain(words)
	})

	test('say of an invented meeting that it will not take place, and of one that is over that it was never held', async () => {
		for (const [held, said] of [
			[false, 'It will not take place.'],
			[true, 'It was never held.']
		] as const) {
			const whole = await aMeeting({ held })
			await whole.made.database.owner
				.updateTable('record')
				.set({ origin: 'invented' })
				.where('workspace_id', '=', whole.made.workspace.id)
				.where('id', '=', whole.id)
				.execute()
			await make(whole, 'agenda')
			expect((await textFor(whole, 'member', 'agenda'))?.pdf).toContain(said)
		}
	})
})

describe('a line that has become an action', () => {
	const line = '@action labour: send the figures by 2026-04-30'

	test('stands in the paper as that action, where it stood, and not again below', async () => {
		const whole = await aMeeting()
		await whole.secretariat.run(saveMinute, { agendaItem: whole.items.open, text: `Noted.\n${line}\nClosed.` })
		const { reference } = await whole.secretariat.run(assignAction, {
			title: 'send the figures',
			responsible: 'labour',
			due: '2026-04-30',
			agendaItem: whole.items.open
		})
		await make(whole, 'minutes')
		const member = await textFor(whole, 'member', 'minutes')
		for (const form of ['pdf', 'docx'] as const) {
			expect(member?.[form]).not.toContain('@action')
			expect(member?.[form].split(reference).length).toBe(2)
		}
		expect(member?.pdf).toMatch(
			new RegExp(`Noted\\. Action: ${reference} · send the figures Ministry of Labour, by 30 April 2026 Closed\\.`)
		)
	})

	test('is left out for a reader who does not see the action', async () => {
		const whole = await aMeeting()
		await whole.secretariat.run(saveMinute, {
			agendaItem: whole.items.open,
			text: `Noted.\n${line.replace('labour', 'police')}\nClosed.`
		})
		await whole.secretariat.run(assignAction, {
			title: 'send the figures',
			responsible: 'police',
			due: '2026-04-30',
			agendaItem: whole.items.open,
			audience: 'secretariat'
		})
		await make(whole, 'minutes')
		const member = await textFor(whole, 'member', 'minutes')
		expect(member?.edition).not.toBe('full')
		for (const form of ['pdf', 'docx'] as const) {
			expect(member?.[form]).toContain('Noted.')
			for (const words of ['@action', 'send the figures']) expect(member?.[form]).not.toContain(words)
		}
	})
})
