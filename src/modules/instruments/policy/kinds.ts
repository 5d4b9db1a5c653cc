import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import type { Kind, SearchText } from '#platform/operation/registry.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { getPolicyRow, versionsOf } from './find-policy.server.ts'
import { mergePolicy } from './merge-policy.ts'
import { mergeProvision } from './merge-provision.ts'
import { getPolicy, listPolicies } from './policy-queries.ts'
import { getProvision, listProvisions } from './provision-queries.ts'
import { DRAFT_IS_PUBLIC, publishesDraft } from './version-rules.ts'

async function policyText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const rows = await here.tx
		.selectFrom('policy')
		.select(['id', 'citation', 'summary'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(ids))
		.execute()
	return rows.map(({ id, citation, summary }) => ({ id, heading: citation ?? '', body: summary ?? '' }))
}

// What one record is found by; the index of the database takes no text beyond a megabyte.
const BODY_MOST = 200_000

async function provisionText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const rows = await here.tx
		.selectFrom('provision')
		.select(['id', 'heading', 'text'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(ids))
		.execute()
	return rows.map(({ id, heading, text }) => ({ id, heading: heading ?? '', body: text.slice(0, BODY_MOST) }))
}

/** What provisions are called where a law is found by one of them. */
async function provisionTitles(here: Here, ids: readonly string[]) {
	const rows = await here.tx
		.selectFrom('record')
		.select(['id', 'title'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(ids))
		.execute()
	return new Map(rows.map(({ id, title }) => [id, title]))
}

async function provisionsOf(here: Here, id: string): Promise<string[]> {
	const rows = await here.tx
		.selectFrom('provision')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('policy_id', '=', id)
		.orderBy('id')
		.execute()
	return rows.map((row) => row.id)
}

type Standing = { state: 'active' | 'withdrawn'; reason: string | null }

/** Withdraws the provisions of a law with it; those that were withdrawn with it are taken up with it again. */
async function takeProvisionsAlong(here: Writing, id: string, { state, reason }: Standing): Promise<void> {
	const law = await here.tx
		.selectFrom('record')
		.select('state_reason')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	const rows = await here.tx
		.selectFrom('record')
		.select(['id', 'state', 'state_reason'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(await provisionsOf(here, id)))
		.execute()
	const along = rows.filter((row) =>
		state === 'withdrawn' ? row.state === 'active' : row.state === 'withdrawn' && row.state_reason === law.state_reason
	)
	await here.write.changeRecords(along.map((row) => ({ id: row.id, change: { state, state_reason: reason } })))
}

async function standWithLaw(here: Writing, id: string, { state }: Standing): Promise<void> {
	const law = await here.tx
		.selectFrom('provision')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'provision.workspace_id').onRef('record.id', '=', 'provision.policy_id')
		)
		.select('record.state')
		.where('provision.workspace_id', '=', here.workspace.id)
		.where('provision.id', '=', id)
		.executeTakeFirstOrThrow()
	if (state === 'active' && law.state !== 'active') throw conflict('instruments.policy-withdrawn')
}

/** A draft that has a text is shown to everybody only where somebody says that this is meant, as when the text is added. */
async function asksToPublishDraft(here: Here, id: string): Promise<string | null> {
	const { row } = await getPolicyRow(here, id)
	const versions = await versionsOf(here, id)
	if (versions.length === 0 && row.provisions === 0) return null
	return publishesDraft({ audience: ['public'], stage: row.stage, form: row.form }) ? DRAFT_IS_PUBLIC : null
}

/** Laws and policies, and the provisions they are made of: whoever sees a law sees these, and finds the law by them. */
export const policyKinds: readonly Kind[] = [
	{
		name: 'policy',
		code: null,
		list: listPolicies,
		get: getPolicy,
		getInput: (policy) => ({ policy }),
		searchText: policyText,
		merge: mergePolicy,
		asksToPublish: asksToPublishDraft,
		parts: provisionsOf,
		standing: takeProvisionsAlong
	},
	{
		name: 'provision',
		code: null,
		foundAs: { kind: 'policy', table: 'provision', column: 'policy_id', called: provisionTitles },
		list: listProvisions,
		get: getProvision,
		getInput: (provision) => ({ provision }),
		searchText: provisionText,
		merge: mergeProvision,
		standing: standWithLaw,
		isPart: true
	}
]
