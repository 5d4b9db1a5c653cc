import type { Component } from 'svelte'
import { render } from 'svelte/server'
import { beforeEach, expect, test, vi } from 'vitest'
import { addReportingDuty } from '#modules/instruments/instrument/duty-commands.ts'
import { addInstrument } from '#modules/instruments/instrument/instrument-commands.ts'
import { getInstrument } from '#modules/instruments/instrument/instrument-queries.ts'
import { setStatus } from '#modules/instruments/instrument/status-commands.ts'
import { speak } from '#platform/languages/words.ts'
import { upload } from '#tests/access/by-name.ts'
import { aWorkspace, type Acting, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { WORDS } from '#ui/words.ts'
import { catalogue } from '#words'

const at = vi.hoisted(() => ({ url: new URL('https://pitso.example') }))
vi.mock('$app/state', () => ({
	page: {
		get url() {
			return at.url
		},
		data: {}
	}
}))
// A sentence that no catalogue has is an error then, and no key on the page.
process.env['PITSO_STRICT_WORDS'] = '1'

type Server = { load: (event: unknown) => Promise<Record<string, unknown>> }
const servers = import.meta.glob<Server>('./**/+page.server.ts')
const pages = import.meta.glob<{ default: Component<Record<string, unknown>> }>('./**/+page.svelte')

let made: TestWorkspace
let keeper: Acting

beforeEach(async () => {
	made = await aWorkspace()
	keeper = await made.as('secretariat')
	await keeper.run(addInstrument, {
		key: 'tip-protocol',
		name: 'Protocol',
		form: 'protocol',
		scope: 'global',
		adoptedOn: '2000-11-15',
		inForceOn: '2003-12-25',
		entryDays: 30
	})
})

const version = async () => (await keeper.ask(getInstrument, { instrument: 'tip-protocol' })).version

/** The words of a page of the instrument, as a keeper is sent them. */
async function textOf(path: string, { file = '', language = 'en' } = {}): Promise<string> {
	const route = `./[reference]${path}`
	const params = { workspace: made.workspace.key, reference: 'tip-protocol', file }
	at.url = new URL(`https://pitso.example/${made.workspace.key}/instrument/tip-protocol`)
	const words = speak(catalogue, language, { timeZone: 'Africa/Harare' })
	const locals = { words, seat: keeper.seat, workspace: made.workspace, ask: keeper.ask, attempt: keeper.ask }
	const [server, page] = await Promise.all([
		servers[`${route}/+page.server.ts`]?.(),
		pages[`${route}/+page.svelte`]?.()
	])
	if (!server || !page) throw new Error(`there is no page ${route}`)
	const data = await server.load({ locals, params, url: at.url, setHeaders: () => undefined })
	const { body } = render(page.default, { props: { data, params, form: null }, context: new Map([[WORDS, words]]) })
	return body
		.replaceAll(/<!--.*?-->/gs, '')
		.replaceAll(/<[^>]*>/g, ' ')
		.replaceAll(/\s+/g, ' ')
}

const previewOf = (file: string, language: string) => textOf('/import/[file=identifier]', { file, language })
const sent = (...rows: string[]) => upload(made, keeper, 'status.csv', rows.join('\n'))

test('the preview of a status table names file, row and column of what it refuses, in words of every language', async () => {
	await keeper.run(setStatus, {
		instrument: 'tip-protocol',
		version: await version(),
		country: 'MOZ',
		event: 'ratified',
		day: '2005-03-17'
	})
	const refused = await sent(
		'State,Signature,Ratification,Entry into force,Withdrawal',
		'Ruritania,,1 Jan 2005,,',
		'Zambia,,24 Apr 1999,,',
		'Malawi,,some day,,',
		'Botswana,,12/25/2005,,',
		'Lesotho,,24 Sep 2003 q,,',
		'Kenya,,5 Jan 2005,1 Jan 2005,',
		'Uganda,,,,5 May 2011',
		'Zambia,,24 Apr 2005,,',
		'Eswatini,1 Jan 2007,24 Sep 2006,,',
		'Angola,,1 Jan 2099,,',
		'Namibia,,16 Aug 2002 c,,',
		'Mozambique,,20 Sep 2006,,'
	)
	const doubtful = await sent(
		'Participant,Signature,Ratification,Deposit,State party',
		'Zimbabwe,1 Jan 2001,13 Dec 2013 a,13 Dec 2013,No',
		'Lesotho,14 Dec 2000,24 Sep 2003,,Yes',
		'Malawi,[1 Jan 2001],,,Yes',
		'Zambia,1 Jan 2001,,,perhaps'
	)
	const noTable = await sent('Treaty,Year', 'Palermo,2000')
	for (const language of ['en', 'fr', 'pt'])
		for (const file of [refused, doubtful, noTable]) {
			const text = await previewOf(file, language)
			expect(text).toContain('status.csv')
			expect(text).not.toMatch(/\b(?:refusal|instruments?|status)\.[a-z]+[-.][a-z]/)
		}
	const text = await previewOf(refused, 'en')
	expect(text).toContain('status.csv: Sheet “status”, row 2, column A “State”')
	expect(text).toContain('“Ruritania” is no State that is known here.')
	expect(await previewOf(doubtful, 'en')).toContain('says neither yes nor no')
})

test('a duty under which no report is worked out says why on the page of its instrument, in every language', async () => {
	const added = { instrument: 'tip-protocol', body: 'Invented committee', firstMonths: 12, everyMonths: 60 }
	await keeper.run(addReportingDuty, { ...added, version: await version() })
	const status = { instrument: 'tip-protocol', event: 'ratified' as const, day: '2005' }
	await keeper.run(setStatus, { ...status, version: await version() })
	expect(await textOf('')).toMatch(
		/Invented committee: no report is worked out, since the exact day .* is not known\..* Enter the report under this duty/
	)
	for (const language of ['fr', 'pt']) expect(await textOf('', { language })).toContain('Invented committee')
})

test('other States stand on a map by country, with the table behind it', async () => {
	const signed = { instrument: 'tip-protocol', country: 'LSO', event: 'signed' as const, day: '2001-01-01' }
	await keeper.run(setStatus, { ...signed, version: await version() })
	for (const language of ['en', 'fr', 'pt']) expect(await textOf('/states', { language })).toContain('LSO')
	expect(await textOf('/states')).toMatch(/States by country .* Africa .* Lesotho: Signed .* Lesotho/)
})
