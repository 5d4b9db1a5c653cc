import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { strFromU8, unzipSync } from 'fflate'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { addNomination, addMembership } from '#modules/directory/membership-commands.ts'
import { listMemberships } from '#modules/directory/membership-queries.ts'
import { openFile } from '#platform/files/file-operations.ts'
import { leaveMailServer } from '#platform/mail/mail-server.server.ts'
import { changeWorkspace } from '#platform/access/workspace-operations.ts'
import { setRecordAudience } from '#platform/records/record-operations.ts'
import { startMailServer, type TestMailServer } from '#tests/fixtures/mail-server.ts'
import { aMeeting, SECRET_TITLE, SECRET_WORDS } from '#tests/fixtures/meeting.ts'
import { aClock, doing, rowsOf, workDue, workplaceOf } from '#tests/fixtures/workplace.ts'
import { NOW, type SeatKey } from '#tests/fixtures/workspace.ts'
import { sealEditions } from './editions.server.ts'
import { changeAgendaItem } from '../meeting/agenda-commands.ts'
import { getAgendaItem } from '../meeting/agenda-queries.ts'
import { saveMinute } from './minute-commands.ts'
import { makePaper, sendPaper } from './paper-commands.ts'
import { listPapers } from './paper-queries.ts'
import { printSeriesMinutes, getSeriesMinutes } from './series-queries.ts'
import { WrittenFile } from '#platform/files/written-file.ts'

const start = promisify(execFile)
type Meeting = Awaited<ReturnType<typeof aMeeting>>

const work = async ({ made }: Meeting) => {
	const clock = aClock(NOW)
	while ((await workDue(made, workplaceOf(made, clock))) > 0) clock.advance(1)
}

const papersFor = async ({ made, meeting }: Meeting, key: SeatKey) =>
	(await (await made.as(key)).ask(listPapers, { meeting })).papers

const readPdf = async (path: string) => (await start('pdftotext', [path, '-'])).stdout.replaceAll(/\s+/g, ' ')

/** What the PDF and the words of the DOCX of a paper say to a seat that opens them. */
async function textFor(whole: Meeting, key: SeatKey, kind: string) {
	const acting = await whole.made.as(key)
	const [paper] = (await papersFor(whole, key)).filter((one) => one.kind === kind).toReversed()
	if (!paper) return null
	const [pdf, docx] = [
		await acting.ask(openFile, { file: paper.pdf.id }),
		await acting.ask(openFile, { file: paper.docx.id })
	]
	const parts = unzipSync(await readFile(docx.path))
	const body = strFromU8(parts['word/document.xml'] ?? new Uint8Array())
	return {
		edition: paper.edition,
		pdf: await readPdf(pdf.path),
		docx: body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
	}
}

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
		await work(whole)
		const after = await whole.secretariat.ask(listPapers, { meeting: whole.meeting })
		expect(after.making).toEqual([])
		expect(after.papers.map(({ edition }) => edition).sort()).toEqual(['full', 'members', 'workspace'])
	})

	test('has one edition where all read the same', async () => {
		const whole = await aMeeting({ audience: 'public' })
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'notice' })
		await work(whole)
		const editions = (await papersFor(whole, 'secretariat')).map(({ edition }) => edition)
		expect(editions).toContain('public')
		expect(new Set(editions).size).toBe(editions.length)
	})

	test('shows each reader the items it sees, numbered without a gap, and no word of another', async () => {
		const whole = await written()
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'minutes' })
		await work(whole)
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
			await work(whole)
			const outsider = await textFor(whole, 'outsider', kind)
			expect(outsider?.pdf).toContain('First meeting of the year')
			for (const form of ['pdf', 'docx'] as const) expect(outsider?.[form]).not.toContain(SECRET_TITLE)
		}
	)

	test('keeps its readers when the meeting is shown to more', async () => {
		const whole = await written()
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'minutes' })
		await work(whole)
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
		await work(whole)
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
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'agenda', language: 'fr' })
		await work(whole)
		expect((await textFor(whole, 'secretariat', 'agenda'))?.pdf).toContain('Ordre du jour')
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
		await seal()
		await work(whole)
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
		await work(whole)
		expect((await papersFor(whole, 'secretariat')).filter(({ kind }) => kind === 'minutes')).toEqual(sealed)
		for (const text of [await textFor(whole, 'outsider', 'minutes'), await textFor(whole, 'outsider', 'decisions')])
			expect(text?.pdf).not.toContain(SECRET_WORDS)
	})

	test('are a PDF that says it keeps PDF/UA-1 and a DOCX that says its title', async () => {
		const whole = await written()
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'minutes' })
		await work(whole)
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
	let server: TestMailServer
	beforeEach(async () => {
		server = await startMailServer()
		leaveMailServer(server.settings)
	})
	afterEach(async () => {
		leaveMailServer(undefined)
		await server.stop()
	})

	async function hold({ made }: Meeting, key: SeatKey, language = 'en') {
		const id = uuid()
		const { owner } = made.database
		const email = `${key}@office.example`
		await sql`insert into person (id, name, email, email_verified, language, second_factor_enabled, created_at, changed_at)
			values (${id}, ${key}, ${`${id}@account.example`}, true, ${language}, false, ${NOW}, ${NOW})`.execute(owner)
		const { seat } = await made.as(key)
		await sql`insert into person_seat (workspace_id, id, seat_id, person_id, name, email, source, from_at)
			values (${made.workspace.id}, ${uuid()}, ${seat.id}, ${id}, ${key}, ${email}, 'console', ${NOW})`.execute(owner)
		return email
	}

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
		const member = await hold(whole, 'member', 'fr')
		await hold(whole, 'outsider')
		await nominate(whole, 'labour', 'member')
		await nominate(whole, 'home-affairs', null)
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'minutes' })
		await work(whole)
		const sent = await whole.secretariat.run(sendPaper, { meeting: whole.meeting, kind: 'minutes' })
		expect(sent).toEqual({ sent: 1, notEntitled: 0, withoutSeat: ['Director of home-affairs'] })
		await work(whole)
		expect(server.received.map(({ to }) => to)).toEqual([[member]])
		const text = JSON.stringify(server.received)
		expect(text).toMatch(/Proc.{1,12}s-verbal/)
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
		await hold(whole, 'observer')
		await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'agenda' })
		await work(whole)
		const sent = await whole.secretariat.run(sendPaper, { meeting: whole.meeting, kind: 'agenda' })
		expect(sent).toMatchObject({ sent: 0, notEntitled: 1 })
		expect(await rowsOf(whole.made, 'mail')).toEqual([])
	})

	test('is not sent before it is made', async () => {
		const whole = await aMeeting()
		const sending = whole.secretariat.run(sendPaper, { meeting: whole.meeting, kind: 'notice' })
		await expect(sending).rejects.toMatchObject({ code: 'deliberation.paper-not-made' })
	})
})

describe('the minutes of a whole series', () => {
	test('are read as one, in order, as far as the reader sees them, and printed as DOCX and PDF', async () => {
		const whole = await written()
		const outsider = await whole.made.as('outsider')
		const read = await outsider.ask(getSeriesMinutes, { structure: 'committee', from: '2026-01-01' })
		expect(
			read.meetings.map(({ reference, items }) => [
				reference,
				items.map(({ number, title }) => `${String(number)} ${title['en'] ?? ''}`)
			])
		).toEqual([[whole.meeting, ['1 Opening', '2 Closing']]])
		for (const format of ['docx', 'pdf'] as const) {
			const file = await outsider.ask(printSeriesMinutes, { structure: 'committee', format })
			expect(file).toBeInstanceOf(WrittenFile)
			expect(file.name).toBe(`minutes-committee.${format}`)
		}
		expect(JSON.stringify(read)).not.toContain(SECRET_TITLE)
		expect((await outsider.ask(getSeriesMinutes, { structure: 'committee', to: '2025-12-31' })).meetings).toEqual([])
		await expect(outsider.ask(getSeriesMinutes, { structure: 'closed-group' })).rejects.toMatchObject({
			kind: 'absent'
		})
	})
})
