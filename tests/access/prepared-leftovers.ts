import { z } from 'zod'
import { command, nothing } from '#platform/operation/operation.server.ts'
import type { Prepared } from './prepared.ts'
import { perform, upload } from './by-name.ts'

/** Rows of the tables that no preparation fills, since they would stand in the way of what the matrix tries. */
export async function fillLeftovers(made: Prepared): Promise<void> {
	const administrator = await made.as('administrator')
	const document = await perform(administrator, 'document.attach', {
		record: made.id('open item'),
		file: await upload(made, administrator, 'paper.txt'),
		title: 'A paper'
	})
	const report = made.id('open report')
	const files = [await upload(made, administrator, 'report.docx'), await upload(made, administrator, 'report.pdf')]
	const sent = await upload(made, administrator, 'sent.pdf')
	const origin = { origin: 'entered' as const, origin_source: null, origin_year: null, origin_note: null }
	const leave = command({
		name: 'comment.add',
		input: z.strictObject({}),
		output: z.object({}),
		about: nothing,
		allow: () => true,
		async run({ write, now, today, tx, workspace }) {
			await write.add('agenda_paper', {
				agenda_item_id: made.id('open item'),
				document_id: document,
				confidentiality: 'as-item'
			})
			await write.add('action_escalation', {
				action_id: made.id('open action assigned'),
				level: 1,
				to_structure_id: null,
				to_actor_id: null,
				day: today,
				reasons: 'Nothing was reported'
			})
			await write.add('decision_position', {
				decision_id: made.id('open decision'),
				actor_id: made.id('labour'),
				vote: null,
				stance: 'reservation',
				text: 'Noted'
			})
			await write.add('structure_activation', {
				structure_id: made.id('committee'),
				from_day: today,
				to_day: null,
				reason: 'Flood',
				end_reason: null,
				...origin
			})
			await write.add('secretariat_report_section', {
				secretariat_report_id: report,
				code: 'summary',
				language: 'en',
				narrative: 'A quiet quarter'
			})
			const issue = await tx
				.selectFrom('report_issue')
				.select('id')
				.where('workspace_id', '=', workspace.id)
				.where('report_edition_id', '=', made.id('open edition'))
				.executeTakeFirstOrThrow()
			// The job that writes the papers of an edition is not worked here.
			await write.add('report_issue_file', {
				report_issue_id: issue.id,
				language: 'en',
				format: 'docx',
				file_id: files[0] ?? ''
			})
			// Brought from a tool for surveys, and sent by a stranger with a form.
			await write.add('entry_answer', {
				register_id: made.id('open register'),
				entry_id: made.id('open entry'),
				answer: 'uuid:of-the-test'
			})
			const { id: submission, audience } = await tx
				.selectFrom('submission')
				.select(['id', 'audience'])
				.where('workspace_id', '=', workspace.id)
				.where('number', '=', made.id('closed submission'))
				.executeTakeFirstOrThrow()
			await write.add('submission_file', {
				id: sent,
				submission_id: submission,
				audience,
				field: 'paper',
				sealed_name: '',
				mark: ''
			})
			await write.add('secretariat_report_edition', {
				secretariat_report_id: report,
				language: 'en',
				docx_file_id: files[0] ?? '',
				pdf_file_id: files[1] ?? '',
				made_at: now,
				seat_id: null
			})
			return {}
		}
	})
	await administrator.run(leave, {})
}
