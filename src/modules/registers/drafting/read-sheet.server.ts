import type { Table } from '#platform/exchange/table.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { tablesOf } from '../exchange/exchange-operations.ts'
import { countriesCalled, tidy } from '../exchange/read-cells.ts'
import { getSentFile } from '../exchange/whole-file.server.ts'
import type { GuessingWords } from './guess-types.ts'

// What our own workbooks hold beside their rows.
const ASIDE = new Set(['lists', 'instructions'])

/** The first sheet of a spreadsheet that was sent which has rows under headings; what cannot be read is refused as the import refuses it. */
export async function readSheet(here: Here, file: string): Promise<{ name: string; table: Table }> {
	const sent = await getSentFile(here, file)
	const { sheets, faults } = await tablesOf(here, sent)
	const [fault] = faults.listed
	if (fault && sheets.size === 0) throw invalid([{ path: ['file'], code: fault.code, params: { ...fault.params } }])
	const table = [...sheets.values()].find(
		({ name, columns }) => !ASIDE.has(name) && columns.some((column) => column.trim() !== '')
	)
	if (!table) throw invalid([{ path: ['file'], code: 'registers.draft.no-columns' }])
	return { name: sent.name, table }
}

const ACTORS_MOST = 5_000

/** What the words of cells mean here: yes and no, countries and currencies as the product says them, and the actors that the seat sees. */
export async function guessingWords(here: Here): Promise<GuessingWords> {
	const { catalogue } = here.registry
	const languages = Object.keys(catalogue)
	const said = (key: string) =>
		Object.values(catalogue).flatMap((words) => (words[key] === undefined ? [] : [tidy(words[key])]))
	const rows = await here.tx
		.selectFrom('record')
		.select(['title', 'acronym'])
		.where('workspace_id', '=', here.workspace.id)
		.where('kind', '=', 'actor')
		.where('state', '=', 'active')
		.orderBy('id')
		.limit(ACTORS_MOST)
		.execute()
	return {
		languages,
		yes: new Set(['yes', 'true', ...said('registers.said.yes')]),
		no: new Set(['no', 'false', ...said('registers.said.no')]),
		countries: countriesCalled(languages),
		actors: new Set(
			rows.flatMap(({ title, acronym }) => [...Object.values(title), ...(acronym === null ? [] : [acronym])].map(tidy))
		),
		currencies: new Set(Intl.supportedValuesOf('currency')),
		tidy
	}
}
