import { existsSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import { beforeEach, expect, test } from 'vitest'
import { cleanFiles } from '#platform/files/clean-files.server.ts'
import { openFile, uploadFile } from '#platform/files/file-operations.ts'
import { receiveFile } from '#platform/files/receive.server.ts'
import { storedPath } from '#platform/files/store.server.ts'
import { clockSeat } from '#platform/access/seat.ts'
import { run } from '#platform/operation/perform.server.ts'
import { aWorkspace, NOW, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { getEntry } from '../entry/entry-queries.ts'
import { acceptSubmission } from './accept-submission.ts'
import { clearSubmissions } from './clear-submissions.ts'
import { send, stranger, withConcerns } from '#tests/fixtures/public-concern.ts'
import { AN_HOUR } from './limits.ts'
import { markAbuse } from './office-commands.ts'
import { listSubmissions, readSubmission } from './office-queries.ts'
import { followSubmission } from './receipt-commands.ts'
import { takeFile } from './take-file.ts'

const REGISTER = 'concern-test'
const DAY = 86_400_000

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await withConcerns(made)
})

async function take(content: string | Buffer, name: string, more: { field?: string; from?: string } = {}) {
	const { opening } = await made.as('public')
	const parts = (async function* () {
		yield Buffer.from(content)
	})()
	const received = await receiveFile(parts, { filesFolder: opening.filesFolder, name })
	const { field = 'paper', from = stranger(1) } = more
	return run({ ...opening, address: from }, takeFile, { register: REGISTER, field, received })
}

const PDF = '%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n'
const withObject = (object: string) => PDF.replace('endobj\n', `endobj\n2 0 obj\n${object}\nendobj\n`)
const packed = (object: string) => {
	const stream = deflateSync(Buffer.from(object)).toString('latin1')
	return Buffer.from(
		withObject(
			`<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${String(stream.length)} >>\nstream\n${stream}\nendstream`
		),
		'latin1'
	)
}

test.each([
	['a plain PDF', PDF, 'a.pdf', null],
	['a PDF that shows a form in a stream', withObject('<< /Length 4 >>\nstream\n/JS \nendstream'), 'a.pdf', null],
	['a text', 'What happened.\n', 'a.txt', null],
	['a PDF that runs a program', withObject('<< /S /JavaScript /JS (app.alert(1)) >>'), 'a.pdf', 'active'],
	['a PDF that hides the word for it', withObject('<< /S /J#61vaScript >>'), 'a.pdf', 'active'],
	['a PDF that packs it', packed('2 0 << /S /JavaScript >>'), 'a.pdf', 'active'],
	['a PDF that carries another file', withObject('<< /Type /EmbeddedFile >>'), 'a.pdf', 'active'],
	['a locked PDF', PDF.replace('/Root 1 0 R', '/Root 1 0 R /Encrypt 3 0 R'), 'a.pdf', 'active'],
	['a page for a browser', '<!DOCTYPE html><script>alert(1)</script>', 'a.txt', 'active'],
	['a drawing that runs a program', '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', 'a.svg', 'any'],
	['a program that is called a picture', Buffer.from('7f454c4602010100', 'hex'), 'photo.png', 'kind'],
	['nothing', '', 'a.pdf', 'empty']
])('%s is judged by what it holds', async (_name, content, name, why) => {
	const taking = take(content, name)
	if (why === null) await expect(taking).resolves.toMatchObject({ name })
	else if (why === 'any') await expect(taking).rejects.toMatchObject({ kind: 'invalid' })
	else
		await expect(taking).rejects.toMatchObject({
			issues: [{ path: ['values', 'paper'], code: `submission.file-${why}` }]
		})
})

test('a file goes with what was sent, is seen by its reviewers alone, and becomes the entry’s own under its sender’s name', async () => {
	const { id } = await take(PDF, 'my letter.pdf')
	await send(made, { values: { subject: 'With a paper' }, files: { paper: { id, name: 'my letter.pdf' } } })
	const reviewer = await made.as('secretariat')
	const { items } = await reviewer.ask(listSubmissions, { filter: { register: REGISTER } })
	const submission = items[0]?.number ?? ''
	const opened = await reviewer.ask(readSubmission, { register: REGISTER, submission })
	expect(opened.sentFiles).toMatchObject([{ id, field: 'paper', name: 'my letter.pdf' }])
	for (const key of ['public', 'administrator', 'member', 'observer'] as const)
		await expect((await made.as(key)).ask(openFile, { file: id }), key).rejects.toMatchObject({ kind: 'absent' })
	expect(await reviewer.ask(openFile, { file: id })).toMatchObject({ name: 'attachment-1.pdf' })

	const { entry } = await reviewer.run(acceptSubmission, {
		register: REGISTER,
		submission,
		version: 1,
		values: { subject: 'With a paper' }
	})
	const page = await reviewer.ask(getEntry, { entry })
	expect(page.files).toMatchObject([{ id, name: 'my letter.pdf' }])
})

test('a file that waits with a submission is not taken for one that nobody attached, and one that never was sent is', async () => {
	const [sent, left] = [await take(PDF, 'sent.pdf'), await take(PDF, 'left.pdf')]
	await send(made, { files: { paper: { id: sent.id } } })
	const later = new Date(NOW.getTime() + 2 * DAY)
	const { opening } = await made.as('public', later)
	await cleanFiles({ ...opening, seat: clockSeat })
	const rows = await made.database.owner
		.selectFrom('file')
		.select('id')
		.where('workspace_id', '=', made.workspace.id)
		.execute()
	expect(rows.map((row) => row.id)).toEqual([sent.id])
	expect(left.id).not.toBe(sent.id)
})

test('nobody names a file that is not theirs: one of an office, of another submission, or of nobody', async () => {
	const { id } = await take(PDF, 'one.pdf')
	await send(made, { files: { paper: { id } } })
	const { opening } = await made.as('public')
	const parts = (async function* () {
		yield Buffer.from(PDF)
	})()
	const received = await receiveFile(parts, { filesFolder: opening.filesFolder, name: 'office.pdf' })
	const own = await (await made.as('member')).run(uploadFile, { name: 'office.pdf', received })
	for (const other of [id, own.id, '01900000-0000-7000-8000-000000000000'])
		await expect(
			send(made, { values: { subject: 'Another' }, from: stranger(2), files: { paper: { id: other } } })
		).rejects.toMatchObject({ issues: [{ code: 'submission.file-gone' }] })
	for (const field of ['subject', 'remark'])
		await expect(take(PDF, 'x.pdf', { field })).rejects.toMatchObject({ kind: 'invalid' })
})

test('the same file is found in another submission', async () => {
	for (const [index, subject] of ['The first letter', 'A second matter'].entries()) {
		const { id } = await take(PDF, `${String(index)}.pdf`)
		await send(made, { from: stranger(index), values: { subject }, files: { paper: { id } } })
	}
	const reviewer = await made.as('secretariat')
	const { items } = await reviewer.ask(listSubmissions, { filter: { register: REGISTER } })
	const found = await reviewer.ask(readSubmission, { register: REGISTER, submission: items[0]?.number ?? '' })
	expect(found.alike).toMatchObject([{ number: items[1]?.number, why: ['file'] }])
})

test('one address sends its share of files an hour', async () => {
	for (let turn = 0; turn < AN_HOUR.files; turn++) await take(`Text ${String(turn)}`, 'a.txt', { from: '203.0.113.5' })
	await expect(take('One more', 'a.txt', { from: '203.0.113.5' })).rejects.toMatchObject({
		code: 'submission.too-many-files'
	})
})

test('past its time it is erased with its files and receipts, whether it was decided or nobody ever looked; what became an entry stays', async () => {
	const files = [await take(PDF, 'a.pdf'), await take(`${PDF}b`, 'b.pdf'), await take(`${PDF}c`, 'c.pdf')]
	const codes = []
	for (const [index, { id }] of files.entries()) {
		const subject = ['Accepted letter', 'Abusive letter', 'Unread letter'][index] ?? ''
		codes.push((await send(made, { from: stranger(index), values: { subject }, files: { paper: { id } } })).code)
	}
	const reviewer = await made.as('secretariat')
	const { items } = await reviewer.ask(listSubmissions, { filter: { register: REGISTER } })
	const numberOf = (what: string) => items.find((item) => item.what === what)?.number ?? ''
	const { entry } = await reviewer.run(acceptSubmission, {
		register: REGISTER,
		submission: numberOf('Accepted letter'),
		version: 1,
		values: { subject: 'Accepted letter' }
	})
	await reviewer.run(markAbuse, {
		register: REGISTER,
		submissions: [{ submission: numberOf('Abusive letter'), version: 1 }]
	})

	const clear = async (after: number) => {
		const { opening } = await made.as('public', new Date(NOW.getTime() + after * DAY))
		const asClock = { ...opening, seat: clockSeat }
		await clearSubmissions.run(asClock, {
			database: opening.database,
			registry: opening.registry,
			secret: opening.secret,
			dataFolder: made.dataFolder,
			filesFolder: opening.filesFolder,
			catalogue: opening.registry.catalogue,
			url: null,
			now: () => opening.now
		})
	}
	const left = () =>
		made.database.owner
			.selectFrom('submission')
			.select('number')
			.where('workspace_id', '=', made.workspace.id)
			.execute()
	await clear(150)
	expect(await left()).toHaveLength(3)
	await clear(200)
	expect(await left()).toEqual([])
	for (const table of ['submission_receipt', 'submission_file', 'submission_message', 'submission_arrival'] as const)
		expect(
			await made.database.owner.selectFrom(table).select('id').where('workspace_id', '=', made.workspace.id).execute(),
			table
		).toEqual([])
	const { opening } = await made.as('public')
	const stored = files.map(({ id }) => existsSync(storedPath(opening.filesFolder, made.workspace.id, id)))
	expect(stored).toEqual([true, false, false])
	expect((await reviewer.ask(getEntry, { entry })).files).toMatchObject([{ id: files[0]?.id }])
	for (const code of codes)
		expect(await (await made.as('public')).run(followSubmission, { code })).toEqual({ found: false })
})
