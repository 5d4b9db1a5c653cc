import { readFile } from 'node:fs/promises'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { openFile } from '#platform/files/file-operations.ts'
import { storedPath } from '#platform/files/store.server.ts'
import { speak } from '#platform/languages/words.ts'
import { getRecord } from '#platform/records/find-record.server.ts'
import { setRecordAudience } from '#platform/records/record-operations.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { seedAction, seedMeeting, seedRecommendation, written } from '#tests/fixtures/deliberated.ts'
import { readPdf, workAll } from '#tests/fixtures/papers.ts'
import { aClock, workDue, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace, SEAT_KEYS } from '#tests/fixtures/workspace.ts'
import { catalogue } from '#words'
import { listRunStructures } from '../meeting/run-structures.ts'
import { inventedText } from './report-approval.ts'
import { approveReport, draftReport, makeEdition, refreshReport, writeSection } from './report-commands.ts'
import { documentOf } from './report-document.ts'
import { getReport, listReports } from './report-queries.ts'
import { mayReportOnAll } from './report-rules.ts'
import { sayReport } from './report-text.ts'

const QUARTER = { from: '2025-10-01', to: '2025-12-31' }

async function reported() {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await written(secretariat, async (here) => {
		const committee = (await getRecord(here, 'structure', 'committee')).id
		const closed = (await getRecord(here, 'structure', 'closed-group')).id
		const labour = (await getRecord(here, 'actor', 'labour')).id
		await seedRecommendation(here, {
			structure: committee,
			state: 'accepted',
			stateDay: '2025-10-01',
			hops: [{ from: committee, to: { actor: labour }, submitted: '2025-10-02', answered: '2025-10-12' }]
		})
		await seedRecommendation(here, {
			structure: committee,
			state: 'submitted',
			stateDay: '2025-11-01',
			hops: [{ from: committee, to: { actor: labour }, submitted: '2025-12-01' }]
		})
		// Answered after the quarter: on its last day it waited.
		await seedRecommendation(here, {
			structure: committee,
			state: 'declined',
			stateDay: '2025-09-01',
			hops: [
				{ from: committee, to: { actor: labour }, submitted: '2025-09-01', answered: '2026-01-20', answer: 'declined' }
			]
		})
		await seedRecommendation(here, {
			structure: closed,
			state: 'submitted',
			stateDay: '2025-11-01',
			hops: [{ from: closed, to: { structure: committee }, submitted: '2025-11-02' }],
			audience: ['role:administrator', 'role:secretariat', `structure:${closed}`]
		})
		await seedAction(here, { structure: committee, actor: labour, opened: '2025-10-05', due: '2025-12-01' })
		await seedAction(here, {
			structure: committee,
			actor: labour,
			opened: '2025-09-05',
			due: '2025-11-01',
			state: 'closed',
			closed: '2025-11-05'
		})
		await seedMeeting(here, {
			structure: committee,
			day: '2025-11-05',
			attendance: [{ actor: labour, state: 'present' }]
		})
		return true
	})
	return made
}

test('a report counts what happened in its days and how things stood on the last of them', async () => {
	const made = await reported()
	const secretariat = await made.as('secretariat')
	const { reference } = await secretariat.run(draftReport, QUARTER)
	expect(reference).toMatch(/-QSR-2026-001$/)
	const { figures, title, progress } = await secretariat.ask(getReport, { report: reference })
	expect(title['en']).toBe('Secretariat report, 1 October 2025 to 31 December 2025')
	expect(title['fr']).toContain('Rapport du secrétariat')
	expect(progress).toBe('draft')
	expect(figures.day).toBe('2025-12-31')
	expect(figures.recommendations).toEqual({
		made: 2,
		answered: 1,
		median: 10,
		longest: 10,
		waiting: 2,
		longestWaiting: 121
	})
	expect(figures.actions).toMatchObject([
		{ actor: { reference: 'labour' }, opened: 1, closedInTime: 0, closedLate: 1, open: 1, late: 1 }
	])
	expect(figures.meetings).toMatchObject([{ structure: { reference: 'committee' }, held: 1, days: ['2025-11-05'] }])
	expect(figures.attendance).toMatchObject([{ actor: { reference: 'labour' }, present: 1, of: 1 }])
})

test('a report that counts anything invented says so on its page and on its papers, and no other does', async () => {
	const made = await reported()
	const secretariat = await made.as('secretariat')
	const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
	const said = async (days: { from: string; to: string }) => {
		const { reference } = await secretariat.run(draftReport, { ...days, again: true })
		const report = await secretariat.ask(getReport, { report: reference })
		return [inventedText(words, report), documentOf(words, report, { lines: [], logo: null }).notice ?? null]
	}
	const before = { from: '2024-01-01', to: '2024-12-31' }
	expect(await said(QUARTER)).toEqual([null, null])
	await written(secretariat, async (here) => {
		const committee = (await getRecord(here, 'structure', 'committee')).id
		return seedMeeting(here, { structure: committee, day: '2025-11-20', origin: 'invented' })
	})
	expect(await said(QUARTER)).toEqual(Array(2).fill(words.t('dashboard.counts-invented')))
	expect(await said(before)).toEqual([null, null])
})

test('the figures of a report count only what everybody who may read it sees', async () => {
	const made = await reported()
	const secretariat = await made.as('secretariat')
	const drafted = async (more: object) => {
		const { reference } = await secretariat.run(draftReport, { ...QUARTER, again: true, ...more })
		return (await secretariat.ask(getReport, { report: reference })).figures
	}
	expect((await drafted({ audience: 'workspace' })).recommendations.waiting).toBe(2)
	expect((await drafted({ audience: 'secretariat' })).recommendations.waiting).toBe(3)
	const published = await drafted({ audience: 'public' })
	expect(published.recommendations).toMatchObject({ made: 0, waiting: 0 })
	expect(published.attendance).toEqual([])
	const ofGroup = await drafted({ structure: 'closed-group' })
	expect(ofGroup.recommendations).toMatchObject({ made: 1, waiting: 1, longestWaiting: 59 })
	expect(ofGroup.countedFor).toHaveLength(3)
})

test('nobody can widen who reads a report past those it was counted for', async () => {
	const made = await reported()
	const secretariat = await made.as('secretariat')
	const { id } = await secretariat.run(draftReport, { ...QUARTER, audience: 'secretariat' })
	const { version } = await secretariat.ask(getReport, { report: id })
	await expect(
		secretariat.run(setRecordAudience, { record: id, version, audience: 'public', reason: 'to all' })
	).rejects.toMatchObject({ kind: 'invalid' })
	await expect(
		secretariat.run(draftReport, { ...QUARTER, structure: 'closed-group', audience: 'workspace' })
	).rejects.toMatchObject({ issues: [{ code: 'deliberation.report-audience-too-wide' }] })
	await expect((await made.as('member')).ask(getReport, { report: id })).rejects.toMatchObject({ kind: 'absent' })
})

test('figures stay as they were counted until somebody counts them again; an approved report stays for good', async () => {
	const made = await reported()
	const secretariat = await made.as('secretariat')
	const { reference } = await secretariat.run(draftReport, QUARTER)
	const now = () => secretariat.ask(getReport, { report: reference })
	await written(secretariat, async (here) =>
		seedMeeting(here, { structure: (await getRecord(here, 'structure', 'committee')).id, day: '2025-12-10' })
	)
	expect((await now()).figures.meetings[0]?.held).toBe(1)
	await secretariat.run(refreshReport, { report: reference, version: (await now()).version })
	expect((await now()).figures.meetings[0]?.held).toBe(2)
	const write = async (narrative: string) =>
		secretariat.run(writeSection, {
			report: reference,
			version: (await now()).version,
			section: 'outlook',
			narrative
		})
	await write('The next quarter')
	await write('The next quarter begins')
	expect((await now()).sections.at(-1)).toEqual({
		code: 'outlook',
		texts: [{ language: 'en', narrative: 'The next quarter begins' }]
	})
	await secretariat.run(approveReport, { report: reference, version: (await now()).version })
	expect(await now()).toMatchObject({
		progress: 'approved',
		approvedDay: '2026-03-02',
		may: { write: false, approve: false, makeEdition: true }
	})
	await expect(write('Too late')).rejects.toMatchObject({ code: 'deliberation.report-approved' })
	const version = (await now()).version
	await expect(secretariat.run(refreshReport, { report: reference, version })).rejects.toMatchObject({
		code: 'deliberation.report-approved'
	})
	await expect(secretariat.run(approveReport, { report: reference, version })).rejects.toMatchObject({
		code: 'deliberation.report-approved-already'
	})
	const { items } = await secretariat.ask(listReports, { filter: { progress: ['approved'] } })
	expect(items).toMatchObject([{ reference, progress: 'approved' }])
	const history = await secretariat.ask(getHistory, { record: reference, kind: 'secretariat-report', limit: 20 })
	expect(JSON.stringify(history)).not.toContain('countedFor')
})

test('a report on days that are not over stays a draft, and its figures are counted again before it is approved', async () => {
	const made = await reported()
	const secretariat = await made.as('secretariat')
	const { reference } = await secretariat.run(draftReport, { from: '2026-01-01', to: '2026-03-31' })
	const approve = async (acting: typeof secretariat) => {
		const page = await acting.ask(getReport, { report: reference })
		return { page, done: acting.run(approveReport, { report: reference, version: page.version }) }
	}
	const early = await approve(secretariat)
	expect(early.page).toMatchObject({ may: { write: true, approve: false } })
	expect(early.page.whyNotApprove).toBe('deliberation.report-period-running')
	await expect(early.done).rejects.toMatchObject({ code: 'deliberation.report-period-running' })
	const after = await made.as('secretariat', new Date('2026-04-02T08:00:00Z'))
	const stale = await approve(after)
	expect(stale.page.whyNotApprove).toBe('deliberation.report-figures-early')
	await expect(stale.done).rejects.toMatchObject({ code: 'deliberation.report-figures-early' })
	await after.run(refreshReport, { report: reference, version: stale.page.version })
	await (
		await approve(after)
	).done
	const said = async (key: 'secretariat' | 'member') =>
		(await (await made.as(key)).ask(getReport, { report: reference })).approvedBy
	expect(await said('secretariat')).toMatchObject({ office: expect.stringMatching(/./) })
	expect(await said('member')).toEqual(await said('secretariat'))
})

test('a meeting that kept the rhythm is counted as held, whoever may see it, and its day is told to those who all may', async () => {
	const made = await reported()
	const [secretariat, chair] = [await made.as('secretariat'), await made.as('chair')]
	await written(secretariat, async (here) =>
		seedMeeting(here, {
			structure: (await getRecord(here, 'structure', 'committee')).id,
			day: '2025-12-10',
			audience: ['role:administrator', 'role:secretariat']
		})
	)
	const { reference } = await secretariat.run(draftReport, QUARTER)
	const report = await chair.ask(getReport, { report: reference })
	expect(report.figures.meetings).toMatchObject([{ held: 2, days: ['2025-11-05'] }])
	const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
	const said = sayReport(words, report).find(({ code }) => code === 'meetings')
	expect(said?.sentences.join(' ')).toContain('Every meeting held is counted')
})

test('what ought to be declared of a structure stands in no report that everybody reads', async () => {
	const made = await reported()
	const secretariat = await made.as('secretariat')
	await written(secretariat, async (here) => {
		const committee = (await getRecord(here, 'structure', 'committee')).id
		await here.write.change('structure', committee, { declared_status: 'needs-reactivation' })
		return true
	})
	const counted = async (audience: 'public' | 'workspace') => {
		const { reference } = await secretariat.run(draftReport, { ...QUARTER, audience, again: true })
		return secretariat.ask(getReport, { report: reference })
	}
	const [open, inner] = [await counted('public'), await counted('workspace')]
	expect(inner.figures.functionality.length).toBeGreaterThan(0)
	expect(open.figures.functionality).toEqual([])
	const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
	const said = sayReport(words, open).find(({ code }) => code === 'functionality')
	expect(said?.sentences).toEqual([])
})

test('days that lie backwards or ahead make no report', async () => {
	const { as } = await aWorkspace()
	const secretariat = await as('secretariat')
	await expect(secretariat.run(draftReport, { from: '2025-12-31', to: '2025-10-01' })).rejects.toMatchObject({
		issues: [{ path: ['to'], code: 'deliberation.report-period-backwards' }]
	})
	await expect(secretariat.run(draftReport, { from: '2026-04-01', to: '2026-06-30' })).rejects.toMatchObject({
		issues: [{ path: ['from'], code: 'deliberation.report-period-ahead' }]
	})
})

test('a report is made as DOCX and PDF, with pictures, for whoever may read it', async () => {
	const made = await reported()
	const secretariat = await made.as('secretariat')
	const { reference } = await secretariat.run(draftReport, QUARTER)
	const { version } = await secretariat.ask(getReport, { report: reference })
	await secretariat.run(writeSection, { report: reference, version, section: 'summary', narrative: 'A calm quarter.' })
	await secretariat.run(makeEdition, { report: reference, language: 'fr' })
	await workDue(made, workplaceOf(made, aClock()))
	const member = await made.as('member')
	const { editions } = await member.ask(getReport, { report: reference })
	expect(editions).toMatchObject([{ language: 'fr', files: [{}, {}] }])
	const contents = await Promise.all(
		(editions[0]?.files ?? []).map(async ({ id, form }) => ({
			form,
			content: await readFile(storedPath(`${made.dataFolder}/files`, made.workspace.id, id))
		}))
	)
	const docx = contents.find(({ form }) => form === 'docx')?.content
	const pdf = contents.find(({ form }) => form === 'pdf')?.content
	expect(pdf?.subarray(0, 5).toString()).toBe('%PDF-')
	const parts = unzipSync(docx ?? Buffer.alloc(0))
	const body = strFromU8(parts['word/document.xml'] ?? new Uint8Array())
	for (const said of [
		'A calm quarter.',
		'Rapport du secrétariat',
		'Recommandations entre les niveaux',
		'Ministry of Labour'
	])
		expect(body).toContain(said)
	expect(body).toContain('<wpg:wgp>')
})

test('a report lives from its draft to its approved papers, and what happens afterwards changes none of them', async () => {
	const made = await reported()
	const [secretariat, administrator] = [await made.as('secretariat'), await made.as('administrator')]
	const { id, reference } = await secretariat.run(draftReport, { ...QUARTER, language: 'fr', audience: 'secretariat' })
	const now = () => secretariat.ask(getReport, { report: reference })
	expect(await now()).toMatchObject({ progress: 'draft', isWhole: true, figures: { recommendations: { waiting: 3 } } })
	const write = async (acting: typeof secretariat, section: 'summary' | 'outlook', narrative: string) =>
		acting.run(writeSection, { report: reference, version: (await now()).version, section, narrative })
	await write(secretariat, 'summary', 'Un trimestre calme.')
	await write(administrator, 'outlook', 'Le forum se réunit en mars.')
	const printed = async (language: string) => {
		await secretariat.run(makeEdition, { report: reference, language })
		await workAll({ made })
	}
	await printed('fr')
	await secretariat.run(approveReport, { report: reference, version: (await now()).version })
	await printed('fr')
	await printed('en')
	const { editions } = await now()
	expect(editions.map(({ language, isDraft }) => [language, isDraft]).sort()).toEqual([
		['en', false],
		['fr', false],
		['fr', true]
	])
	const said = async (edition: (typeof editions)[number] | undefined) => {
		const pdf = edition?.files.find(({ form }) => form === 'pdf')
		return readPdf((await secretariat.ask(openFile, { file: pdf?.id ?? '' })).path)
	}
	const find = (language: string, isDraft: boolean) =>
		editions.find((one) => one.language === language && one.isDraft === isDraft)
	const [ofDraft, french, english] = [
		await said(find('fr', true)),
		await said(find('fr', false)),
		await said(find('en', false))
	]
	for (const text of [ofDraft, french, english]) expect(text).toContain('Le forum se réunit en mars.')
	expect(ofDraft).toContain('Projet, non approuvé.')
	expect(french).not.toContain('Projet, non approuvé.')
	expect(english).toContain('Recommendations made in the period: 3')
	// Its papers are for those who may read it, by list and by address.
	const file = find('fr', false)?.files[0]?.id ?? ''
	for (const key of ['member', 'outsider', 'public'] as const) {
		const acting = await made.as(key)
		await expect(acting.ask(getReport, { report: id })).rejects.toMatchObject({ kind: 'absent' })
		await expect(acting.ask(openFile, { file })).rejects.toMatchObject({ kind: 'absent' })
	}
	await written(secretariat, async (here) =>
		seedRecommendation(here, {
			structure: (await getRecord(here, 'structure', 'committee')).id,
			state: 'proposed',
			stateDay: '2025-12-20'
		})
	)
	await printed('en')
	const [last] = (await now()).editions
	expect(await said(last), 'approved figures are printed as they were approved').toContain(
		'Recommendations made in the period: 3'
	)
	const more = { ...QUARTER, audience: 'secretariat' as const }
	await expect(secretariat.run(draftReport, more)).rejects.toMatchObject({
		issues: [{ path: ['again'], code: 'deliberation.report-there-already', params: { reference } }]
	})
	const next = await secretariat.run(draftReport, { ...more, again: true })
	const { figures } = await secretariat.ask(getReport, { report: next.reference })
	expect(figures.recommendations.made).toBe(4)
})

test.each(SEAT_KEYS)('%s is offered to begin a report on exactly what it may begin one on', async (key) => {
	const made = await aWorkspace()
	const seat = await made.as(key)
	const begun = async (structure?: string) =>
		seat.run(draftReport, { ...QUARTER, again: true, ...(structure === undefined ? {} : { structure }) }).then(
			() => true,
			() => false
		)
	expect(mayReportOnAll(seat.seat, seat.opening.workspace)).toBe(await begun())
	const offered = (await seat.ask(listRunStructures, {})).items.map(({ reference }) => reference)
	for (const structure of ['committee', 'closed-group'])
		expect(offered.includes(structure), structure).toBe(await begun(structure))
})
