import { z } from 'zod'
import { Reference, Text } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { leads } from '../../rules.ts'
import { relatePolicies } from '../../relation/relation-commands.ts'
import { sharedWording } from '../retrieval/shared-wording.ts'
import { getPairs, type SeenProvision } from './find-provisions.server.ts'
import { ACCEPTED_AS } from './overlap-rules.ts'
import { ordered } from './pair-key.ts'
import { judgesPair } from './suggestion-queries.ts'

const PAIRS_AT_ONCE = 100
const Pair = z.strictObject({ first: Reference, second: Reference })
const Pairs = z.array(Pair).min(1).max(PAIRS_AT_ONCE)
/** A pair with what it becomes, where that is not what the others become. */
const AcceptedPairs = z
	.array(Pair.extend({ type: z.enum(ACCEPTED_AS).optional() }))
	.min(1)
	.max(PAIRS_AT_ONCE)
const JudgedPairs = z.object({ id: z.string(), pairs: z.int() })

type SeenPair = { first: SeenProvision; second: SeenProvision }

const maysOn = (here: Here, pairs: readonly SeenPair[]) => pairs.every((pair) => judgesPair(here, pair))

function refuseSelf(pairs: readonly SeenPair[]) {
	const index = pairs.findIndex(({ first, second }) => first.record.id === second.record.id)
	if (index >= 0) throw invalid([{ path: ['pairs', index], code: 'platform.link-to-itself' }])
}

// A pair is judged by one at a time, in whatever order its two provisions are named.
async function lockPair(here: Writing, { first, second }: SeenPair) {
	const [firstId, secondId] = ordered(first.record.id, second.record.id)
	await here.write.lockRecords([firstId, secondId])
	const known = await here.tx
		.selectFrom('overlap_verdict')
		.leftJoin('link', (on) =>
			on
				.onRef('link.workspace_id', '=', 'overlap_verdict.workspace_id')
				.onRef('link.id', '=', 'overlap_verdict.link_id')
		)
		.select(['overlap_verdict.id', 'overlap_verdict.verdict', 'link.state'])
		.where('overlap_verdict.workspace_id', '=', here.workspace.id)
		.where('overlap_verdict.first_id', '=', firstId)
		.where('overlap_verdict.second_id', '=', secondId)
		.executeTakeFirst()
	return { firstId, secondId, known }
}

type Verdict = { verdict: 'accepted' | 'rejected'; linkId: string | null; reason: string | null }

async function keepVerdict(
	here: Writing,
	{ firstId, secondId, known }: Awaited<ReturnType<typeof lockPair>>,
	{ verdict, linkId, reason }: Verdict
) {
	const fields = { verdict, link_id: linkId, reason, seat_id: here.seat.id, created_at: here.now }
	if (known) await here.write.change('overlap_verdict', known.id, fields)
	else await here.write.add('overlap_verdict', { first_id: firstId, second_id: secondId, ...fields })
}

// What both say in the same words; where they share none, the places that are meant.
function wordingOf({ first, second }: SeenPair): string {
	const shared = sharedWording(first.text, second.text, first.language).map(({ a }) => first.text.slice(a.start, a.end))
	const said =
		shared.length > 0 ? shared.map((words) => `“${words}”`).join(' … ') : `${first.number} ~ ${second.number}`
	return said.slice(0, 2_000)
}

async function relate(here: Writing, pair: SeenPair, type: (typeof ACCEPTED_AS)[number], argument: string | undefined) {
	const { first, second } = pair
	const there = await here.tx
		.selectFrom('link')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('type', '=', type)
		.where('state', '<>', 'withdrawn')
		.where('from_id', 'in', [first.record.id, second.record.id])
		.where('to_id', 'in', [first.record.id, second.record.id])
		.executeTakeFirst()
	if (there) return there.id
	// Whoever leads one of the two laws speaks from its side.
	const [from, to] =
		leads(here.seat, second.leadActorId) && !leads(here.seat, first.leadActorId) ? [second, first] : [first, second]
	const { id } = await here.run(relatePolicies, {
		from: from.record.id,
		fromKind: 'provision',
		type,
		to: to.record.id,
		toKind: 'provision',
		argument: argument ?? wordingOf(pair)
	})
	return id
}

/** Takes suggested pairs for what they seem: each becomes a relation of its own type or of that of all, and the verdict is kept with it. */
export const acceptOverlap = command({
	name: 'provision.acceptOverlap',
	input: z.strictObject({
		pairs: AcceptedPairs,
		type: z.enum(ACCEPTED_AS).default('overlaps'),
		/** Left out, the wording that each pair shares. */
		argument: Text(2_000).optional()
	}),
	output: JudgedPairs,
	about: (here, { pairs }) => getPairs(here, pairs),
	allow: maysOn,
	async run(here, { type, argument, pairs: named }, pairs) {
		refuseSelf(pairs)
		for (const [index, pair] of pairs.entries()) {
			const place = await lockPair(here, pair)
			const linkId = await relate(here, pair, named[index]?.type ?? type, argument)
			await keepVerdict(here, place, { verdict: 'accepted', linkId, reason: argument ?? null })
		}
		return { id: pairs[0]?.first.policyId ?? '', pairs: pairs.length }
	}
})

/** Sets suggested pairs aside: they are not suggested again, in later versions neither, since provisions keep their identity. */
export const rejectOverlap = command({
	name: 'provision.rejectOverlap',
	input: z.strictObject({ pairs: Pairs, reason: Text(2_000).optional() }),
	output: JudgedPairs,
	about: (here, { pairs }) => getPairs(here, pairs),
	allow: maysOn,
	async run(here, { reason }, pairs) {
		refuseSelf(pairs)
		for (const pair of pairs) {
			const place = await lockPair(here, pair)
			if (place.known?.verdict === 'accepted' && place.known.state !== null && place.known.state !== 'withdrawn')
				throw conflict('instruments.overlap-accepted')
			await keepVerdict(here, place, { verdict: 'rejected', linkId: null, reason: reason ?? null })
		}
		return { id: pairs[0]?.first.policyId ?? '', pairs: pairs.length }
	}
})
