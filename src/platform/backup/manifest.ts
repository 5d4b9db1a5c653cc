import { createHash } from 'node:crypto'
import { z } from 'zod'

/** Raised when an older Pitso could not read what a newer one writes. */
export const BACKUP_FORMAT = 1

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const Id = z.uuid()

/** What a backup begins with: enough to know whether it can be read at all. */
export const Head = z.object({
	format: z.int(),
	product: z.string(),
	createdAt: z.iso.datetime(),
	scope: z.enum(['installation', 'workspace'])
})
export type Head = z.output<typeof Head>

const KeptFile = z.object({
	workspace: Id,
	id: Id,
	size: z.int(),
	sha256: Sha256,
	/** Whether the stored file was as its row says when the backup was made. */
	state: z.enum(['whole', 'missing', 'changed'])
})
export type KeptFile = z.output<typeof KeptFile>

/** What a backup ends with: all that it holds, each with its digest. */
export const Manifest = Head.extend({
	engine: z.object({ kind: z.enum(['embedded', 'server', 'citus']), postgres: z.int() }),
	migrations: z.array(z.object({ name: z.string(), digest: Sha256 })),
	workspaces: z.array(z.object({ id: Id, key: z.string() })),
	tables: z.array(
		z.object({
			table: z.string(),
			workspace: Id.nullable(),
			columns: z.array(z.string()),
			rows: z.int(),
			sha256: Sha256
		})
	),
	/** `inside` this backup, or `apart`: listed only, and looked for where they lie. */
	filesAre: z.enum(['inside', 'apart']),
	files: z.array(KeptFile),
	anchors: z.array(z.object({ workspace: Id, size: z.int(), sha256: Sha256 })),
	secret: z.object({ fingerprint: Sha256, isInside: z.boolean() })
})
export type Manifest = z.output<typeof Manifest>

/** The names of the parts of a backup. */
export const PART = {
	head: 'pitso-backup.json',
	manifest: 'manifest.json',
	secret: 'secret',
	rows: (table: string, workspace: string | null, number: number) =>
		`tables/${workspace ?? 'installation'}/${table}/${String(number).padStart(6, '0')}.ndjson`,
	file: (workspace: string, id: string) => `files/${workspace}/${id}`,
	anchors: (workspace: string) => `anchors/${workspace}.jsonl`
}

/** Tells whether two installations have the same secret, and nothing about it. */
export const fingerprintOf = (secret: Buffer): string =>
	createHash('sha256').update('pitso secret fingerprint\n').update(secret).digest('hex')
