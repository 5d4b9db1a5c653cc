import { FUNCTIONALITIES, type Functionality } from './cadence.ts'

/** What the status board is narrowed to; nothing where the address asks for nothing. */
export type BoardFilters = { functionality: readonly Functionality[]; agreement: readonly Agreement[] }
export const BOARD_AGREEMENTS = ['disagrees', 'agrees'] as const
type Agreement = (typeof BOARD_AGREEMENTS)[number]

/** The filters of the status board as the address has them, written as those of lists are. */
export function boardFilters(address: URL): BoardFilters {
	const asked = (name: string) => address.searchParams.getAll(`filter[${name}]`).flatMap((value) => value.split(','))
	const functionality = asked('functionality')
	const agreement = asked('agreement')
	return {
		functionality: FUNCTIONALITIES.filter((one) => functionality.includes(one)),
		agreement: BOARD_AGREEMENTS.filter((one) => agreement.includes(one))
	}
}

/** Whether a structure stands on the board so narrowed. */
export function isOnBoard(
	{ functionality, disagreement }: { functionality: Functionality | null; disagreement: unknown },
	filters: BoardFilters
): boolean {
	if (filters.functionality.length > 0 && (functionality === null || !filters.functionality.includes(functionality)))
		return false
	return filters.agreement.length === 0 || filters.agreement.includes(disagreement === null ? 'agrees' : 'disagrees')
}
