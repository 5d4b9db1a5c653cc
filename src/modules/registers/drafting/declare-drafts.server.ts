import { z } from 'zod'
import { Reference, Version } from '#platform/operation/fields.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { refuseStaleVersion } from '#platform/operation/steps.server.ts'
import type { Consent } from '../conversion/weigh-steps.ts'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { declareIn } from '../declare-register.server.ts'
import { TOGETHER_MOST } from './draft-rules.ts'
import { getDraft, type Draft } from './find-draft.server.ts'

/** Drafts that are declared with another, each from the version that was looked at. */
export const DraftsTogether = z.array(z.strictObject({ draft: Reference, version: Version })).max(TOGETHER_MOST)

const compiledOf = ({ text }: Draft) => {
	const read = readDeclaration(text)
	return 'register' in read ? [read.register] : []
}

async function draftsOf(here: Writing, own: Draft, together: z.output<typeof DraftsTogether>): Promise<Draft[]> {
	const drafts: Draft[] = []
	for (const [index, { draft: reference, version }] of together.entries()) {
		const draft = await getDraft(here, reference)
		if (draft.id === own.id || drafts.some(({ id }) => id === draft.id))
			throw invalid([{ path: ['together', index, 'draft'], code: 'platform.field.doubled' }])
		await refuseStaleVersion(here, { version }, draft)
		drafts.push(draft)
	}
	return drafts
}

/**
 * Declares the register of a draft, and with it those of others, which it may name and which may name it: all of them or none. What waits for a
 * job is done later than the rest, so that several drafts are declared while their reader waits.
 */
export async function declareDrafts(
	here: Writing,
	draft: Draft,
	{
		together,
		consents,
		mayWait
	}: { together: z.output<typeof DraftsTogether>; consents: readonly Consent[]; mayWait: boolean }
) {
	const others = await draftsOf(here, draft, together)
	const all = [draft, ...others]
	if (all.some(({ isOpen }) => !isOpen)) throw conflict('registers.draft.over')
	const beside = all.flatMap(compiledOf)
	const declare = (one: Draft) =>
		declareIn(here, {
			text: one.text,
			isShipped: false,
			after: one.fromVersion ?? 0,
			consents: one === draft ? consents : [],
			mayWait: mayWait && others.length === 0,
			beside
		})
	const declared = await declare(draft)
	for (const other of others) await declare(other)
	return declared
}
