import { z } from 'zod'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import {
	RecordHead,
	RecordReference,
	referenceColumns,
	referencesOf,
	toReference
} from '#platform/records/find-record.server.ts'
import { keepsInstruments } from '../rules.ts'
import { bestVerdict, VERDICTS } from './domestication-rules.ts'
import { getObligationRow } from './find-domestication.server.ts'
import { seenJudgements } from './judgement-queries.ts'

const PROVISIONS_MOST = 300

/** A provision to choose from. */
export const ProvisionChoice = RecordReference.extend({ number: z.string(), heading: z.string().nullable() })

export const Cell = z.object({
	obligation: RecordHead,
	article: z.string(),
	text: z.string(),
	language: z.string(),
	instrument: RecordReference.nullable(),
	/** None for what is held of the obligation without a law. */
	policy: RecordReference.nullable(),
	/** The best that stands of the law and its provisions. */
	verdict: z.enum(VERDICTS).nullable(),
	/** The provisions of the law to choose from; none where it has more than can be chosen from. */
	provisions: z.array(ProvisionChoice),
	hasMoreProvisions: z.boolean(),
	may: z.object({ judge: z.boolean() })
})

/** The provisions of a law that stand in it, in its order: one more than asked for where there are more. */
export async function provisionsOf(here: Here, policyId: string, most = PROVISIONS_MOST) {
	const rows = await here.tx
		.selectFrom('provision')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'provision.workspace_id').onRef('record.id', '=', 'provision.id')
		)
		.select([...referenceColumns, 'provision.number as section', 'provision.heading'])
		.where('provision.workspace_id', '=', here.workspace.id)
		.where('provision.policy_id', '=', policyId)
		.where('provision.position', 'is not', null)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.state', '=', 'active')
		.orderBy('provision.position')
		.orderBy('provision.id')
		.limit(most + 1)
		.execute()
	return rows.map((row) => ({ ...toReference(row), number: row.section, heading: row.heading }))
}

/** One cell of a matrix: an obligation and a law, or the obligation without a law, and what a judgement may be made of. */
export const getCell = query({
	name: 'domestication.cell',
	input: z.strictObject({ obligation: Reference, policy: Reference.optional() }),
	output: Cell,
	about: (here, { obligation }) => getObligationRow(here, obligation),
	allow: everyone,
	async run(here, input, { row, ...obligation }) {
		const policyId = (await resolveField(here, 'policy', input.policy, 'policy')) ?? null
		const ofPair = seenJudgements(here)
			.select('judgement.verdict')
			.distinct()
			.where('judgement.obligation_id', '=', obligation.id)
			.where('judgement.state', '=', 'stands')
		const [references, standing, provisions] = await Promise.all([
			referencesOf(here, [row.instrument_id, policyId]),
			(policyId === null
				? ofPair.where('judgement.policy_id', 'is', null)
				: ofPair.where('judgement.policy_id', '=', policyId)
			).execute(),
			policyId === null ? [] : provisionsOf(here, policyId)
		])
		const hasMoreProvisions = provisions.length > PROVISIONS_MOST
		return {
			obligation,
			article: row.article,
			text: row.text,
			language: row.language,
			instrument: references.get(row.instrument_id) ?? null,
			policy: policyId === null ? null : (references.get(policyId) ?? null),
			verdict: bestVerdict(standing.map(({ verdict }) => verdict)),
			provisions: hasMoreProvisions ? [] : provisions,
			hasMoreProvisions,
			may: { judge: keepsInstruments(here.seat) && obligation.state === 'active' }
		}
	}
})
