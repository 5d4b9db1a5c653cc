import { defineParams } from '@sveltejs/kit/params'
import { registry } from '#areas'
import { AGENDA_MOVES } from '#modules/deliberation/meeting/meeting-rules.ts'
import { MEETING_MOVES } from '#modules/deliberation/rules.ts'
import { ACTION_FORMS } from '#modules/deliberation/action/action-forms.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const ENTRY_NUMBER = /^[A-Z0-9]+-[A-Z0-9]+-\d{4}-\d{3,}$/i

export const params = defineParams({
	/** The name of a kind of record, as it stands in the addresses of its pages. */
	recordkind: (param: string) => (registry.kind(param) ? param : undefined),
	/** What can be done to an action by a form of its own. */
	actionform: (param: string) => ACTION_FORMS.find((one) => one === param),
	/** A move in the life of a meeting, or of an agenda item. */
	meetingmove: (param: string) => MEETING_MOVES.find((one) => one === param),
	itemmove: (param: string) => AGENDA_MOVES.find((one) => one === param),
	/** The number or identifier of an entry of a register: no other page below a register's bears such a name. */
	entrynumber: (param: string) => (ENTRY_NUMBER.test(param) || UUID.test(param) ? param : undefined),
	/** An identifier; what is none leads to the page for what is not there. */
	identifier: (param: string) => (UUID.test(param) ? param : undefined)
})
