import { z } from 'zod'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { anyOf, referencesOf, type RecordReference } from '#platform/records/find-record.server.ts'
import { getPolicyRow, tends } from '../../policy/find-policy.server.ts'
import { keepsInstruments, leads } from '../../rules.ts'
import { markedPieces, sharedWording } from '../retrieval/shared-wording.ts'
import { provisionsSeenBy, type SeenProvision } from './find-provisions.server.ts'
import { askIndex, prepareIndex, textsOf, type Compared } from './kept-index.server.ts'
import { JudgedPair, OverlapSuggestions, type OverlapSide } from './overlap-outputs.ts'
import { STAGES_THAT_HOLD } from './overlap-rules.ts'
import { settledPairs, verdictsOn } from './verdicts.server.ts'

const PAIRS_MOST = 200
// So many pairs at most for one provision: a reader who wants more of it asks with its own text.
const EACH = 5
// The first question after a start reads and indexes every text. Whoever asked does not hold a connection for longer than this.
const PATIENCE = 20_000

/** Whether the seat may say of a pair that it overlaps or not: whoever keeps laws, and the leader of one of the two. */
export const judgesPair = ({ seat }: Here, { first, second }: { first: SeenProvision; second: SeenProvision }) =>
	keepsInstruments(seat) || leads(seat, first.leadActorId) || leads(seat, second.leadActorId)

async function textsThatHold(here: Here) {
	const rows = await here.tx
		.selectFrom('policy')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('stage', 'in', STAGES_THAT_HOLD)
		.execute()
	return rows.map(({ id }) => id)
}

async function inTime(answer: Promise<Compared>): Promise<Compared> {
	let timer: NodeJS.Timeout | undefined
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => {
			reject(conflict('instruments.overlaps-being-prepared'))
		}, PATIENCE)
	})
	try {
		return await Promise.race([answer, late])
	} finally {
		clearTimeout(timer)
		// What comes too late is there for the next who asks.
		answer.catch(() => undefined)
	}
}

/**
 * Pairs of provisions that seem to speak of the same matter, best first: of a text's current version and of all that hold, or of chosen
 * texts. Nobody is told of a provision that their seat may not see; pairs that were rejected or are related already are left out.
 */
export const suggestPolicyOverlaps = query({
	name: 'provision.suggestOverlaps',
	input: z.strictObject({
		policy: Reference,
		/** The texts to compare with; left out, all laws and policies that hold. */
		against: z.array(Reference).min(1).max(20).optional(),
		limit: z.int().min(1).max(PAIRS_MOST).default(25)
	}),
	output: OverlapSuggestions,
	about: (here, { policy }) => getPolicyRow(here, policy),
	allow: everyone,
	async run(here, { against, limit }, policy) {
		const chosen: string[] = []
		for (const [index, reference] of (against ?? []).entries()) {
			const id = await resolveField(here, 'policy', reference, `against.${String(index)}`)
			if (id === policy.id) throw invalid([{ path: ['against', index], code: 'instruments.overlap-with-itself' }])
			chosen.push(id)
		}
		const draft = (await textsOf(here, [policy.id])).get(policy.id)
		const draftIds = draft?.provisions.map(({ id }) => id) ?? []
		const within = against ? chosen : (await textsThatHold(here)).filter((id) => id !== policy.id)
		const [settled, verdicts] = await Promise.all([settledPairs(here, draftIds), verdictsOn(here, draftIds)])
		const found = draft
			? await inTime(
					askIndex(here, () => ({
						language: draft.language,
						draft: draft.provisions,
						limit: limit + 1,
						each: EACH,
						within,
						without: [policy.id],
						settled: [...settled]
					}))
				)
			: { pairs: [], texts: new Map<string, number>() }
		const compared = within.filter((id) => found.texts.has(id))
		return {
			policy: toReferenceOf(policy),
			against: against ? ('chosen' as const) : ('in-force' as const),
			compared: {
				texts: compared.length,
				provisions: compared.reduce((sum, id) => sum + (found.texts.get(id) ?? 0), 0)
			},
			pairs: await toPairs(here, found.pairs.slice(0, limit)),
			isMore: found.pairs.length > limit,
			rejected: verdicts.filter(({ verdict }) => verdict === 'rejected').length,
			may: { judge: tends(here, policy) }
		}
	}
})

const toReferenceOf = ({ id, kind, reference, title, acronym }: RecordReference): RecordReference => ({
	id,
	kind,
	reference,
	title,
	acronym
})

// The texts are read anew by the seat that asks, so that a pair with a hidden provision cannot leave here, whatever an index holds.
async function toPairs(here: Here, pairs: Compared['pairs']) {
	const provisions = await provisionsSeenBy(
		here,
		pairs.flatMap(({ draft, other }) => [draft, other])
	)
	const laws = await referencesOf(
		here,
		[...provisions.values()].map(({ policyId }) => policyId)
	)
	return pairs.flatMap(({ draft, other, score }) => {
		const [first, second] = [provisions.get(draft), provisions.get(other)]
		const [firstLaw, secondLaw] = [first && laws.get(first.policyId), second && laws.get(second.policyId)]
		if (!first || !second || !firstLaw || !secondLaw) return []
		const runs = sharedWording(first.text, second.text, first.language)
		return [
			{
				first: sideOf(
					first,
					firstLaw,
					runs.map(({ a }) => a)
				),
				second: sideOf(
					second,
					secondLaw,
					runs.map(({ b }) => b).toSorted((one, next) => one.start - next.start)
				),
				score,
				may: { judge: judgesPair(here, { first, second }) }
			}
		]
	})
}

const sideOf = (
	{ record, number, heading, language, text }: SeenProvision,
	policy: RecordReference,
	spans: Parameters<typeof markedPieces>[1]
): OverlapSide => ({
	provision: record,
	policy,
	number,
	heading,
	language,
	pieces: markedPieces(text, spans)
})

const JUDGED_MOST = 500

/** What was said of suggested pairs with a provision of a text, latest first: rejected pairs can be accepted after all. */
export const listOverlapVerdicts = query({
	name: 'provision.overlapVerdicts',
	input: z.strictObject({ policy: Reference }),
	output: z.object({ items: z.array(JudgedPair) }),
	about: (here, { policy }) => getPolicyRow(here, policy),
	allow: everyone,
	async run(here, _input, policy) {
		const own = await here.tx
			.selectFrom('provision')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('policy_id', '=', policy.id)
			.execute()
		const verdicts = await verdictsOn(
			here,
			own.map(({ id }) => id)
		)
		const provisions = await provisionsSeenBy(
			here,
			verdicts.slice(0, JUDGED_MOST).flatMap(({ first_id, second_id }) => [first_id, second_id])
		)
		const laws = await referencesOf(
			here,
			[...provisions.values()].map(({ policyId }) => policyId)
		)
		return {
			items: verdicts.flatMap((row) => {
				const kept = [provisions.get(row.first_id), provisions.get(row.second_id)]
				// A pair is kept in the order of its identifiers, and read from the side of the text that is asked about.
				const [first, second] = kept[0]?.policyId === policy.id ? kept : kept.toReversed()
				const [firstPolicy, secondPolicy] = [first && laws.get(first.policyId), second && laws.get(second.policyId)]
				if (!first || !second || !firstPolicy || !secondPolicy) return []
				return [
					{
						id: row.id,
						may: { accept: row.verdict === 'rejected' && judgesPair(here, { first, second }) },
						first: first.record,
						firstPolicy,
						second: second.record,
						secondPolicy,
						verdict: row.verdict,
						relation: row.link_id !== null && row.stands ? { id: row.link_id, type: row.type ?? 'overlaps' } : null,
						reason: row.reason,
						at: row.created_at
					}
				]
			})
		}
	}
})

/** Laws and policies that have provisions, as texts to choose from. Whoever reads them is about to compare: the index is made ready. */
export const listComparableTexts = query({
	name: 'policy.comparable',
	input: z.strictObject({ policy: Reference }),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				reference: z.string(),
				title: z.record(z.string(), z.string()),
				acronym: z.string().nullable(),
				kind: z.string(),
				form: z.string(),
				provisions: z.int()
			})
		)
	}),
	about: (here, { policy }) => getPolicyRow(here, policy),
	allow: everyone,
	async run(here, _input, policy) {
		await prepareIndex(here)
		const rows = await here.tx
			.selectFrom('policy')
			.select(['id', 'form', 'provisions'])
			.where('workspace_id', '=', here.workspace.id)
			.where('provisions', '>', 0)
			.where('id', '<>', policy.id)
			.execute()
		const seen = await here.tx
			.selectFrom('record')
			.select(['id', 'kind', 'key', 'number', 'title', 'acronym'])
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', anyOf(rows.map(({ id }) => id)))
			.where('state', '=', 'active')
			.orderBy('title_sort')
			.limit(JUDGED_MOST)
			.execute()
		const facts = new Map(rows.map(({ id, form, provisions }) => [id, { form, provisions }]))
		return {
			items: seen.flatMap(({ key, number, ...row }) => {
				const own = facts.get(row.id)
				return own ? [{ ...row, reference: key ?? number ?? row.id, ...own }] : []
			})
		}
	}
})
