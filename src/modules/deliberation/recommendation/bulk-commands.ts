import { z } from 'zod'
import { areaIds, putAreas } from '#modules/directory/find-areas.server.ts'
import { Day, Text } from '#platform/operation/fields.ts'
import { command } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { lapseOne } from './chain-commands.ts'
import { getStandings, lockAll, mayBe, refuseWithdrawn } from './find-recommendation.server.ts'
import { Corrections, correctionsOf, Items, refuseTaken } from './recommendation-fields.server.ts'
import { whyNotChangeRecommendation } from './recommendation-rules.ts'
import { followAddressee } from './seen-by.server.ts'

const CORRECTED = Object.keys(Corrections)

/** True where something is said that becomes the same in all of them. */
const corrects = (asked: Readonly<Record<string, unknown>>) => CORRECTED.some((name) => asked[name] !== undefined)

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
	allow: (_here, recommendations, input) =>
		recommendations.every(
			(one) => (!input.lapse || mayBe(one, 'lapse')) && (!(corrects(input) || !input.lapse) || mayBe(one, 'change'))
		),
	async run(here, { items, areas, lapse = false, day, reason, ...asked }, recommendations) {
		if (lapse && reason === undefined) throw invalid([{ path: ['reason'], code: 'platform.field.missing' }])
		if (!corrects({ ...asked, areas }) && !lapse) throw conflict('deliberation.recommendation-nothing-to-change')
		await lockAll(here, recommendations, items)
		const fields = await correctionsOf(here, asked)
		const themes = areas === undefined ? undefined : await areaIds(here, areas)
		await refuseTaken(here, recommendations, { fields, areas: themes })
		for (const one of recommendations) {
			refuseWithdrawn(one)
			const why = whyNotChangeRecommendation(one.row.state)
			if (why) throw conflict(why, { reference: one.reference })
			await here.write.change('recommendation', one.id, fields)
			if (themes) await putAreas(here, one.id, themes)
			await followAddressee(here, one, fields)
			if (lapse) await lapseOne(here, one, day)
		}
		return { changed: recommendations.length }
	}
})
