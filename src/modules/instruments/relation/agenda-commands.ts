import { z } from 'zod'
import { addAgendaItem, proposeAgendaItem } from '#modules/deliberation/meeting/agenda-commands.ts'
import { Reference } from '#platform/operation/fields.ts'
import { command } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { RecordReference } from '#platform/records/find-record.server.ts'
import { keepsInstruments } from '../rules.ts'
import { agendasOf, nextMeetingOf, whyNotPutOnAgenda } from './agenda.server.ts'
import { getHarmonizationRow } from './find-harmonization.server.ts'

/**
 * Puts an item of the board on the agenda of the next meeting of the structure in charge: accepted at once where the seat runs the
 * meeting, else proposed by a full member.
 */
export const putOnAgenda = command({
	name: 'harmonization.putOnAgenda',
	input: z.strictObject({ harmonization: Reference }),
	output: z.object({ id: z.string(), reference: z.string(), agendaItem: z.string(), meeting: RecordReference }),
	async about(here, { harmonization }) {
		const item = await getHarmonizationRow(here, harmonization)
		const next = await nextMeetingOf(here, item.row.structure_id)
		return { item, next, mayAdd: (await next?.mayAdd()) ?? keepsInstruments(here.seat) }
	},
	allow: (_here, { mayAdd }) => mayAdd,
	async run(here, _input, { item, next }) {
		await here.write.lockRecord(item.id)
		const why = whyNotPutOnAgenda({ record: item, row: item.row }, { next, agendas: await agendasOf(here, item.id) })
		if (why !== null || next === null) throw conflict(why ?? 'instruments.no-meeting-ahead')
		const asked = { meeting: next.meeting.id, title: item.title, subject: item.id }
		const added = (await next.runs())
			? await here.run(addAgendaItem, asked)
			: await here.run(proposeAgendaItem, { ...asked })
		here.write.mention(item.id)
		return { id: item.id, reference: item.reference, agendaItem: added.reference, meeting: next.meeting }
	}
})
