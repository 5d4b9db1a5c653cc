import { beforeEach, expect, test } from 'vitest'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { previewDeclaration } from '../exchange/preview-declaration.ts'
import { listRegisters } from '../register-queries.ts'
import { beginDraft, changeDraft, declareDraft } from './draft-commands.ts'
import { readDraft } from './draft-queries.ts'
import { LORRIES, POSTS } from './two-registers.testing.ts'

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
})

const administrator = () => made.as('administrator')
const begin = async (declaration: string) =>
	(await (await administrator()).run(beginDraft, { from: 'text', declaration })).draft
const read = async (draft: string) => (await administrator()).ask(readDraft, { draft })
const declare = async (draft: string, others: string[]) => {
	const together = await Promise.all(others.map(async (one) => ({ draft: one, version: (await read(one)).version })))
	return (await administrator()).run(declareDraft, { draft, version: (await read(draft)).version, together })
}
const registers = async () =>
	(await (await administrator()).ask(listRegisters, { limit: 100 })).items
		.map(({ reference }) => reference)
		.filter((key) => key === 'posts' || key === 'lorries')

test('two registers that name each other are declared from their drafts in one command, whichever is declared', async () => {
	const [posts, lorries] = [await begin(POSTS), await begin(LORRIES)]
	await expect(declare(posts, [])).rejects.toMatchObject({ kind: 'invalid' })
	await expect(declare(lorries, [])).rejects.toMatchObject({ kind: 'invalid' })
	expect(await declare(posts, [lorries])).toMatchObject({ register: 'posts', job: null })
	expect((await registers()).sort()).toEqual(['lorries', 'posts'])
	for (const draft of [posts, lorries]) expect(await read(draft)).toMatchObject({ isOpen: false, state: 'withdrawn' })
})

test('of several drafts all are declared or none', async () => {
	const [posts, lorries] = [await begin(POSTS), await begin(LORRIES)]
	const { version } = await read(lorries)
	await (
		await administrator()
	).run(changeDraft, { draft: lorries, version, declaration: LORRIES.replace('title: name', 'title: gone') })
	await expect(declare(posts, [lorries])).rejects.toMatchObject({ kind: 'invalid' })
	expect(await registers()).toEqual([])
	expect(await read(posts)).toMatchObject({ isOpen: true })
})

test('what somebody changed since it was looked at is not declared with another', async () => {
	const [posts, lorries] = [await begin(POSTS), await begin(LORRIES)]
	const { version } = await read(lorries)
	const acting = await administrator()
	await acting.run(changeDraft, { draft: lorries, version, declaration: `${LORRIES}# changed\n` })
	const own = (await read(posts)).version
	await expect(
		acting.run(declareDraft, { draft: posts, version: own, together: [{ draft: lorries, version }] })
	).rejects.toMatchObject({ code: 'platform.changed-meanwhile' })
	await expect(declare(posts, [posts])).rejects.toMatchObject({ kind: 'invalid' })
	await expect(declare(posts, [lorries, lorries])).rejects.toMatchObject({ kind: 'invalid' })
	expect(await registers()).toEqual([])
})

test('a declaration is looked at together with those that come with it', async () => {
	const acting = await administrator()
	const faults = async (declaration: string, beside: string[]) =>
		(await acting.ask(previewDeclaration, { declaration, beside })).faults.map(({ code }) => code)
	expect(await faults(POSTS, [])).toEqual(['registers.fault.unknown-register'])
	expect(await faults(POSTS, [LORRIES])).toEqual([])
	expect(await faults(LORRIES, [POSTS])).toEqual([])
})
