import type { AnyField } from '../declaration/declaration.ts'
import type { Piece, Rule } from './steps.ts'

/** What one step does with the fields of an entry, or with those of a row of a table. */
export type Work =
	| { kind: 'convert'; step: number; from: string; to: string; rule: Rule; was: AnyField; now: AnyField }
	| {
			kind: 'split'
			step: number
			from: string
			into: readonly string[]
			pieces: readonly Piece[]
			rest: string | undefined
			was: AnyField
			now: readonly AnyField[]
	  }
	| {
			kind: 'join'
			step: number
			from: readonly string[]
			into: string
			pieces: readonly Piece[]
			was: readonly AnyField[]
			now: AnyField
	  }
	| { kind: 'remove'; step: number; from: string; was: AnyField }
	| { kind: 'restore'; step: number; to: string; now: AnyField }

/** What becomes of the fields of an entry, or of the columns of a table. */
export type ScopePlan = {
	works: readonly Work[]
	/** What fields that only change their name are called now, with the step that says so. */
	names: ReadonlyMap<string, { to: string; step: number }>
	/** The lists of fields of codes that keep their values, by what they are called. */
	lists: ReadonlyMap<string, string>
	/** The fields that steps retire or take up again. */
	marked: ReadonlyMap<string, number>
}

/** What a code or a state becomes: one of several that it stands for, or another one. */
export type Recoded =
	| { kind: 'rename'; to: string; step: number }
	| { kind: 'merge'; to: string; step: number }
	| { kind: 'part'; into: readonly string[]; rest: string | undefined; step: number }

export type TablePlan = { to: string | null; step: number | null; scope: ScopePlan }

/** What the steps of a version do with entries that were kept under the version before. */
export type StepPlan = {
	/** How many steps there are. */
	steps: number
	fields: ScopePlan
	/** By what tables were called: null where they are taken away. */
	tables: ReadonlyMap<string, TablePlan>
	/** Tables that come back with what the version that is undone took away. */
	restoredTables: ReadonlyMap<string, number>
	states: ReadonlyMap<string, Recoded>
	groups: ReadonlyMap<string, string>
	/** By list, as it was called. */
	codes: ReadonlyMap<string, { to: string; codes: ReadonlyMap<string, Recoded> }>
	/** The version whose steps these undo. */
	undoes: number | null
}

const emptyScope: ScopePlan = { works: [], names: new Map(), lists: new Map(), marked: new Map() }

/** No steps: all that keeps its key keeps its values. */
export const nothingPlanned: StepPlan = {
	steps: 0,
	fields: emptyScope,
	tables: new Map(),
	restoredTables: new Map(),
	states: new Map(),
	groups: new Map(),
	codes: new Map(),
	undoes: null
}

/** The fields a work takes values from, and those it gives values to. */
export const sourcesOf = (work: Work): readonly string[] =>
	work.kind === 'restore' ? [] : work.kind === 'join' ? work.from : [work.from]
export function targetsOf(work: Work): readonly string[] {
	switch (work.kind) {
		case 'convert':
		case 'restore':
			return [work.to]
		case 'split':
			return work.into
		case 'join':
			return [work.into]
		case 'remove':
			return []
		default:
			return work satisfies never
	}
}

/** The group of a part of an entry, by what it is called now. */
export const partNow = (part: string, groups: StepPlan['groups']): string => {
	const [, group] = /^group:(.*)$/.exec(part) ?? []
	const to = group === undefined ? undefined : groups.get(group)
	return to === undefined ? part : `group:${to}`
}
