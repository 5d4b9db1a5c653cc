import { z } from 'zod'
import { discardFile, ReceivedFile, receiveFile } from '#platform/files/receive.server.ts'
import { refuseWhenFull } from '#platform/files/storage.ts'
import { storeFile } from '#platform/files/store.server.ts'
import { defineTimed, defineWork } from '#platform/jobs/jobs.server.ts'
import { command, nothing, query } from '#platform/operation/operation.server.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { WrittenFile } from '#platform/files/written-file.ts'
import { completeEdition, makeDueEdition, periodsDue } from './edition-commands.ts'
import { EDITION_FORMATS, writeEditionFile, type EditionFormat } from './edition-files.ts'
import { getEditionRow, readIssue } from './find-edition.server.ts'
import { RENDER_WORK } from './render-name.ts'

const Asked = z.object({ edition: z.string(), issue: z.int() })
const Which = Asked.extend({ format: z.enum(EDITION_FORMATS), language: z.string() })

// Who completed an edition may read it; the clock, which completes some, sees all that is kept.
const everybody = () => true

const languagesOfIssue = query({
	name: 'reportEdition.render',
	input: Asked,
	output: z.object({ languages: z.array(z.string()) }),
	about: (here, { edition }) => getEditionRow(here, edition),
	allow: everybody,
	clock: true,
	run: async (here, { issue }, edition) => ({
		languages: Object.keys((await readIssue(here, edition, issue)).content.said)
	})
})

const renderOne = query({
	name: 'reportEdition.render',
	input: Which,
	output: z.custom<WrittenFile>((value) => value instanceof WrittenFile),
	about: (here, { edition }) => getEditionRow(here, edition),
	allow: everybody,
	clock: true,
	run: async (here, { issue, format, language }, edition) =>
		writeEditionFile(here, edition, await readIssue(here, edition, issue), { format, language })
})

const Received = z.custom<ReceivedFile>((value) => value instanceof ReceivedFile)

/** Keeps a paper of an edition, for whoever may read it; told in the history as its completing. */
const keepPaper = command({
	name: completeEdition.name,
	input: Which.extend({ file: Received }),
	output: z.object({ isKept: z.boolean() }),
	about: (here, { edition }) => getEditionRow(here, edition),
	allow: everybody,
	clock: true,
	async run(here, { issue: number, format, language, file }, edition) {
		const issue = await readIssue(here, edition, number)
		const known = await here.tx
			.selectFrom('report_issue_file')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('report_issue_id', '=', issue.id)
			.where('language', '=', language)
			.where('format', '=', format)
			.executeTakeFirst()
		if (known) return { isKept: false }
		await refuseWhenFull(here, file.size)
		await storeFile(here.filesFolder, here.workspace.id, file)
		const { id, name, mediaType, size, sha256 } = file
		await here.write.add('file', {
			...{ id, name, size, sha256 },
			media_type: mediaType,
			seat_id: here.seat.id,
			record_id: edition.id,
			audience: [...edition.audience],
			created_at: here.now
		})
		await here.write.add('report_issue_file', { report_issue_id: issue.id, language, format, file_id: id })
		return { isKept: true }
	}
})

const received = (opening: Opening, { name, content }: WrittenFile) =>
	receiveFile(
		(async function* () {
			yield await Promise.resolve(content)
		})(),
		{ filesFolder: opening.filesFolder, name }
	)

/** Writes an issue in each of its languages as DOCX, PDF and workbook, and keeps them; what was kept by an attempt before stays. */
export const renderEdition = defineWork({
	name: RENDER_WORK,
	async run(opening, input) {
		const asked = Asked.parse(input)
		const { languages } = await ask(opening, languagesOfIssue, asked)
		const all = languages.flatMap((language) =>
			EDITION_FORMATS.map((format): { language: string; format: EditionFormat } => ({ language, format }))
		)
		for (const [done, which] of all.entries()) {
			await opening.tell?.({ step: 'writing', done, total: all.length })
			const file = await received(opening, await ask(opening, renderOne, { ...asked, ...which }))
			try {
				const { isKept } = await run(opening, keepPaper, { ...asked, ...which, file })
				if (!isKept) await discardFile(file)
			} catch (error) {
				await discardFile(file)
				throw error
			}
		}
	}
})

const templatesDue = query({
	name: makeDueEdition.name,
	input: z.strictObject({}),
	output: z.object({ templates: z.array(z.string()) }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here) {
		const rows = await here.tx
			.selectFrom('report_template')
			.innerJoin('record', (on) =>
				on
					.onRef('record.workspace_id', '=', 'report_template.workspace_id')
					.onRef('record.id', '=', 'report_template.id')
			)
			.select(['report_template.id', 'report_template.since_day', 'report_template.definition'])
			.where('report_template.workspace_id', '=', here.workspace.id)
			.where('record.state', '=', 'active')
			.orderBy('report_template.id')
			.execute()
		const templates: string[] = []
		for (const row of rows) if ((await periodsDue(here, row)).length > 0) templates.push(row.id)
		return { templates }
	}
})

/** Every hour, since a day begins at another hour in each country: what is due is made, once for each period. */
export const makeDueEditions = defineTimed({
	name: 'reportEdition.makeDue',
	cron: '23 * * * *',
	async run(opening) {
		const { templates } = await ask(opening, templatesDue, {})
		const defects: unknown[] = []
		for (const template of templates)
			try {
				await run(opening, makeDueEdition, { template })
			} catch (error) {
				// A report that can no longer be made keeps no other from being made: its page says why.
				if (!isRefusal(error)) defects.push(error)
			}
		if (defects.length > 0) throw defects[0]
	}
})
