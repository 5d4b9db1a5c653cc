import type { Declaration } from '../declaration/declaration.ts'
import { readDeclaration, readTaken, writeDeclaration } from '../declaration/read-declaration.ts'
import { withRenames } from './follow-renames.ts'
import { mergeDeclarations, plainOf } from './merge-declarations.ts'
import type { Decision, MergeConflict } from './merge-values.ts'
import { same, type Tree } from './trees.ts'
import { writeMerged } from './write-merged.ts'

/** A declaration as it is written and what it says. */
export type Written = { text: string; declaration: Declaration }

/** A text that was taken once, with what it says; null where it can no longer be read. */
export function writtenAs(text: string): Written | null {
	const read = readTaken(text)
	return 'register' in read ? { text, declaration: read.register.declaration } : null
}

/** True where a text says a merged declaration, its version apart. */
function says(text: string, merged: Tree): boolean {
	const read = readDeclaration(text)
	return 'register' in read ? same(plainOf(read.register.declaration), merged) : false
}

/** What led from the base to what was shipped, where nothing was shipped between them. */
const stepsBetween = (base: Written | null, shipped: Written): Declaration['steps'] =>
	base && shipped.declaration.version === base.declaration.version + 1 ? shipped.declaration.steps : []

/** A text as the steps call everything in it; as it stands where it cannot be read so. */
const calledAs = (written: Written, steps: Declaration['steps']): Written =>
	writtenAs(withRenames(written.text, steps)) ?? written

/**
 * The text of the declaration that takes in what was shipped, as the version after the local one, and the conflicts met. It is
 * the local text, changed where it has to be; a merged declaration that is not valid stands there too, to be mended. What was
 * shipped under another name is merged with what the workspace has of it, and the steps that say so go along.
 */
export function mergedText(
	{ base, local, shipped }: { base: Written | null; local: Written; shipped: Written },
	decisions: ReadonlyMap<string, Decision> = new Map()
): { text: string; isSame: boolean; conflicts: MergeConflict[] } {
	const steps = stepsBetween(base, shipped)
	const [from, own] = [base && calledAs(base, steps), calledAs(local, steps)]
	const three = { base: from?.declaration ?? null, local: own.declaration, shipped: shipped.declaration }
	const { merged, conflicts } = mergeDeclarations(three, decisions)
	const isSame = same(plainOf(local.declaration), merged)
	const version = local.declaration.version + 1
	const next = { ...merged, version, ...(steps.length > 0 ? { steps } : {}) }
	const text = writeMerged(
		own.text,
		// What led to the local version is no part of the next one.
		{ ...plainOf(own.declaration), version: local.declaration.version, steps: own.declaration.steps },
		next,
		{ text: shipped.text, says: { ...plainOf(shipped.declaration), steps: shipped.declaration.steps } }
	)
	if (says(text, merged)) return { text, isSame, conflicts }
	// Written in a way that could not be changed in place; where it is not valid, its own faults say so.
	const anew = writeDeclaration(next)
	return { text: says(anew, merged) ? anew : text, isSame, conflicts }
}
