import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { declarationOf as declared } from '#tests/fixtures/declared.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { declarationOf, declareFrom, exportRegister, importInto, reportOn, templateOf } from './register.ts'

const TEXT = declared({ key: 'trials', code: 'TRL', title: 'Trial', seen: 'workspace' })

test('a register is declared, filled, read and reported at the console, by whoever may', async () => {
	const made = await aWorkspace()
	const folder = await mkdtemp(join(tmpdir(), 'pitso-register-'))
	const [yaml, csv] = [join(folder, 'trials.yaml'), join(folder, 'entries.csv')]
	await writeFile(yaml, TEXT)
	const { opening: administrator } = await made.as('administrator')
	const { opening: secretariat } = await made.as('secretariat')
	const { opening: member } = await made.as('member')

	await expect(declareFrom(secretariat, { path: yaml, isCheck: false })).rejects.toMatchObject({ kind: 'forbidden' })
	expect(await declareFrom(administrator, { path: yaml, isCheck: true })).toMatchObject({ faults: [], from: null })
	expect(await declareFrom(administrator, { path: yaml, isCheck: false })).toMatchObject({ register: 'trials' })
	await expect(declareFrom(administrator, { path: join(folder, 'none.yaml'), isCheck: true })).rejects.toMatchObject({
		code: 'platform.no-such-path'
	})
	expect(await declarationOf(administrator, 'trials')).toBe(TEXT)

	await writeFile(csv, 'name,category\r\nFirst,a\r\nSecond,b\r\n')
	const into = { register: 'trials', path: csv }
	expect(await importInto(secretariat, { ...into, isCheck: true })).toMatchObject({ counts: { added: 2 }, faults: [] })
	expect(await importInto(secretariat, { ...into, isCheck: false })).toMatchObject({ added: 2, job: null })

	// How a file writes its days is said once; else those that can be read two ways are refused.
	await writeFile(csv, 'name,day\r\nThird,03/04/2025\r\n')
	expect(await importInto(secretariat, { ...into, isCheck: true })).toMatchObject({ hasTwoWayDays: true })
	expect(await importInto(secretariat, { ...into, isCheck: false, days: 'day-month' })).toMatchObject({ added: 1 })
	await expect(importInto(secretariat, { ...into, isCheck: true, days: 'somehow' })).rejects.toMatchObject({
		kind: 'invalid'
	})

	const asked = { register: 'trials', language: 'en' }
	const out = (name: string) => join(folder, name)
	await exportRegister(member, { ...asked, out: out('out.json'), format: 'json' })
	expect(await readFile(out('out.json'), 'utf8')).toMatch(/First[^]*Second|Second[^]*First/)
	const facts = await exportRegister(member, { ...asked, out: out('out.xlsx'), format: undefined })
	expect(facts).toMatchObject({ file: out('out.xlsx'), size: (await stat(out('out.xlsx'))).size })
	// Whoever works on the same machine does not read it.
	expect((await stat(out('out.xlsx'))).mode & 0o077).toBe(0)
	await templateOf(secretariat, { ...asked, out: out('template.xlsx'), format: undefined })
	expect((await readFile(out('template.xlsx'))).subarray(0, 2).toString()).toBe('PK')
	await reportOn(member, { ...asked, out: out('report.pdf'), format: undefined })
	expect((await readFile(out('report.pdf'))).subarray(0, 5).toString()).toBe('%PDF-')
	await expect(reportOn(member, { ...asked, out: out('report.odt'), format: 'odt' })).rejects.toMatchObject({
		kind: 'invalid'
	})
	await expect(
		exportRegister(member, { ...asked, out: join(folder, 'nowhere', 'out.json'), format: 'json' })
	).rejects.toMatchObject({ code: 'console.not-written' })
})
