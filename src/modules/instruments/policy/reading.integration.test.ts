import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { aPolicy, addText, lawOf, readAll } from '../../../../tests/fixtures/law-versions.ts'
import { aClock, rowsOf, workplaceOf } from '../../../../tests/fixtures/workplace.ts'
import { aWorkspace, type Acting, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { workJob } from '#platform/jobs/work-jobs.server.ts'
import { listDocuments } from '#platform/records/documents.ts'
import { draftLaw } from '../provision/law-fixture.ts'
import { listProvisions } from './provision-queries.ts'
import { readVersion } from './read-version.ts'
import { readAgain } from './version-commands.ts'
import { compareVersions, getVersion } from './version-queries.ts'

const run = promisify(execFile)

const MATTERS = [
	'No person shall recruit workers for employment abroad without a licence granted by the Minister.',
	'Agents who charge fees to fishermen before the season opens are fined ten penalty units.',
	'Employers insure domestic workers against accident, illness and death during the contract.',
	'Appeals against a refusal are heard by the Labour Court within thirty days of its notice.',
	'A public register of vessels is kept at each harbour and is open on working days.'
]
const PORTS = 'Inspectors enter a quarry at any hour to look for children at work there.'
const textOf = (sections: readonly string[]) =>
	`LABOUR BILL\n\n${sections.map((text, index) => `${String(index + 1)}. Section heading\n${text}\n`).join('\n')}`

const standing = async (acting: Acting, policy: string) => {
	const { items } = await acting.ask(listProvisions, { filter: { policy, stands: true }, sort: 'position', limit: 200 })
	return items
}

/** Every provision there is of a law, and every text of one, as the database has them. */
async function counted({ database, workspace }: TestWorkspace, policy: string) {
	const { rows } = await sql<{ provisions: number; texts: number }>`select
		(select count(*)::int from provision where workspace_id = ${workspace.id} and policy_id = ${policy}) as provisions,
		(select count(*)::int from provision_text join policy_version on policy_version.workspace_id = provision_text.workspace_id
			and policy_version.id = provision_text.policy_version_id
			where provision_text.workspace_id = ${workspace.id} and policy_version.policy_id = ${policy}) as texts`.execute(
		database.owner
	)
	return rows[0]
}

const jobOf = async (made: TestWorkspace, id: string) => (await rowsOf(made, 'job')).find((row) => row['id'] === id)

async function aLaw() {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	return { made, secretariat, law: await aPolicy(secretariat) }
}

test('two versions that are added and read in the same moment have numbers of their own, and nothing twice', async () => {
	const { made, secretariat, law } = await aLaw()
	const [first, second] = [MATTERS, [...MATTERS.slice(1), PORTS]]
	const added = await Promise.all([
		addText(made, secretariat, law.id, { label: 'One', content: textOf(first), day: '2025-01-01' }),
		addText(made, await made.as('analyst'), law.id, { label: 'Two', content: textOf(second), day: '2025-02-01' })
	])
	expect(added.map(({ number }) => number).sort()).toEqual([1, 2])
	const place = workplaceOf(made, aClock())
	await Promise.all(added.map(({ job }) => workJob(place, { workspace: made.workspace.id, job, entry: uuid() })))
	await readAll(made)
	for (const { job } of added) expect(await jobOf(made, job)).toMatchObject({ state: 'done' })
	expect(await counted(made, law.id)).toEqual({ provisions: 6, texts: 10 })
	const compared = await secretariat.ask(compareVersions, {
		policy: law.id,
		from: added[0].number,
		to: added[1].number
	})
	expect(compared.counts).toMatchObject({ added: 1, removed: 1, renumbered: 4 })
})

test('two versions of one name are refused in the same moment too', async () => {
	const { made, secretariat, law } = await aLaw()
	const adding = () => addText(made, secretariat, law.id, { label: 'Draft', content: textOf(MATTERS) })
	const done = await Promise.allSettled([adding(), adding()])
	expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
	expect((await lawOf(secretariat, law.id)).versions).toHaveLength(1)
})

test('versions are read in the order in which they were added, whichever work comes first', async () => {
	const { made, secretariat, law } = await aLaw()
	await addText(made, secretariat, law.id, { label: 'One', content: textOf(MATTERS) })
	const { job } = await addText(made, secretariat, law.id, { label: 'Two', content: textOf(MATTERS.slice(1)) })
	await workJob(workplaceOf(made, aClock()), { workspace: made.workspace.id, job, entry: uuid() })
	const page = await lawOf(secretariat, law.id)
	expect(page.versions.map(({ state, provisions }) => [state, provisions])).toEqual([
		['read', 5],
		['read', 4]
	])
	await readAll(made)
	expect(await counted(made, law.id)).toEqual({ provisions: 5, texts: 9 })
})

test('work that was broken off is taken up again, and leaves nothing twice', async () => {
	const { made, secretariat, law } = await aLaw()
	const { job, number } = await addText(made, secretariat, law.id, { label: 'One', content: textOf(MATTERS) })
	const clock = aClock()
	const place = workplaceOf(made, clock)
	// Before the text was kept: the file could not be opened.
	const nowhere = { ...place, filesFolder: join(made.dataFolder, 'nowhere') }
	await workJob(nowhere, { workspace: made.workspace.id, job, entry: uuid() })
	expect(await jobOf(made, job)).toMatchObject({ state: 'waiting', attempts: 1 })
	expect(await secretariat.ask(getVersion, { policy: law.id, number })).toMatchObject({
		state: 'waiting',
		provisions: 0
	})
	expect(await counted(made, law.id)).toEqual({ provisions: 0, texts: 0 })
	// After the text was kept, and before the job was marked as done.
	const { id } = await secretariat.ask(getVersion, { policy: law.id, number })
	await readVersion.run(secretariat.opening, { version: id }, place)
	const before = await standing(secretariat, law.id)
	clock.advance(24 * 60)
	await workJob(place, { workspace: made.workspace.id, job, entry: uuid() })
	expect(await jobOf(made, job)).toMatchObject({ state: 'done', attempts: 2 })
	expect(await counted(made, law.id)).toEqual({ provisions: 5, texts: 5 })
	expect((await standing(secretariat, law.id)).map((one) => one.id)).toEqual(before.map((one) => one.id))
})

test('the same version read by two at once is kept once', async () => {
	const { made, secretariat, law } = await aLaw()
	const { number } = await addText(made, secretariat, law.id, { label: 'One', content: textOf(MATTERS) })
	const { id } = await secretariat.ask(getVersion, { policy: law.id, number })
	const place = workplaceOf(made, aClock())
	await Promise.all([1, 2].map(() => readVersion.run(secretariat.opening, { version: id }, place)))
	expect(await counted(made, law.id)).toEqual({ provisions: 5, texts: 5 })
})

test('whoever waits is told how far the reading is', async () => {
	const { made, secretariat, law } = await aLaw()
	const { number } = await addText(made, secretariat, law.id, { label: 'One', content: textOf(MATTERS) })
	await readAll(made)
	const told = await secretariat.ask(getVersion, { policy: law.id, number })
	expect(told.work).toMatchObject({ state: 'done', step: 'texts', total: 5 })
	expect((await (await made.as('outsider')).ask(getVersion, { policy: law.id, number })).work).toBeNull()
})

// A PDF with one page on which nothing stands, as a scan without its picture is.
const BLANK = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
xref
0 4
0000000000 65535 f 
0000000009 00000 n 
0000000052 00000 n 
0000000101 00000 n 
trailer<</Size 4/Root 1 0 R>>
startxref
164
%%EOF`

test.for([
	{ what: 'a scan', name: 'scan.pdf', content: BLANK, fault: 'no-text' },
	{
		what: 'a broken PDF',
		name: 'broken.pdf',
		content: '%PDF-1.7\n1 0 obj <</Length 99999999>> stream',
		fault: 'damaged'
	},
	{
		what: 'a picture',
		name: 'seal.png',
		content: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
		fault: 'not-a-text'
	},
	{ what: 'spaces alone', name: 'empty.txt', content: ' \n \n', fault: 'no-text' }
])('$what is kept as a file, and says why it has no text', async ({ name, content, fault }) => {
	const { made, secretariat, law } = await aLaw()
	const { job, number } = await addText(made, secretariat, law.id, { label: 'Scan', name, content })
	await readAll(made)
	expect(await jobOf(made, job)).toMatchObject({ state: 'done' })
	const version = await secretariat.ask(getVersion, { policy: law.id, number })
	expect(version).toMatchObject({ state: 'unread', fault, provisions: 0, file: { name }, may: { readAgain: true } })
	expect(await counted(made, law.id)).toEqual({ provisions: 0, texts: 0 })
	expect((await secretariat.ask(listDocuments, { record: law.id })).items).toHaveLength(1)
	expect((await lawOf(secretariat, law.id)).versions).toMatchObject([{ isCurrent: false }])
	await expect(secretariat.ask(compareVersions, { policy: law.id, from: 1, to: 1 })).rejects.toMatchObject({
		code: 'instruments.version-not-read'
	})
	// It is read again when somebody asks, and a version with words goes on from there.
	await secretariat.run(readAgain, { policy: law.id, number })
	await expect(secretariat.run(readAgain, { policy: law.id, number })).rejects.toMatchObject({
		code: 'instruments.version-being-read'
	})
	await addText(made, secretariat, law.id, { label: 'Words', content: textOf(MATTERS) })
	await readAll(made)
	expect((await lawOf(secretariat, law.id)).versions).toMatchObject([
		{ state: 'unread', fault },
		{ state: 'read', isCurrent: true, provisions: 5 }
	])
})

test(
	'a law of nine hundred sections keeps the identity of each when one is put before them all',
	{ timeout: 240_000 },
	async () => {
		const { made, secretariat, law } = await aLaw()
		const sections = Array.from(
			{ length: 900 },
			(_, index) =>
				`District ${String(index * 7_919)} of province ${String(index * 104_729)} has ${String(index)} offices.`
		)
		await addText(made, secretariat, law.id, { label: 'One', content: textOf(sections) })
		await readAll(made)
		const before = await standing(secretariat, law.id)
		await addText(made, secretariat, law.id, { label: 'Two', content: textOf([PORTS, ...sections]) })
		await readAll(made)
		const after = await standing(secretariat, law.id)
		expect(await counted(made, law.id)).toEqual({ provisions: 901, texts: 1_801 })
		expect(after.slice(1).map(({ id }) => id)).toEqual(before.slice(0, 199).map(({ id }) => id))
		const compared = await secretariat.ask(compareVersions, { policy: law.id, from: 1, to: 2, page: 9 })
		expect(compared.counts).toMatchObject({ added: 1, removed: 0, moved: 0, renumbered: 900 })
		expect(compared).toMatchObject({ page: 9, pages: 10, total: 901 })
	}
)

const DRAFT = {
	head: 'Migration Bill',
	front: ['MIGRATION BILL', 'A Bill to provide for the movement of workers.'],
	parts: [
		{
			part: 'Part I Preliminary',
			items: ['This Act is the Migration Act.', 'In this Act, worker means a person who is employed for a wage.']
		},
		{
			part: 'Part II Recruitment',
			items: [
				'No recruiter shall charge a fee to a worker.',
				'The Minister shall keep a register of every recruiter and publish it each year.',
				'A worker may complain to the Board within two years.'
			]
		}
	]
}
const REVISED = {
	...DRAFT,
	parts: [
		DRAFT.parts[0] ?? { items: [] },
		{
			part: 'Part II Recruitment',
			items: [
				'Every recruiter shall deposit security with the Board for the wages of the workers it sends abroad.',
				'No recruiter shall charge a fee or a commission to a worker.',
				'The Minister shall keep a register of every recruiter and publish it each year.',
				'A worker may complain to the Board within two years.'
			]
		}
	]
}

test(
	'two versions of a draft law that LibreOffice wrote, one as DOCX and one as PDF, are compared provision by provision',
	{ timeout: 180_000 },
	async () => {
		const folder = await mkdtemp(join(tmpdir(), 'pitso-law-'))
		try {
			const write = async (name: string, to: 'docx' | 'pdf', draft: Parameters<typeof draftLaw>[0]) => {
				await writeFile(join(folder, `${name}.fodt`), draftLaw(draft))
				await run('soffice', [
					`-env:UserInstallation=file://${folder}/profile`,
					'--headless',
					'--convert-to',
					to,
					'--outdir',
					folder,
					join(folder, `${name}.fodt`)
				])
				return readFile(join(folder, `${name}.${to}`))
			}
			const { made, secretariat, law } = await aLaw()
			const first = { label: 'Draft', name: 'draft.docx', content: await write('draft', 'docx', DRAFT) }
			await addText(made, secretariat, law.id, { ...first, day: '2025-01-01' })
			await readAll(made)
			const before = await standing(secretariat, law.id)
			const second = { label: 'Revised', name: 'revised.pdf', content: await write('revised', 'pdf', REVISED) }
			await addText(made, secretariat, law.id, { ...second, day: '2025-06-01' })
			await readAll(made)
			const page = await lawOf(secretariat, law.id)
			expect(page.versions).toMatchObject([
				{ state: 'read', pages: null },
				{ state: 'read', pages: 1, pagesWithoutText: 0 }
			])
			const compared = await secretariat.ask(compareVersions, { policy: law.id, from: 1, to: 2 })
			expect(compared.counts).toMatchObject({ added: 1, removed: 0, reworded: 1, moved: 0 })
			const reworded = compared.items.find(({ changes }) => changes.includes('reworded'))
			expect(reworded?.pieces?.filter(({ kind }) => kind === 'added').map(({ text }) => text.trim())).toEqual([
				'or a commission'
			])
			const after = await standing(secretariat, law.id)
			const register = (items: typeof after) => items.find(({ text }) => text.includes('register of every recruiter'))
			expect(register(after)?.id).toBe(register(before)?.id)
			expect(register(after)?.number).not.toBe(register(before)?.number)
		} finally {
			await rm(folder, { recursive: true, force: true })
		}
	}
)
