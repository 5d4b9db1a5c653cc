import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { addNomination, addMembership } from '#modules/directory/membership-commands.ts'
import { listMemberships } from '#modules/directory/membership-queries.ts'
import { openFile } from '#platform/files/file-operations.ts'
import { changeWorkspace } from '#platform/access/workspace-operations.ts'
import { setRecordAudience } from '#platform/records/record-operations.ts'
import { hold } from '#tests/fixtures/held-seat.ts'
import { mailServerForEach } from '#tests/fixtures/mail-days.ts'
import { aMeeting, SECRET_TITLE, SECRET_WORDS } from '#tests/fixtures/meeting.ts'
import { adopt, papersFor, readPdf, textFor, workAll } from '#tests/fixtures/papers.ts'
import { doing, rowsOf } from '#tests/fixtures/workplace.ts'
import type { SeatKey } from '#tests/fixtures/workspace.ts'
import { sealEditions } from './editions.server.ts'
import { changeAgendaItem } from '../meeting/agenda-commands.ts'
import { getAgendaItem } from '../meeting/agenda-queries.ts'
import { assignAction } from '../action/action-commands.ts'
import { addDecision } from '../decision/decision-commands.ts'
import { proposeRecommendation } from '../recommendation/recommendation-commands.ts'
import { saveMinute } from './minute-commands.ts'
import { makePaper, sendPaper } from './paper-commands.ts'
import { listPapers } from './paper-queries.ts'
import { printSeriesMinutes, getSeriesMinutes } from './series-queries.ts'
import { WrittenFile } from '#platform/files/written-file.ts'

const start = promisify(execFile)
type Meeting = Awaited<ReturnType<typeof aMeeting>>

const itemOf = async ({ secretariat }: Meeting, agendaItem: string) => ({
	agendaItem,
	version: (await secretariat.ask(getAgendaItem, { agendaItem })).version
})

async function written(asked?: Parameters<typeof aMeeting>[0]) {
	const whole = await aMeeting(asked)
	const minutes = {
		open: 'The chair opened.',
		members: 'The budget was agreed.',
		secret: `Heard ${SECRET_WORDS}.`,
		last: 'Closed at ten.'
	}
	for (const [name, text] of Object.entries(minutes))
		await whole.secretariat.run(saveMinute, { agendaItem: z.string().parse(Reflect.get(whole.items, name)), text })
	return whole
}

describe('a paper', () => {
	test('is written once for each circle of readers that reads something different', async () => {
		const whole = await written()
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'minutes' })
		const before = await whole.secretariat.ask(listPapers, { meeting: whole.meeting })
		expect(before.making.map(({ kind, hasFailed }) => [kind, hasFailed])).toEqual([['minutes', false]])
		await workAll(whole)
		const after = await whole.secretariat.ask(listPapers, { meeting: whole.meeting })
		expect(after.making).toEqual([])
		expect(after.papers.map(({ edition }) => edition).sort()).toEqual(['full', 'members'])
	})

	test('of minutes that are not adopted is made for nobody who may not read them yet, and for all once they are', async () => {
		const whole = await written({ audience: 'public' })
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'minutes' })
		await workAll(whole)
		for (const key of ['public', 'outsider'] as const) expect(await papersFor(whole, key)).toEqual([])
		await adopt(whole)
		for (const key of ['public', 'outsider'] as const) {
			const text = await textFor(whole, key, 'minutes')
			expect(text?.pdf).toContain('The chair opened.')
			expect(text?.pdf).not.toContain('Nothing is recorded')
		}
	})

	test('says for whom it is, on its page and in the name of its file', async () => {
		const whole = await written()
		await adopt(whole)
		for (const [key, name, file] of [
			['secretariat', 'Edition: Full edition, for the secretariat', 'full-edition'],
			['member', 'Edition: For the members and the co-opted', 'members'],
			['outsider', 'Edition: For all seats of the workspace', 'all-seats']
		] as const) {
			const text = await textFor(whole, key, 'minutes')
			for (const form of ['pdf', 'docx'] as const) expect(text?.[form].replaceAll(/\s+/g, ' ')).toContain(name)
			expect(text?.pdf).toContain('Adopted on 2 March 2026 in the meeting “First meeting of the year”')
			expect(text?.pdf).toContain('Where: Harare')
			expect(text?.file).toBe(`minutes-${whole.meeting}-${file}.pdf`)
		}
	})

	test('is written for an organization that was named for an item, with that item, and for nobody else', async () => {
		const whole = await written()
		await whole.secretariat.run(changeAgendaItem, {
			...(await itemOf(whole, whole.items.secret)),
			confidentiality: 'named',
			named: ['police', 'health']
		})
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'agenda' })
		await workAll(whole)
		const [police, health] = [await textFor(whole, 'police', 'agenda'), await textFor(whole, 'outsider', 'agenda')]
		expect(police).toEqual(health)
		expect(police?.edition).toBe('named')
		expect(police?.pdf).toContain(SECRET_TITLE)
		expect(police?.pdf).not.toContain('Budget')
		expect(police?.pdf).toMatch(/Edition: For .*Ministry of Health.*Police Service/)
		const observer = await textFor(whole, 'observer', 'agenda')
		expect(observer?.edition).toBe('workspace')
		expect(observer?.pdf).not.toContain(SECRET_TITLE)
		const member = await textFor(whole, 'member', 'agenda')
		expect(member?.edition).toBe('members')
		await adopt(whole)
		expect((await textFor(whole, 'police', 'minutes'))?.pdf).toContain(SECRET_WORDS)
		expect((await textFor(whole, 'member', 'minutes'))?.pdf).not.toContain(SECRET_WORDS)
	})

	test('has one edition where all read the same', async () => {
		const whole = await aMeeting({ audience: 'public' })
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'notice' })
		await workAll(whole)
		const editions = (await papersFor(whole, 'secretariat')).map(({ edition }) => edition)
		expect(editions).toContain('public')
		expect(new Set(editions).size).toBe(editions.length)
	})

	test('shows each reader the items it sees, numbered without a gap, and no word of another', async () => {
		const whole = await written()
		await adopt(whole)
		const [full, member, outsider] = [
			await textFor(whole, 'secretariat', 'minutes'),
			await textFor(whole, 'member', 'minutes'),
			await textFor(whole, 'outsider', 'minutes')
		]
		for (const form of ['pdf', 'docx'] as const) {
			expect(full?.[form]).toContain('4. Closing')
			expect(full?.[form]).toContain(SECRET_WORDS)
			expect(member?.[form]).toContain('2. Budget of the members')
			expect(member?.[form]).toContain('3. Closing')
			expect(outsider?.[form]).toContain('2. Closing')
			expect(outsider?.[form]).not.toContain('Budget')
			for (const text of [member?.[form], outsider?.[form]])
				for (const words of [SECRET_TITLE, SECRET_WORDS]) expect(text).not.toContain(words)
		}
		expect([full?.edition, member?.edition, outsider?.edition]).toEqual(['full', 'members', 'workspace'])
		await expect(papersFor(whole, 'public')).rejects.toMatchObject({ kind: 'absent' })
	})

	test.each(['notice', 'agenda', 'attendance', 'decisions'] as const)(
		'of the kind %s holds no word of a restricted item for who does not see it',
		async (kind) => {
			const whole = await written()
			await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind })
			await workAll(whole)
			const outsider = await textFor(whole, 'outsider', kind)
			expect(outsider?.pdf).toContain('First meeting of the year')
			for (const form of ['pdf', 'docx'] as const) expect(outsider?.[form]).not.toContain(SECRET_TITLE)
		}
	)

	/** Minutes and the sheet of decisions tell a vote and what else is asked for; of the restricted item nothing to who does not see it. */
	async function seenAsTaken(whole: Awaited<ReturnType<typeof written>>, told: readonly string[]) {
		for (const kind of ['minutes', 'decisions'] as const) {
			await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind })
			await workAll(whole)
			const [full, member] = [await textFor(whole, 'secretariat', kind), await textFor(whole, 'member', kind)]
			for (const form of ['pdf', 'docx'] as const) {
				const text = full?.[form].replaceAll(/\s+/g, ' ')
				for (const line of ['By vote: 1 for, 0 against, 0 abstentions', 'Voted for: Ministry of Home Affairs', ...told])
					expect(text).toContain(line)
				expect(member?.[form]).toContain('Reservation of')
				expect(member?.[form]).not.toContain('flights')
			}
		}
	}

	test('says how a decision was taken, in the minutes and in the sheet of decisions, as far as the item is seen', async () => {
		const whole = await written()
		const decide = (agendaItem: string, text: string) =>
			whole.secretariat.run(addDecision, {
				meeting: whole.meeting,
				agendaItem,
				title: 'The lane',
				text,
				manner: 'vote',
				votedFor: ['home-affairs'],
				positions: [{ actor: 'home-affairs', stance: 'reservation', text: `${text} For a year.` }],
				basis: 'Rule 7',
				effect: '2026-04-01'
			})
		await decide(whole.items.open, 'The lane is opened.')
		await decide(whole.items.secret, 'The flights are paid.')
		await seenAsTaken(whole, [
			'Reservation of Ministry of Home Affairs: The lane is opened. For a year.',
			'Reservation of Ministry of Home Affairs: The flights are paid. For a year.',
			'Basis: Rule 7',
			'Takes effect on 1 April 2026'
		])
	})

	test('says how a recommendation was taken as it does of a decision, as far as the item is seen', async () => {
		const whole = await written()
		const recommend = (agendaItem: string, text: string) =>
			whole.secretariat.run(proposeRecommendation, {
				meeting: whole.meeting,
				agendaItem,
				title: 'The lane',
				text,
				addresseeActor: 'home-affairs',
				areas: ['labour-migration'],
				manner: 'vote',
				votedFor: ['home-affairs'],
				positions: [{ actor: 'home-affairs', stance: 'reservation', text: `${text} For a year.` }]
			})
		await recommend(whole.items.open, 'That the lane be opened.')
		await recommend(whole.items.secret, 'That the flights be paid.')
		await seenAsTaken(whole, [
			'Reservation of Ministry of Home Affairs: That the lane be opened. For a year.',
			'Reservation of Ministry of Home Affairs: That the flights be paid. For a year.'
		])
	})

	test('keeps its readers when the meeting is shown to more', async () => {
		const whole = await written()
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'minutes' })
		await workAll(whole)
		const full = (await papersFor(whole, 'secretariat')).find(({ edition }) => edition === 'full')
		const { version } = await whole.changing()
		await whole.secretariat.run(setRecordAudience, {
			record: whole.meeting,
			kind: 'meeting',
			version,
			audience: 'public',
			reason: 'it concerns all'
		})
		const outsider = await whole.made.as('outsider')
		await expect(outsider.ask(openFile, { file: full?.pdf.id ?? '' })).rejects.toMatchObject({ kind: 'absent' })
		expect((await papersFor(whole, 'outsider')).map(({ edition }) => edition)).not.toContain('full')
	})

	test('made before is closed when it is made anew, and when something in it is restricted', async () => {
		const whole = await written()
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'agenda' })
		await workAll(whole)
		const [old] = await papersFor(whole, 'outsider')
		const outsider = await whole.made.as('outsider')
		await expect(outsider.ask(openFile, { file: old?.pdf.id ?? '' })).resolves.toMatchObject({
			mediaType: 'application/pdf'
		})
		const chair = await whole.made.as('chair')
		await chair.run(changeAgendaItem, {
			...(await itemOf(whole, whole.items.last)),
			confidentiality: 'members'
		})
		await expect(outsider.ask(openFile, { file: old?.pdf.id ?? '' })).rejects.toMatchObject({ kind: 'absent' })
	})

	test('stands in the letterhead of the workspace and in the language asked for', async () => {
		const whole = await aMeeting()
		const administrator = await whole.made.as('administrator')
		await administrator.run(changeWorkspace, {
			version: 0,
			letterhead: { en: 'Republic of Testland', fr: 'République du Testland' },
			reason: 'by decree'
		})
		for (const language of ['fr', 'en']) {
			await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'agenda', language })
			await workAll(whole)
			const text = await textFor(whole, 'secretariat', 'agenda')
			const [lines, title] =
				language === 'fr' ? ['République du Testland', 'Ordre du jour'] : ['Republic of Testland', 'Agenda']
			for (const form of ['pdf', 'docx'] as const) {
				expect(text?.[form]).toContain(title)
				// At the head of the paper, before its own title.
				expect(text?.[form].split(title)[0]?.replaceAll(/\s+/g, ' ')).toContain(lines)
			}
		}
	})

	test('is not written in a language of which the product speaks nothing but the days', async () => {
		const whole = await aMeeting()
		const asked = { meeting: whole.meeting, kind: 'agenda', language: 'sn' } as const
		await expect(whole.secretariat.run(makePaper, asked)).rejects.toMatchObject({
			kind: 'conflict',
			code: 'deliberation.language-not-spoken'
		})
	})

	test('is ordered by those alone who run the meeting, and once at a time', async () => {
		const whole = await aMeeting()
		const member = await whole.made.as('member')
		await expect(member.run(makePaper, { meeting: whole.meeting, kind: 'agenda' })).rejects.toMatchObject({
			kind: 'forbidden'
		})
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'agenda' })
		await expect(whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'agenda' })).rejects.toMatchObject({
			code: 'deliberation.paper-being-made'
		})
	})
})

describe('adopted minutes', () => {
	test('are sealed in the full and each redacted edition, once, and stay as they are', async () => {
		const whole = await written()
		const seal = () =>
			whole.secretariat.run(
				doing((here) => sealEditions(here, whole.id)),
				{}
			)
		await adopt(whole)
		const sealed = (await papersFor(whole, 'secretariat')).filter(({ kind }) => kind === 'minutes')
		expect(sealed.map(({ edition }) => edition).sort()).toEqual(['full', 'members', 'workspace'])
		for (const paper of sealed) {
			expect(paper.sealedAt).not.toBeNull()
			const { path, sha256 } = await whole.secretariat.ask(openFile, { file: paper.pdf.id })
			expect(sha256).toBe(paper.pdf.sha256)
			expect(
				createHash('sha256')
					.update(await readFile(path))
					.digest('hex')
			).toBe(sha256)
		}
		await seal()
		await workAll(whole)
		expect((await papersFor(whole, 'secretariat')).filter(({ kind }) => kind === 'minutes')).toEqual(sealed)
		for (const text of [await textFor(whole, 'outsider', 'minutes'), await textFor(whole, 'outsider', 'decisions')])
			expect(text?.pdf).not.toContain(SECRET_WORDS)
	})

	test('without papers, as a file brings them, are written and sealed afterwards, once, and say so', async () => {
		const whole = await written()
		await adopt(whole, { sealing: false })
		expect((await whole.secretariat.ask(listPapers, { meeting: whole.meeting })).makes).toContain('minutes')
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'minutes' })
		await workAll(whole)
		const papers = await papersFor(whole, 'secretariat')
		expect(papers.map(({ edition, sealedAt }) => [edition, sealedAt !== null]).toSorted()).toEqual([
			['full', true],
			['members', true],
			['workspace', true]
		])
		const text = await textFor(whole, 'outsider', 'minutes')
		expect(text?.pdf).toContain('Written and sealed on 2 March 2026: no paper had been written')
		expect(text?.pdf).toContain('Adopted on 2 March 2026')
		const again = whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'minutes' })
		await expect(again).rejects.toMatchObject({ code: 'deliberation.paper-sealed' })
		expect((await whole.secretariat.ask(listPapers, { meeting: whole.meeting })).makes).toContain('decisions')
	})

	test('are a PDF that says it keeps PDF/UA-1 and a DOCX that says its title', async () => {
		const whole = await written()
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'minutes' })
		await workAll(whole)
		const [paper] = await papersFor(whole, 'secretariat')
		const pdf = await whole.secretariat.ask(openFile, { file: paper?.pdf.id ?? '' })
		expect((await start('pdfinfo', [pdf.path])).stdout).toMatch(
			/Title: +Minutes: First meeting of the year[\s\S]*Tagged: +yes/
		)
		expect((await readFile(pdf.path, 'latin1')).slice(0, 8)).toBe('%PDF-1.7')
		expect((await start('pdfinfo', ['-meta', pdf.path])).stdout).toContain('pdfuaid')
	})
})

describe('a paper by mail', () => {
	const mail = mailServerForEach()

	async function nominate({ made }: Meeting, actor: string, seat: string | null, structure = 'committee') {
		const administrator = await made.as('administrator')
		const { items } = await administrator.ask(listMemberships, { filter: { structure } })
		const membership = items.find((item) => item.actor.reference === actor)?.id ?? ''
		await administrator.run(addNomination, {
			membership,
			capacity: 'principal',
			office: `Director of ${actor}`,
			from: '2026-01-01',
			...(seat === null ? { email: 'desk@office.example' } : { seat })
		})
	}

	test('reaches those who sit for the members, in their language, and nobody else', async () => {
		const whole = await written()
		const member = await hold(whole.made, 'member', 'fr')
		await hold(whole.made, 'outsider')
		await nominate(whole, 'labour', 'member')
		await nominate(whole, 'home-affairs', null)
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'minutes' })
		await workAll(whole)
		const sent = await whole.secretariat.run(sendPaper, { meeting: whole.meeting, kind: 'minutes' })
		expect(sent).toEqual({ told: { told: 2, kept: 0, unreached: 0 }, cannotReach: [] })
		await workAll(whole)
		// Whoever has only an address could open no edition: the seat of its organization is told instead, once somebody holds it.
		expect(mail.server.received.map(({ to }) => to[0])).toEqual([member])
		const text = JSON.stringify(mail.server.received)
		expect(text).toMatch(/proc.{1,12}s-verbal/)
		for (const words of [SECRET_TITLE, SECRET_WORDS]) expect(text).not.toContain(words)
	})

	test('passes over who sits there and may open no edition of it', async () => {
		const whole = await aMeeting({ audience: 'members', structure: 'closed-group' })
		const administrator = await whole.made.as('administrator')
		await administrator.run(addMembership, {
			structure: 'closed-group',
			actor: 'health',
			kind: 'co-opted',
			from: '2026-01-01',
			reason: 'asked to advise'
		})
		await nominate(whole, 'health', 'observer', 'closed-group')
		await hold(whole.made, 'observer')
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'agenda' })
		await workAll(whole)
		const sent = await whole.secretariat.run(sendPaper, { meeting: whole.meeting, kind: 'agenda' })
		// Nobody of the seat that was named may see it: those who act for the ministry itself are told.
		expect(sent).toMatchObject({ told: { told: 3, unreached: 0 } })
		const seats = (await rowsOf(whole.made, 'mail')).map((row) => row['seat_id'])
		const idOf = async (key: SeatKey) => (await whole.made.as(key)).seat.id
		expect(new Set(seats)).toEqual(new Set([await idOf('chair'), await idOf('member'), await idOf('outsider')]))
	})

	test('is not sent before it is made', async () => {
		const whole = await aMeeting()
		const sending = whole.secretariat.run(sendPaper, { meeting: whole.meeting, kind: 'notice' })
		await expect(sending).rejects.toMatchObject({ code: 'deliberation.paper-not-made' })
	})
})

/** The words of a file that was just written, as its program reads them. */
async function printed({ content }: { content: Uint8Array }, format: 'docx' | 'pdf'): Promise<string> {
	if (format === 'docx') {
		const body = strFromU8(unzipSync(content)['word/document.xml'] ?? new Uint8Array())
		return body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
	}
	const folder = await mkdtemp(join(tmpdir(), 'pitso-series-'))
	try {
		const path = join(folder, 'series.pdf')
		await writeFile(path, content)
		return await readPdf(path)
	} finally {
		await rm(folder, { recursive: true })
	}
}

describe('the minutes of a whole series', () => {
	test('are read as one with what is open, as far as the reader sees them, and printed as DOCX and PDF', async () => {
		const whole = await written()
		await whole.secretariat.run(assignAction, {
			structure: 'committee',
			title: 'Count the trucks',
			responsible: 'labour',
			due: '2026-05-01'
		})
		const outsider = await whole.made.as('outsider')
		const read = await outsider.ask(getSeriesMinutes, { structure: 'committee', from: '2026-01-01' })
		expect(
			read.meetings.map(({ reference, items }) => [
				reference,
				items.map(({ number, title }) => `${String(number)} ${title['en'] ?? ''}`)
			])
		).toEqual([[whole.meeting, ['1 Opening', '2 Closing']]])
		expect(JSON.stringify(read)).not.toContain(SECRET_TITLE)
		await adopt(whole)
		for (const format of ['docx', 'pdf'] as const) {
			const file = await outsider.ask(printSeriesMinutes, { structure: 'committee', format })
			expect(file).toBeInstanceOf(WrittenFile)
			expect(file.name).toBe(`minutes-committee.${format}`)
			const text = await printed(file, format)
			for (const words of ['1. Opening', 'The chair opened.', '2. Closing', 'Closed at ten.', 'Count the trucks'])
				expect(text).toContain(words)
			for (const words of ['Budget', SECRET_TITLE, SECRET_WORDS]) expect(text).not.toContain(words)
		}
		expect((await outsider.ask(getSeriesMinutes, { structure: 'committee', to: '2025-12-31' })).meetings).toEqual([])
		await expect(outsider.ask(getSeriesMinutes, { structure: 'closed-group' })).rejects.toMatchObject({
			kind: 'absent'
		})
	})
})
