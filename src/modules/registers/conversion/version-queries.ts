import { z } from 'zod'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, query } from '#platform/operation/operation.server.ts'
import { Translated } from '#platform/records/find-record.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { areaNames } from '../entry/said/area-names.server.ts'
import { rememberTold } from '../entry/said/ready-register.ts'
import { seenDeclaration } from '../listing/seen-declaration.ts'
import { digestOf, getRegister, madeReady } from '../registers.server.ts'
import { versionsAt } from './versions-at.ts'

// A page of a history tells fewer changes.
const MOMENTS_MOST = 200

/** The versions of a register that held at some moments, with those before them where a moment is that of a new version itself. */
export const listVersions = query({
	name: 'register.versions',
	input: z.strictObject({
		register: Reference,
		/** Events of the history of its entries, each with its moment as milliseconds since 1970 in UTC. */
		events: z
			.array(
				z.strictObject({
					sequence: z.int().min(0),
					at: z.int().min(0).max(8_640_000_000_000_000),
					operation: z.string().max(120)
				})
			)
			.max(MOMENTS_MOST)
	}),
	output: z.object({
		versions: z.array(
			z.object({
				version: z.int(),
				declaredAt: z.date(),
				/** The last event before it was declared, where that is known. */
				afterSequence: z.int().nullable(),
				/** The declaration as it stood, as far as the seat may know it. */
				declaration: z.unknown(),
				areas: z.array(z.object({ framework: z.string(), key: z.string(), title: Translated, retired: z.boolean() }))
			})
		)
	}),
	about: (here, { register }) => getRegister(here, register),
	allow: everyone,
	async run(here, { events }, { id }) {
		const versions = here.tx
			.selectFrom('register_version')
			.where('workspace_id', '=', here.workspace.id)
			.where('register_id', '=', id)
		const heads = await versions.select(['id', 'version', 'declared_at', 'after_sequence']).orderBy('version').execute()
		const wanted = versionsAt(
			heads.map(({ version, declared_at: declaredAt, after_sequence: afterSequence }) => ({
				version,
				declaredAt,
				afterSequence
			})),
			events.map(({ at, ...event }) => ({ ...event, at: new Date(at) }))
		)
		const rows =
			wanted.size === 0
				? []
				: await versions
						.select(['version', 'declaration', 'declared_at', 'after_sequence'])
						.where('id', '=', anyOf(heads.flatMap((head) => (wanted.has(head.version) ? [head.id] : []))))
						.orderBy('version')
						.execute()
		const told = []
		for (const { version, declaration: text, declared_at: declaredAt, after_sequence: afterSequence } of rows) {
			const compiled = madeReady(digestOf(text), text)
			const declaration = seenDeclaration(compiled, askingOf(here))
			told.push({
				version,
				declaredAt,
				afterSequence,
				declaration: rememberTold(declaration, compiled),
				areas: await areaNames(here, declaration)
			})
		}
		return { versions: told }
	}
})
