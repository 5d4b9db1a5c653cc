import { readFile } from 'node:fs/promises'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { storedPath } from '#platform/files/store.server.ts'
import { getRecord } from '#platform/records/find-record.server.ts'
import { setRecordAudience } from '#platform/records/record-operations.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { seedAction, seedMeeting, seedRecommendation, written } from '#tests/fixtures/deliberated.ts'
import { aClock, workDue, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { approveReport, draftReport, makeEdition, refreshReport, writeSection } from './report-commands.ts'
import { getReport, listReports } from './report-queries.ts'

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

test('the figures of a report count only what everybody who may read it sees', async () => {
	const made = await reported()
	const secretariat = await made.as('secretariat')
	const drafted = async (more: object) => {
		const { reference } = await secretariat.run(draftReport, { ...QUARTER, ...more })
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
	expect((await now()).sections.at(-1)).toEqual({ code: 'outlook', narrative: 'The next quarter begins' })
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
	expect(Object.keys(parts).some((name) => name.endsWith('.svg'))).toBe(true)
})
