import type { Here } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { findRecord, getRecord, type RecordHead } from '#platform/records/find-record.server.ts'

/** An agreement's record with its row; absent where the seat may see none. */
export async function getAgreementRow(here: Here, reference: string) {
	const record = await getRecord(here, 'agreement', reference)
	const row = await here.tx
		.selectFrom('agreement')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	return { ...record, row }
}
export type FoundAgreement = Awaited<ReturnType<typeof getAgreementRow>>

/** An agreement reached by a line of its checklist; absent where the seat may not see it. */
export async function getAgreementOfLine(here: Here, id: string) {
	const line = await here.tx
		.selectFrom('agreement_provision')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	const agreement = line && (await findRecord(here, 'agreement', line.agreement_id))
	if (!line || !agreement) throw absent('instruments.no-such-agreement-provision')
	return { ...agreement, line }
}

/** Nothing is changed of what was withdrawn. */
export function refuseWithdrawn({ state, reference }: Pick<RecordHead, 'state' | 'reference'>) {
	if (state !== 'active') throw conflict('instruments.record-withdrawn', { reference })
}
