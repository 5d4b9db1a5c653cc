import { sql } from 'kysely'
import { z } from 'zod'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'

/** The countries that actors in use stand in: what a list of actors can be narrowed to. */
export const listActorCountries = query({
	name: 'actor.countries',
	input: z.strictObject({}),
	output: z.object({ items: z.array(z.object({ country: z.string() })) }),
	about: nothing,
	allow: everyone,
	async run(here) {
		const workspace = here.workspace.id
		// From each country the index leads on to the next one, past all the actors between; of each, one that is seen is enough. (Asked
		// whether any exists, the planner would join all of them first.)
		const rows = await here.tx
			.selectFrom(
				sql<{ country: string }>`(
					with recursive named (country) as (
						(
							select actor.country from actor
							where actor.workspace_id = ${workspace} and actor.country is not null order by actor.country limit 1
						)
						union all
						select (
							select actor.country from actor
							where actor.workspace_id = ${workspace} and actor.country > named.country order by actor.country limit 1
						)
						from named
						where named.country is not null
					)
					select named.country from named
					where named.country is not null and (
						select true from actor
						join record on record.workspace_id = actor.workspace_id and record.id = actor.id
						where actor.workspace_id = ${workspace} and actor.country = named.country and record.kind = 'actor' and record.state = 'active'
						limit 1
					)
				)`.as('countries')
			)
			.select('country')
			.orderBy('country')
			.execute()
		return { items: rows }
	}
})
