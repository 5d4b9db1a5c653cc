import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { meets } from '../minutes/editions.ts'
import { reachOf } from '../telling/reach.server.ts'
import { NOBODY_TOLD, tell } from '../telling/tell.server.ts'

type Asked = {
	id: string
	reference: string
	structureId: string
	deadline: string
}

const linkTo = (here: Here, reference: string) => `/${here.workspace.key}/written-procedure/${reference}`

// Whom a letter about a procedure reaches of these actors: whoever is nominated for them and may see it, else the seats that may.
async function reachAbout(
	here: Here,
	{ id, structureId }: Pick<Asked, 'id' | 'structureId'>,
	actors: readonly string[]
) {
	const record = await here.tx
		.selectFrom('record')
		.select('audience')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	return reachOf(here, { structureId, actors, sees: (audience) => meets(audience, record.audience) })
}

/**
 * Writes to those who answer for the actors. Whoever has a seat reads the title as that seat sees it when the mail is sent; an
 * office that has only an address is told the number and no more.
 */
export async function askToAnswer(
	here: Writing,
	template: 'procedure-opened' | 'procedure-reminder',
	asked: Asked,
	actors: readonly string[]
) {
	const { id, reference, deadline } = asked
	const params = { number: reference, deadline, link: linkTo(here, reference) }
	return tell(here, await reachAbout(here, asked, actors), {
		toSeats: { template, params, records: { title: id } },
		toOffices: { template: `${template}-office`, params }
	})
}

/**
 * Tells those who were asked what became of it: closed with an outcome, or stopped. As each is told by its own seat, an office that
 * has only an address reads the number and that it is over.
 */
export async function tellOutcome(
	here: Writing,
	template: 'procedure-adopted' | 'procedure-not-adopted' | 'procedure-stopped',
	asked: Omit<Asked, 'deadline'>,
	actors: readonly string[]
) {
	const { id, reference } = asked
	const params = { number: reference, link: linkTo(here, reference) }
	return tell(here, await reachAbout(here, asked, actors), {
		toSeats: { template, params, records: { title: id } },
		toOffices: { template: 'procedure-over-office', params }
	})
}

/** Tells whoever acts for the secretary that the deadline has passed and the procedure waits to be closed. */
export async function askToClose(
	here: Writing,
	asked: Asked,
	{ secretaryActorId, chairActorId }: { secretaryActorId: string | null; chairActorId: string | null }
) {
	const actor = secretaryActorId ?? chairActorId
	if (actor === null) return NOBODY_TOLD
	const { id, reference, deadline } = asked
	const letter = {
		template: 'procedure-to-close',
		params: { number: reference, deadline, link: linkTo(here, reference) }
	}
	const reach = await reachAbout(here, asked, [actor])
	// An office without a seat cannot close it.
	return tell(here, { ...reach, addresses: [] }, { toSeats: { ...letter, records: { title: id } }, toOffices: letter })
}
