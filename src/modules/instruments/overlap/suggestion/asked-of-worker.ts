import type { ProvisionText, SuggestedOverlap, TextToIndex } from '../retrieval/overlap-index.ts'
import type { Mainstreaming, PlanProvision } from '../themes/mainstreaming.ts'
import type { ThemeArea } from '../themes/suggest-themes.ts'

/** A question for overlaps, as plain data that goes from thread to thread. */
export type OverlapQuestion = {
	language: string
	draft: readonly ProvisionText[]
	limit: number
	each: number
	/** Only these texts; null for all but those left out. */
	within: readonly string[] | null
	without: readonly string[]
	/** Pairs that are not suggested, by `pairKey`. */
	settled: readonly string[]
}

/** What the thread that holds the indexes is asked. */
export type Asked =
	| { what: 'change'; key: string; removed: readonly string[]; added: readonly TextToIndex[] }
	| { what: 'forget'; key: string }
	| { what: 'prepare'; key: string }
	| { what: 'suggest'; number: number; key: string; question: OverlapQuestion }
	| {
			what: 'passages'
			number: number
			language: string
			provisions: readonly PlanProvision[]
			areas: readonly ThemeArea[]
	  }

export type Answered =
	| { number: number; pairs: SuggestedOverlap[] }
	| { number: number; passages: Mainstreaming }
	| { number: number; fault: string }
