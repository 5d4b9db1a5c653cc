import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { sendMail } from '#platform/mail/send-mail.server.ts'

/** Whom to write to about an actor's answer: its nominees of the structure, by seat or address; else the seats that act for it. */
async function readersOf(here: Here, structureId: string, actors: readonly string[]) {
	if (actors.length === 0) return { seats: [], addresses: [] }
	const nominees = await here.tx
		.selectFrom('nomination')
		.innerJoin('membership', (on) =>
			on
				.onRef('membership.workspace_id', '=', 'nomination.workspace_id')
				.onRef('membership.id', '=', 'nomination.membership_id')
		)
		.select(['membership.actor_id', 'nomination.seat_id', 'nomination.email', 'nomination.office'])
		.where('nomination.workspace_id', '=', here.workspace.id)
		.where('nomination.structure_id', '=', structureId)
		.where('membership.actor_id', '=', anyOf(actors))
		.where((where) =>
			where.or([where('nomination.from_day', 'is', null), where('nomination.from_day', '<=', here.today)])
		)
		.where((where) => where.or([where('nomination.to_day', 'is', null), where('nomination.to_day', '>=', here.today)]))
		.orderBy('nomination.id')
		.execute()
	const reached = new Set(nominees.flatMap((one) => ((one.seat_id ?? one.email) ? [one.actor_id] : [])))
	const others = actors.filter((actor) => !reached.has(actor))
	const seats = await seatsOf(here, others)
	return {
		seats: [...new Set([...nominees.flatMap((one) => one.seat_id ?? []), ...seats])],
		addresses: nominees.flatMap((one) =>
			one.seat_id === null && one.email !== null ? [{ name: one.office, email: one.email }] : []
		)
	}
}

/** The seats that act for actors today: those that only read along, or keep the workspace, are not asked. */
async function seatsOf(here: Here, actors: readonly string[]) {
	if (actors.length === 0) return []
	const rows = await here.tx
		.selectFrom('seat')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('actor_id', '=', anyOf(actors))
		.where('role', 'in', ['member', 'secretariat'])
		.where((where) => where.or([where('from_day', 'is', null), where('from_day', '<=', here.today)]))
		.where((where) => where.or([where('to_day', 'is', null), where('to_day', '>=', here.today)]))
		.orderBy('id')
		.execute()
	return rows.map((row) => row.id)
}

type Asked = {
	id: string
	reference: string
	structureId: string
	deadline: string
}

const linkTo = (here: Here, reference: string) => `/${here.workspace.key}/written-procedure/${reference}`

/**
 * Writes to those who answer for the actors. Whoever has a seat reads the title as that seat sees it when the mail is sent; an
 * office that has only an address is told the number and no more.
 */
export async function askToAnswer(
	here: Writing,
	template: 'procedure-opened' | 'procedure-reminder',
	{ id, reference, structureId, deadline }: Asked,
	actors: readonly string[]
) {
	const { seats, addresses } = await readersOf(here, structureId, actors)
	const params = { number: reference, deadline, link: linkTo(here, reference) }
	for (const seatId of seats) await sendMail(here, { template, to: { seatId }, params, records: { title: id } })
	for (const { name, email } of addresses)
		await sendMail(here, {
			template: `${template}-office`,
			to: { name, email, language: here.workspace.language },
			params
		})
}

/** Tells the secretary's seats that the deadline has passed and the procedure waits to be closed. */
export async function askToClose(
	here: Writing,
	{ id, reference, deadline }: Asked,
	{ secretaryActorId, chairActorId }: { secretaryActorId: string | null; chairActorId: string | null }
) {
	const actor = secretaryActorId ?? chairActorId
	if (actor === null) return
	const params = { number: reference, deadline, link: linkTo(here, reference) }
	for (const seatId of await seatsOf(here, [actor]))
		await sendMail(here, { template: 'procedure-to-close', to: { seatId }, params, records: { title: id } })
}
