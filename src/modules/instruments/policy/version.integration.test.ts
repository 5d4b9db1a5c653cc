import { expect, test } from 'vitest'
import { addText, aPolicy, lawOf, readAll } from '../../../../tests/fixtures/law-versions.ts'
import { aWorkspace, type Acting } from '../../../../tests/fixtures/workspace.ts'
import { addComment, listComments } from '#platform/records/discussion.ts'
import { listDocuments } from '#platform/records/documents.ts'
import { linkRecords, listLinks, setRecordAudience } from '#platform/records/record-operations.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { listPolicies } from './policy-queries.ts'
import { getProvision, listProvisions } from './provision-queries.ts'
import { addProvision, changeProvision, matchProvision, separateProvision } from './provision-commands.ts'
import { compareVersions, getVersion } from './version-queries.ts'

const FIRST = `RECRUITMENT BILL

PART I
PRELIMINARY

1. Short title
This Act may be cited as the Recruitment Act.

2. Interpretation
In this Act, recruiter means whoever finds workers for an employer abroad for a fee.

PART II
RECRUITERS

3. Licence
No person shall recruit a worker for employment abroad unless the Minister has granted a licence to that person.

4. Fees
A recruiter shall not charge any fee to a worker, whether directly or through an agent.

5. Register of recruiters
The Minister shall keep a register of all recruiters that is open to the public during office hours.
`
// Section 4 is reworded, 5 has become 6, a new 5 stands before it, and section 2 is gone.
const SECOND = `RECRUITMENT BILL

PART I
PRELIMINARY

1. Short title
This Act may be cited as the Recruitment Act.

PART II
RECRUITERS

3. Licence
No person shall recruit a worker for employment abroad unless the Minister has granted a licence to that person.

4. Fees
A recruiter shall not charge any fee or commission to a worker, whether directly or through an agent.

5. Insurance
Every recruiter shall insure each worker against accident, illness and death for the whole period of the contract.

6. Register of recruiters
The Minister shall keep a register of all recruiters that is open to the public during office hours.
`

async function twoVersions() {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const law = await aPolicy(secretariat)
	await addText(made, secretariat, law.id, { label: 'First draft', content: FIRST, day: '2025-01-10' })
	await readAll(made)
	const before = await numbered(secretariat, law.id)
	await addText(made, secretariat, law.id, { label: 'Second draft', content: SECOND, day: '2025-06-10' })
	await readAll(made)
	return { made, secretariat, law, before, after: await numbered(secretariat, law.id) }
}

/** The provisions that stand, by their numbers. */
async function numbered(acting: Acting, policy: string) {
	const { items } = await acting.ask(listProvisions, { filter: { policy, stands: true }, sort: 'position', limit: 200 })
	return new Map(items.map((item) => [item.number, item]))
}

test('a file becomes provisions, under the parts they stand in, and is kept as a document', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const law = await aPolicy(secretariat)
	const { number } = await addText(made, secretariat, law.id, { label: 'First draft', content: FIRST })
	const waiting = await secretariat.ask(getVersion, { policy: law.id, number })
	expect(waiting).toMatchObject({ state: 'waiting', provisions: 0, work: { state: 'waiting' } })
	await readAll(made)
	const read = await secretariat.ask(getVersion, { policy: law.id, number })
	expect(read).toMatchObject({
		state: 'read',
		provisions: 5,
		isCurrent: true,
		changes: [{ change: 'added', provisions: 5 }]
	})
	const stands = await numbered(secretariat, law.id)
	expect([...stands.keys()]).toEqual(['1', '2', '3', '4', '5'])
	expect(stands.get('4')).toMatchObject({
		heading: 'Fees',
		text: 'A recruiter shall not charge any fee to a worker, whether directly or through an agent.',
		reference: `${law.reference}-p4`
	})
	const page = await lawOf(secretariat, law.id)
	expect(page.contents.map(({ number: from, provisions }) => ({ from, provisions }))).toEqual([
		{ from: '1', provisions: 2 },
		{ from: '3', provisions: 3 }
	])
	const documents = await secretariat.ask(listDocuments, { record: law.id })
	expect(documents.items.map(({ title }) => title)).toEqual(['First draft'])
})

test('a provision keeps its identity, its links, its judgements and what was said of it from version to version', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const law = await aPolicy(secretariat)
	await addText(made, secretariat, law.id, { label: 'First draft', content: FIRST })
	await readAll(made)
	const register = (await numbered(secretariat, law.id)).get('5')
	const id = register?.id ?? ''
	await secretariat.run(addComment, { record: id, text: 'Who pays for it?' })
	await secretariat.run(linkRecords, { from: id, type: 'related-to', to: 'labour', toKind: 'actor' })
	await addText(made, secretariat, law.id, { label: 'Second draft', content: SECOND })
	await readAll(made)
	const moved = (await numbered(secretariat, law.id)).get('6')
	expect(moved).toMatchObject({ id, reference: register?.reference, heading: 'Register of recruiters' })
	const { items: comments } = await secretariat.ask(listComments, { record: id })
	expect(comments.map(({ text }) => text)).toEqual(['Who pays for it?'])
	expect((await secretariat.ask(listLinks, { record: id })).items).toHaveLength(1)
	const page = await secretariat.ask(getProvision, { provision: moved?.reference ?? '' })
	expect(page.texts.map(({ label, number, change }) => ({ label, number, change }))).toEqual([
		{ label: 'First draft', number: '5', change: 'added' },
		{ label: 'Second draft', number: '6', change: 'renumbered' }
	])
	expect(page).toMatchObject({ lastIn: null, before: { title: { en: '5 Insurance' } }, after: null })
})

test.each([
	{ audience: 'public', stage: 'drafting', form: 'act', asks: true },
	{ audience: 'public', stage: undefined, form: 'bill', asks: true },
	{ audience: 'public', stage: undefined, form: 'act', asks: false },
	{ audience: 'public', stage: 'in-force', form: 'act', asks: false },
	{ audience: 'workspace', stage: 'drafting', form: 'act', asks: false },
	{ audience: 'secretariat', stage: 'drafting', form: 'bill', asks: false }
])(
	'a draft is public at once only where somebody says so: $audience, $stage, $form',
	async ({ asks, stage, ...facts }) => {
		const made = await aWorkspace()
		const secretariat = await made.as('secretariat')
		const law = await aPolicy(secretariat, { ...facts, ...(stage === undefined ? {} : { stage }) })
		const adding = addText(made, secretariat, law.id, { label: 'First draft', content: FIRST })
		if (!asks) {
			expect(await adding).toMatchObject({ number: 1 })
			return
		}
		await expect(adding).rejects.toMatchObject({
			kind: 'invalid',
			issues: [{ path: ['publish'], code: 'instruments.draft-is-public-at-once' }]
		})
		expect((await lawOf(secretariat, law.id)).versions).toEqual([])
		await addText(made, secretariat, law.id, { label: 'First draft', content: FIRST, publish: true })
		await readAll(made)
		expect((await lawOf(await made.as('public'), law.id)).versions).toMatchObject([{ state: 'read', provisions: 5 }])
	}
)

test('a draft with a text is shown to everybody later only where somebody says so too', async () => {
	const made = await aWorkspace()
	const keeper = await made.as('administrator')
	const bill = await aPolicy(keeper, { form: 'bill', stage: 'drafting' })
	const show = async (law: string, more: { publish?: boolean } = {}) =>
		keeper.run(setRecordAudience, {
			record: law,
			kind: 'policy',
			version: (await lawOf(keeper, law)).version,
			audience: 'public',
			reason: 'For comments',
			...more
		})
	await addText(made, keeper, bill.id, { label: 'First draft', content: FIRST })
	await readAll(made)

	await expect(show(bill.id)).rejects.toMatchObject({
		kind: 'invalid',
		issues: [{ path: ['publish'], code: 'instruments.draft-is-public-at-once' }]
	})
	await show(bill.id, { publish: true })
	expect((await lawOf(await made.as('public'), bill.id)).provisions).toBe(5)
	// What has no text yet, or is no draft, needs no such word.
	await show((await aPolicy(keeper, { name: 'Without a text', stage: 'drafting' })).id)
})

test('a Part that is called otherwise leaves its sections as they were', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const law = await aPolicy(secretariat)
	const content = (called: string) =>
		`PART I\n${called}\n\n1. The Minister keeps a register of all recruiters.\n\n2. (1) A recruiter pays no fee.\n\n(2) A worker pays none either.\n`
	await addText(made, secretariat, law.id, { label: 'First draft', content: content('RECRUITERS'), day: '2025-01-10' })
	await addText(made, secretariat, law.id, { label: 'Second draft', content: content('AGENCIES'), day: '2025-06-10' })
	await readAll(made)
	const { items } = await secretariat.ask(listProvisions, {
		filter: { policy: law.id, version: 2 },
		sort: 'position'
	})
	expect(items.map(({ number, heading, change }) => [number, heading, change])).toEqual([
		['1', 'AGENCIES', 'unchanged'],
		['2(1)', 'AGENCIES', 'unchanged'],
		['2(2)', 'AGENCIES', 'unchanged']
	])
	const compared = await secretariat.ask(compareVersions, { policy: law.id, from: 1, to: 2, page: 1 })
	expect(compared.counts).toMatchObject({ unchanged: 3, reworded: 0, added: 0, removed: 0 })
})

test('what a version has no more keeps its record, and says in which it stood last', async () => {
	const { secretariat, law, before } = await twoVersions()
	const gone = await secretariat.ask(getProvision, { provision: before.get('2')?.id ?? '' })
	expect(gone).toMatchObject({ position: null, lastIn: { number: 1, label: 'First draft' }, heading: 'Interpretation' })
	const page = await lawOf(secretariat, law.id)
	expect(page).toMatchObject({ provisions: 5, gone: 1 })
	const { items } = await secretariat.ask(listProvisions, { filter: { policy: law.id, version: 1 }, sort: 'position' })
	expect(items.map(({ number }) => number)).toEqual(['1', '2', '3', '4', '5'])
	const { items: asThen } = await secretariat.ask(listProvisions, {
		filter: { policy: law.id, version: 2 },
		sort: 'position'
	})
	expect(asThen.map(({ number, change }) => [number, change])).toEqual([
		['1', 'unchanged'],
		['3', 'unchanged'],
		['4', 'reworded'],
		['5', 'added'],
		['6', 'renumbered']
	])
})

test('two versions are compared provision by provision, with the words that came and went', async () => {
	const { secretariat, law } = await twoVersions()
	const compared = await secretariat.ask(compareVersions, { policy: law.id, from: 1, to: 2 })
	expect(compared.counts).toEqual({ added: 1, removed: 1, reworded: 1, renumbered: 1, moved: 0, unchanged: 2 })
	expect(
		compared.items.map(({ before, after, changes }) => [before?.number ?? null, after?.number ?? null, changes])
	).toEqual([
		['2', null, ['removed']],
		['4', '4', ['reworded']],
		[null, '5', ['added']],
		['5', '6', ['renumbered']]
	])
	expect(compared.items[1]?.pieces?.filter(({ kind }) => kind !== 'same')).toEqual([
		{ kind: 'added', text: 'or commission ' }
	])
	const backwards = await secretariat.ask(compareVersions, { policy: law.id, from: 2, to: 1 })
	expect(backwards.counts).toMatchObject({ added: 1, removed: 1, reworded: 1, renumbered: 1 })
	const same = await secretariat.ask(compareVersions, { policy: law.id, from: 1, to: 2, change: ['unchanged'] })
	expect(same.items.map(({ after }) => after?.number)).toEqual(['1', '3'])
})

test('an older text that is found later is put before the one that is there, and that one stays current', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const law = await aPolicy(secretariat)
	await addText(made, secretariat, law.id, { label: 'As enacted', content: SECOND, day: '2025-06-10' })
	await readAll(made)
	const now = await numbered(secretariat, law.id)
	await addText(made, secretariat, law.id, { label: 'Draft', content: FIRST, day: '2025-01-10' })
	await readAll(made)
	const page = await lawOf(secretariat, law.id)
	expect(page.versions.map(({ label, isCurrent }) => [label, isCurrent])).toEqual([
		['Draft', false],
		['As enacted', true]
	])
	expect([...(await numbered(secretariat, law.id))].map(([number, { id }]) => [number, id])).toEqual(
		[...now].map(([number, { id }]) => [number, id])
	)
	const register = await secretariat.ask(getProvision, { provision: now.get('6')?.id ?? '' })
	expect(register.texts.map(({ number, change }) => [number, change])).toEqual([
		['5', 'added'],
		['6', 'renumbered']
	])
	expect(register).toMatchObject({ number: '6', lastIn: null })
})

test('a provision that was left out and comes back is the one it was', async () => {
	const { made, secretariat, law, before } = await twoVersions()
	await addText(made, secretariat, law.id, { label: 'Third draft', content: FIRST, day: '2025-09-10' })
	await readAll(made)
	const stands = await numbered(secretariat, law.id)
	expect(stands.get('2')?.id).toBe(before.get('2')?.id)
	expect(stands.get('5')?.id).toBe(before.get('5')?.id)
})

test('what was entered by hand before there was a file is found in the file', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const law = await aPolicy(secretariat)
	const { id } = await secretariat.run(addProvision, {
		policy: law.id,
		number: '4',
		heading: 'Fees',
		text: 'A recruiter shall not charge any fee to a worker.'
	})
	await expect(
		secretariat.run(addProvision, { policy: law.id, number: '4', text: 'The same number.' })
	).rejects.toMatchObject({ kind: 'invalid', issues: [{ path: ['number'] }] })
	expect(await lawOf(secretariat, law.id)).toMatchObject({ provisions: 1 })
	await addText(made, secretariat, law.id, { label: 'As enacted', content: FIRST })
	await readAll(made)
	expect((await numbered(secretariat, law.id)).get('4')).toMatchObject({ id, reference: `${law.reference}-p1` })
})

test('a person says that a new provision is an earlier one, and parts them again', async () => {
	const { secretariat, law, before, after } = await twoVersions()
	const [ended, begun] = [before.get('2')?.id ?? '', after.get('5')?.id ?? '']
	const page = await secretariat.ask(getProvision, { provision: begun })
	expect(page.mayBe.map(({ id }) => id)).toEqual([ended])
	await expect(
		secretariat.run(matchProvision, {
			provision: begun,
			version: page.version,
			earlier: after.get('3')?.id ?? '',
			reason: 'mistaken'
		})
	).rejects.toMatchObject({ kind: 'invalid', issues: [{ code: 'instruments.provisions-stand-beside' }] })
	await secretariat.run(addComment, { record: begun, text: 'This was the interpretation.' })
	const { version } = await secretariat.ask(getProvision, { provision: begun })
	await secretariat.run(matchProvision, { provision: begun, version, earlier: ended, reason: 'rewritten whole' })
	const joined = await secretariat.ask(getProvision, { provision: begun })
	expect(joined).toMatchObject({ id: ended, number: '5', heading: 'Insurance', lastIn: null })
	expect(joined.texts.map(({ number, change }) => [number, change])).toEqual([
		['2', 'added'],
		['5', 'reworded']
	])
	expect((await secretariat.ask(listComments, { record: ended })).items).toHaveLength(1)
	const compared = await secretariat.ask(compareVersions, { policy: law.id, from: 1, to: 2 })
	expect(compared.counts).toMatchObject({ added: 0, removed: 0, reworded: 2 })
	const parted = await secretariat.run(separateProvision, {
		provision: ended,
		version: joined.version,
		from: 2,
		reason: 'two after all'
	})
	expect(parted.reference).not.toBe(joined.reference)
	const own = await secretariat.ask(getProvision, { provision: parted.id })
	expect(own).toMatchObject({ number: '5', heading: 'Insurance', texts: [{ change: 'added' }] })
	expect(await secretariat.ask(getProvision, { provision: ended })).toMatchObject({
		number: '2',
		position: null,
		lastIn: { number: 1 }
	})
})

test('a wording that was read wrongly is mended, in the version too', async () => {
	const { secretariat, after } = await twoVersions()
	const fees = await secretariat.ask(getProvision, { provision: after.get('4')?.id ?? '' })
	const text = 'A recruiter shall not charge any fee to a worker, whether directly or through an agent.'
	await secretariat.run(changeProvision, {
		provision: fees.id,
		version: fees.version,
		text,
		heading: 'Fees of recruiters'
	})
	const mended = await secretariat.ask(getProvision, { provision: fees.id })
	expect(mended).toMatchObject({ text, title: { en: '4 Fees of recruiters' } })
	expect(mended.texts.at(-1)).toMatchObject({ text, heading: 'Fees of recruiters', change: 'reworded' })
})

test('a law is found by the words of its provisions, and by none that it has no more', async () => {
	const { secretariat, law } = await twoVersions()
	const found = await secretariat.ask(searchRecords, { words: 'insure accident illness' })
	expect(found.items.map(({ id, kind, foundIn }) => [id, kind, foundIn])).toEqual([
		[law.id, 'policy', { en: '5 Insurance' }]
	])
	const { items } = await secretariat.ask(listPolicies, { filter: { words: 'insure accident' } })
	expect(items.map(({ id }) => id)).toEqual([law.id])
	expect((await secretariat.ask(listProvisions, { filter: { words: 'commission agent' } })).items).toHaveLength(1)
})

test('the history of a law tells of a version once, however many provisions it has, and of what was mended in them', async () => {
	const { secretariat, law, after } = await twoVersions()
	const told = async (record: string) => (await secretariat.ask(getHistory, { record, limit: 200 })).items
	// Of each version that it was added, and that its text was read.
	expect((await told(law.id)).map(({ operation }) => operation)).toEqual([
		...new Array<string>(4).fill('policy.addVersion'),
		'policy.add'
	])
	const fees = await secretariat.ask(getProvision, { provision: after.get('4')?.id ?? '' })
	expect((await told(fees.id)).map(({ operation }) => operation)).toEqual(['policy.addVersion', 'policy.addVersion'])
	await secretariat.run(changeProvision, { provision: fees.id, version: fees.version, heading: 'Fees of recruiters' })
	for (const id of [law.id, fees.id]) expect((await told(id))[0]?.operation).toBe('provision.change')
})
