import { audienceTokens } from '#platform/access/seat.ts'
import { doing } from '../fixtures/workplace.ts'
import type { TestWorkspace } from '../fixtures/workspace.ts'
import { perform, upload } from './by-name.ts'

/** Of the meetings of each structure: an item whose minutes are written and typed in, and an agenda that can be sent. */
export async function prepareMinutes(
	made: TestWorkspace,
	put: (name: string, id: string) => void,
	id: (name: string) => string
) {
	const administrator = await made.as('administrator')
	for (const [which, title, structure] of [
		['open', 'Open', 'committee'],
		['closed', 'Shadow', 'closed-group']
	] as const) {
		const item = await perform(administrator, 'agendaItem.add', {
			meeting: id(`${which} called meeting`),
			title: `${title} item with minutes`
		})
		put(`${which} minuted item`, item)
		await perform(administrator, 'minute.save', { agendaItem: item, text: `${title} minutes` })
		const meeting = id(`${which} held meeting`)
		const files = {
			docx: await upload(made, administrator, 'agenda.docx', `${title} agenda`),
			pdf: await upload(made, administrator, 'agenda.pdf', `${title} agenda for print`)
		}
		const audience = which === 'open' ? ['public'] : audienceTokens('members', id(structure))
		await administrator.run(
			doing(async (here) => {
				for (const file of Object.values(files)) await here.write.change('file', file, { record_id: meeting, audience })
				await here.write.add('meeting_standing', { id: meeting, lines: '[]', kept_at: here.now })
				await here.write.add('meeting_paper', {
					meeting_id: meeting,
					kind: 'agenda',
					edition: which === 'open' ? 'public' : 'members',
					language: 'en',
					docx_file_id: files.docx,
					pdf_file_id: files.pdf,
					sealed_at: null,
					made_at: here.now,
					seat_id: here.seat.id
				})
			}),
			{}
		)
	}
}
