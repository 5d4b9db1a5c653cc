import { expect, test } from 'vitest'
import { clockSeat } from '#platform/access/seat.ts'
import { run } from '#platform/operation/perform.server.ts'
import { withdrawDocument, listDocuments } from '#platform/records/documents.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { aWorkspace, type Acting, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { aClock, workDue, workplaceOf } from '../../../../tests/fixtures/workplace.ts'
import { upload } from '../../../../tests/access/by-name.ts'
import { addInstrument } from './instrument-commands.ts'
import { getInstrument, listInstruments } from './instrument-queries.ts'
import { refreshPositions } from './status-commands.ts'
import { addInstrumentText } from './text-commands.ts'

const TEXT = `Article 1
Use of terms
For the purposes of this Convention "kafala" means a bond of sponsorship.
`

async function attached(name: string, content: string) {
	const made = await aWorkspace()
	const keeper = await made.as('secretariat')
	const { reference } = await keeper.run(addInstrument, {
		key: 'convention',
		name: 'Convention',
		form: 'convention',
		scope: 'global'
	})
	const { version } = await keeper.ask(getInstrument, { instrument: reference })
	await keeper.run(addInstrumentText, {
		instrument: reference,
		version,
		file: await upload(made, keeper, name, content),
		title: 'Authentic text'
	})
	const work = () => workDue(made, workplaceOf(made, aClock()))
	return { made, keeper, reference, work }
}

const keptOf = ({ database, workspace }: TestWorkspace) =>
	database.owner
		.selectFrom('instrument_text')
		.select(['state', 'text'])
		.where('workspace_id', '=', workspace.id)
		.execute()

const textsOf = async (keeper: Acting, instrument: string) => (await keeper.ask(getInstrument, { instrument })).texts

test('the full text of an instrument is read out of its file by a job, and found by the search until the file is withdrawn', async () => {
	const { made, keeper, reference, work } = await attached('convention.txt', TEXT)
	expect(await textsOf(keeper, reference)).toMatchObject([{ progress: 'waiting', characters: 0 }])
	await work()
	expect(await textsOf(keeper, reference)).toMatchObject([{ progress: 'read', fault: null }])
	const found = async () =>
		(await keeper.ask(listInstruments, { filter: { words: 'kafala' } })).items.map((one) => one.reference)
	expect(await found()).toEqual([reference])
	const searched = await keeper.ask(searchRecords, { words: 'sponsorship' })
	expect(searched.items.map((one) => one.reference)).toContain(reference)
	// What a file says is told by the file itself, to whom sees that, and never by the history.
	const payloads = await made.database.owner
		.selectFrom('event_payload')
		.select('payload')
		.where('workspace_id', '=', made.workspace.id)
		.execute()
	expect(JSON.stringify(payloads)).not.toContain('sponsorship')
	const documents = await keeper.ask(listDocuments, { record: reference, kind: 'instrument' })
	await keeper.run(withdrawDocument, { document: documents.items[0]?.id ?? '', reason: 'another treaty' })
	expect(await textsOf(keeper, reference)).toEqual([])
	expect(await found()).toEqual([])
	expect((await keeper.ask(searchRecords, { words: 'sponsorship' })).items).toEqual([])
	// What no page tells any more is not kept either.
	await run({ ...keeper.opening, seat: clockSeat }, refreshPositions, {})
	expect(await keptOf(made)).toEqual([{ state: 'unread', text: null }])
})

test('the text of a document that is withdrawn before its turn is not read', async () => {
	const { made, keeper, reference, work } = await attached('convention.txt', TEXT)
	const documents = await keeper.ask(listDocuments, { record: reference, kind: 'instrument' })
	await keeper.run(withdrawDocument, { document: documents.items[0]?.id ?? '', reason: 'another treaty' })
	await work()
	expect(await keptOf(made)).toEqual([{ state: 'waiting', text: null }])
	expect((await keeper.ask(searchRecords, { words: 'sponsorship' })).items).toEqual([])
})

test('a file without text is kept as a file, and that is said of it', async () => {
	const { keeper, reference, work } = await attached('empty.txt', ' \n')
	await work()
	expect(await textsOf(keeper, reference)).toMatchObject([{ progress: 'unread', fault: 'no-text', characters: 0 }])
	expect((await keeper.ask(listDocuments, { record: reference, kind: 'instrument' })).items).toHaveLength(1)
})
