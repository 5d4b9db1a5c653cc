import type { RefusalParams } from '#platform/operation/refusal.ts'
import type { Limits } from './limits.ts'

/** Ends the reading of a file or of one sheet; becomes a fault. Nothing outside this folder sees it. */
export class Unreadable extends Error {
	readonly code: string
	readonly params: RefusalParams

	constructor(code: string, params: RefusalParams = {}) {
		super(code)
		this.name = 'Unreadable'
		this.code = code
		this.params = params
	}
}

export type Budget = ReturnType<typeof openBudget>

/** What one reading may use up over all its sheets; taking more throws `Unreadable`. */
export function openBudget(limits: Limits) {
	let unpacked = 0
	let cells = 0
	let characters = 0
	return {
		/** Bytes that came out of a ZIP, or out of a folder. */
		unpack(bytes: number) {
			unpacked += bytes
			if (unpacked > limits.unpackedBytes) {
				throw new Unreadable('exchange.unpacked-too-large', { max: Math.floor(limits.unpackedBytes / 1_000_000) })
			}
		},
		// A shared string is kept once however many cells show it, but what is imported from them is not: text counts per cell.
		hold(row: { cells: number; characters: number }) {
			cells += row.cells
			characters += row.characters
			if (cells > limits.cells || characters > limits.unpackedBytes) {
				throw new Unreadable('exchange.too-many-cells', { max: limits.cells })
			}
		}
	}
}
