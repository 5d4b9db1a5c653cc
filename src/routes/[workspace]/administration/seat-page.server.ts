import type { RequestEvent } from '@sveltejs/kit'
import { getSeat } from '#platform/access/seat-operations.ts'
import { formKeys } from '../../face.server.ts'
import { todayOf } from '../record-page.server.ts'
import { refuseUnlessAdministrator } from './administration.server.ts'

type Page = Pick<RequestEvent, 'locals' | 'url'>

/** What the page of a form about a seat needs: the seat, the form's keys and the day. */
export async function seatForm(page: Page, seat: string, operation: string) {
	refuseUnlessAdministrator(page, operation)
	const { key, office, role, actor, version, holders, isHeld } = await page.locals.ask(getSeat, { seat })
	return {
		seat: { key, office, role, actor: actor?.reference ?? null, version, isHeld },
		holder: holders.find((holding) => holding.until === null)?.name ?? null,
		keys: formKeys(page.locals),
		today: todayOf(page.locals)
	}
}

type Addressed = { params: Partial<Record<string, string>> }

/** The seat an address names, as its operations take it. */
export const aboutSeat = ({ params }: Addressed) => ({ seat: params['seat'] })

/** Where a form about a seat leads once it is done: the seat's page. */
export const toSeat = (_result: unknown, { params }: Addressed) =>
	`/${params['workspace'] ?? ''}/administration/seats/${params['seat'] ?? ''}`
