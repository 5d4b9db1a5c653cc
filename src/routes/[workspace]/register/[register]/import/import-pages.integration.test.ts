import { render } from 'svelte/server'
import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { getEntry } from '#modules/registers/entry/entry-queries.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { WORDS } from '#ui/words.ts'
import { declarationOf } from '#tests/fixtures/declared.ts'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { called, visitorOf, type Visitor } from '../../visit.testing.ts'
import * as preview from './[file=identifier]/+page.server.ts'
import PreviewPage from './[file=identifier]/+page.svelte'
import { GET as refusedList } from './[file=identifier]/refused.csv/+server.ts'

const Rendered = z.object({ body: z.string() })
const Redirect = z.object({ status: z.literal(303), location: z.string() })

let made: TestWorkspace
let eventOf: Visitor<SeatKey>['eventOf']
beforeEach(async () => {
	made = await aWorkspace()
	const declaration = declarationOf({ key: 'visits', code: 'VIS', title: 'Visits', seen: 'workspace' })
	await (await made.as('administrator')).run(declareRegister, { declaration })
	;({ eventOf } = visitorOf(made, 'visits'))
})

const send = async (text: string) =>
	sendFile(await made.as('secretariat'), { name: 'visits.csv', bytes: Buffer.from(text) })

/** The preview of a file as the server sends it, without what only machines read. */
async function look(file: string, search = '') {
	const event = await eventOf('secretariat', { file }, { search })
	const data = await called(preview.load, event)
	const context = new Map<string, unknown>([[WORDS, event.locals.words]])
	const props = { data, form: null, params: { workspace: made.workspace.key, register: 'visits', file } }
	const { body: html } = Rendered.parse(Reflect.apply(render, undefined, [PreviewPage, { props, context }]))
	const text = html
		.replaceAll(/<!--.*?-->/gs, '')
		.replaceAll(/<[^>]*>/g, ' ')
		.replaceAll(/\s+/g, ' ')
	return { html, text }
}

const hiddenIn = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''

/** Presses the button of the preview as it was sent. */
async function bringIn(file: string, search: string) {
	const { html } = await look(file, search)
	const body = new FormData()
	body.set('acting', 'secretariat')
	for (const name of ['contents', 'expected']) body.set(name, hiddenIn(html, name))
	const event = await eventOf('secretariat', { file }, { body, search })
	const answer = await called(preview.actions['default'], event).catch((thrown: unknown) => thrown)
	return Redirect.parse(answer).location
}

test('a file of which no column is known is told so, column by column, and what is missing by its name', async () => {
	const file = await send('What;When\nA visit;2026-03-01\n')
	const { text } = await look(file)
	expect(text).toContain('The column “name” is missing')
	expect(text).toContain('“What” is not a column of this sheet')
	const list = z.instanceof(Response).parse(await called(refusedList, await eventOf('secretariat', { file })))
	expect(await list.text()).toContain('The column “name” is missing')
})

test('whoever brings the file says which field a column is and which is left out, and it comes in so', async () => {
	const file = await send('What,When,Our own\nA visit,2026-03-01,x\nAnother,2026-03-02,y\n')
	const asked = await look(file)
	expect(asked.text).toContain('Columns that the register does not know')
	expect(asked.text).toContain('Column B “When”')
	expect(asked.text).toMatch(/for example: 2026-03-01 and 2026-03-02/)

	const search = '?column-A=name&column-B=day&column-C='
	const said = await look(file, search)
	expect(said.text).not.toContain('is not a column')
	expect(said.text).toContain('Bring in 2 entries')
	// What was said can be said otherwise still.
	expect(said.html).toMatch(/<option value="day" selected/)
	expect(await bringIn(file, search)).toContain('done')
	const entry = await (
		await made.as('secretariat')
	).ask(getEntry, {
		entry: `${made.workspace.numberPrefix}-VIS-2026-002`
	})
	expect(entry.values).toMatchObject({ name: 'Another', day: '2026-03-02' })
	expect((await look(file, `${search}&done=`)).text).toContain('Import done')
})

test('two columns that are said to be the same field are refused, and one that is nobody’s stays unknown', async () => {
	const file = await send('What,When\nA visit,2026-03-01\n')
	expect((await look(file, '?column-A=name&column-B=name')).text).toContain('stands in the sheet twice')
	expect((await look(file, '?column-A=name&column-B=number-of-nobody')).text).toContain('“When” is not a column')
})

test('each new entry is shown as it will be called, with what its cells were taken for', async () => {
	const file = await send('name,day\nA visit,31/12/2026\n')
	const { text } = await look(file)
	expect(text).toMatch(/A visit .*day: 2026-12-31/)
	expect(text).not.toContain('given when it is brought in')
})

test('once it is brought in nothing is listed as new, and a file without rows is told to have none', async () => {
	const file = await send('name,day\nA visit,2026-03-01\n')
	await bringIn(file, '')
	const { text } = await look(file, '?done=')
	expect(text).toContain('Import done')
	expect(text).not.toContain('New entries')
	expect((await look(await send('name,day\n'))).text).toContain('The file holds no rows of entries.')
})
