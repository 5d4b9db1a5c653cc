import { z } from 'zod'
import { Day, Text } from '#platform/operation/fields.ts'
import { command } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { areaIds, putAreas } from '../areas-of-record.server.ts'
import { lapseOne } from './chain-commands.ts'
import { getStandings, lockAll, mayBe, showTo } from './find-recommendation.server.ts'
import { addresseeTokens, Corrections, correctionsOf, Items, refuseTaken } from './recommendation-fields.server.ts'
import { whyNotChangeRecommendation } from './recommendation-rules.ts'

/** Changes many recommendations at once: each field that is given becomes the same in all of them, or nothing changes at all. */
export const changeManyRecommendations = command({
	name: 'recommendation.changeMany',
	input: z.strictObject({
		items: Items,
		...Corrections,
		/** Lets them lapse; the reason is then required. */
		lapse: z.boolean().optional(),
		day: Day.optional(),
		reason: Text(2_000).optional()
	}),
	output: z.object({ changed: z.int() }),
	about: (here, { items }) =>
		getStandings(
			here,
			items.map(({ id }) => id)
		),
	allow: (_here, recommendations, { lapse }) => recommendations.every((one) => mayBe(one, lapse ? 'lapse' : 'change')),
	async run(here, { items, areas, lapse = false, day, reason, ...asked }, recommendations) {
		if (lapse && reason === undefined) throw invalid([{ path: ['reason'], code: 'platform.field.missing' }])
		const given: readonly unknown[] = [...Object.values(asked), areas]
		const isNothing = given.every((value) => value === undefined) && !lapse
		if (isNothing) throw conflict('deliberation.recommendation-nothing-to-change')
		await lockAll(here, recommendations, items)
		const fields = await correctionsOf(here, asked)
		const themes = areas === undefined ? undefined : await areaIds(here, areas)
		await refuseTaken(here, recommendations, { fields, areas: themes })
		for (const one of recommendations) {
			const why = whyNotChangeRecommendation(one.row.state)
			if (why) throw conflict(why)
			await here.write.change('recommendation', one.id, fields)
			if (themes) await putAreas(here, one.id, themes)
			await showTo(here, one, addresseeTokens(fields))
			if (lapse) await lapseOne(here, one, day)
		}
		return { changed: recommendations.length }
	}
})
