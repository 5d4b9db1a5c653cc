import type { RequestEvent } from '@sveltejs/kit'
import type { ProcedureMove } from '#modules/deliberation/decision/procedure-rules.ts'
import { refuseUnlessCan } from '../record-page.server.ts'

type Standing = {
	deadlineDay: string
	may: Record<ProcedureMove, boolean>
	whyNot: Record<ProcedureMove, string | null>
}

/** Refuses the page of a form about a written procedure that could not be sent: for want of the right, or as the procedure stands. */
export const refuseUnlessPossible = (
	page: Pick<RequestEvent, 'locals' | 'url'>,
	{ may, whyNot, deadlineDay: deadline }: Standing,
	move: ProcedureMove
) => refuseUnlessCan(page, { may: may[move], whyNot: whyNot[move], params: { deadline } }, `writtenProcedure.${move}`)
