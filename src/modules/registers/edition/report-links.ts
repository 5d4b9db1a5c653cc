import type { RecordReference } from '#platform/records/find-record.server.ts'

type OfRegister = { reference: string; register: RecordReference | null }

/** The reports of a register. */
export const reportsPage = (workspace: string, register: string) => `/${workspace}/register/${register}/report/editions`

// Who sees an edition of a register that they do not see is led by its number alone.
const within = (workspace: string, { register }: OfRegister) =>
	`/${workspace}/register/${register?.reference ?? 'all'}/report`

/** The page of an edition, with its register. */
export const editionPage = (workspace: string, edition: OfRegister) =>
	`${within(workspace, edition)}/edition/${edition.reference}`

/** The page of a report's layout, with its register. */
export const templatePage = (workspace: string, template: OfRegister) =>
	`${within(workspace, template)}/template/${template.reference}`
