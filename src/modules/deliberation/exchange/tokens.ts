import { AUDIENCES, audienceTokens, type Audience } from '#platform/access/seat.ts'
import { splitList } from '#platform/exchange/list-text.ts'
import { type AreaPlanning, type Placing, faultIn } from '#platform/exchange/plan-rows.ts'
import type { Texts } from '#platform/exchange/texts.ts'
import type { Columns } from '#platform/exchange/sheet.ts'
import { includes } from '../minutes/widely-seen.ts'
import { alsoTokens, readAlso, withTokens } from './seen.ts'

export const choiceIn = (text: string | undefined, otherwise: Audience = 'workspace'): Audience =>
	AUDIENCES.find((one) => one === text) ?? otherwise

/** All tokens of a record as its row will stand; `base` are those that follow from what else the file says. */
export function tokensIn({ ids }: AreaPlanning, texts: Texts, base: readonly string[] = []): string[] {
	const structureId = ids.find('structure', texts['structure'])
	const tokens = audienceTokens(choiceIn(texts['audience']), structureId)
	const also = {
		also_actors: splitList(texts['also_actors'] ?? ''),
		also_structures: splitList(texts['also_structures'] ?? '')
	}
	const given = [...tokens, ...alsoTokens(also, (kind, key) => ids.of(kind, key))]
	return withTokens(tokens, [...given, ...base.filter((token) => !includes(given, token))])
}

/** Refuses actors and structures that a record is shown to and that nobody knows. */
export function checkAlso<C extends Columns>(planning: AreaPlanning, { sheet, rows }: Placing<C>): void {
	const { records, parsed } = planning
	for (const { row, whole } of rows) {
		const named = [
			['also_actors', 'actor', splitList(whole['also_actors'] ?? '')],
			['also_structures', 'structure', splitList(whole['also_structures'] ?? '').map((text) => readAlso(text).key)]
		] as const
		for (const [column, kind, keys] of named)
			for (const key of keys)
				if (!records.find(kind, key) && !parsed.hasKey(kind, key))
					faultIn(planning, sheet, row)(column, 'exchange.unknown-reference', { value: key, kind })
	}
}
