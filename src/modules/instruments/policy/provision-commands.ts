import { z } from 'zod'
import { Done } from '#modules/directory/actor-commands.ts'
import { findRecord } from '#platform/records/find-record.server.ts'
import { Clearable, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { mergeRecords } from '#platform/records/record-operations.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import {
	getPolicyRow,
	getProvisionRow,
	tends,
	versionInField,
	VERSIONS_MOST,
	type FoundPolicy
} from './find-policy.server.ts'
import { titleOf, type ReadProvision } from './keep-text.server.ts'
import { changesAnew } from './merge-provision.ts'
import { refuseWithdrawn } from './policy-commands.ts'
import { candidatesOf, textsOfProvision } from './provision-ends.server.ts'
import { provisionRows, readVersions } from './version-texts.server.ts'

const Words = {
	number: z.string().trim().max(120),
	heading: Text(500),
	text: Text(100_000)
}

/** The name of the next provision of a law: no number is given twice, whatever became of the provision that had it. */
async function nextKey(here: Writing, policy: FoundPolicy) {
	const rows = await provisionRows(here, policy.id)
	return { key: `${policy.reference}-p${String(rows.length + 1)}`, rows }
}

type Said = Omit<ReadProvision, 'position'> & { position: number | null; language: string }

async function addOne(here: Writing, policy: FoundPolicy, key: string, said: Said) {
	const id = await here.write.addRecord({
		kind: 'provision',
		key,
		number: null,
		title: titleOf(said.language, said),
		audience: policy.audience
	})
	await here.write.add('provision', { ...said, id, policy_id: policy.id })
	return { id, reference: key }
}

/**
 * Adds a provision by hand, where no file of the law is at hand: what is judged of it and linked to it stays in place when the text is
 * read one day and has it.
 */
export const addProvision = command({
	name: 'provision.add',
	input: z.strictObject({
		policy: Reference,
		...Words,
		heading: Words.heading.optional(),
		language: z
			.string()
			.regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
			.optional()
	}),
	output: Done,
	about: (here, { policy }) => getPolicyRow(here, policy),
	allow: (here, policy) => tends(here, policy),
	async run(here, { number, heading, text, language }, policy) {
		refuseWithdrawn(policy)
		await here.write.lockRecord(policy.id)
		const { key, rows } = await nextKey(here, policy)
		const stands = rows.filter(({ position, state }) => position !== null && state !== 'merged')
		if (number !== '' && stands.some((row) => row.number === number))
			throw invalid([{ path: ['number'], code: 'instruments.provision-number-taken', params: { number } }])
		const done = await addOne(here, policy, key, {
			position: Math.max(0, ...stands.map(({ position }) => position ?? 0)) + 1,
			number,
			level: 1,
			heading: heading ?? null,
			above: [],
			text,
			language: language ?? policy.row.language
		})
		await here.write.change('policy', policy.id, { provisions: stands.length + 1 })
		return done
	}
})

/** Mends what was read wrongly of a provision: its number, its heading or its wording, now and in the version that has it last. */
export const changeProvision = command({
	name: 'provision.change',
	input: z.strictObject({
		provision: Reference,
		version: Version,
		number: Words.number.optional(),
		heading: Clearable(Words.heading),
		text: Words.text.optional(),
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { provision }) => getProvisionRow(here, provision),
	allow: (here, provision) => tends(here, provision.policy),
	async run(here, { number, heading, text }, { row, policy, ...record }) {
		refuseWithdrawn(policy)
		refuseWithdrawn(record)
		const fields = { number, heading, text }
		await here.write.change('provision', record.id, fields)
		const read = await readVersions(here, policy.id)
		const texts = await textsOfProvision(here, record.id)
		const last = read.findLast(({ id }) => texts.some((one) => one.policy_version_id === id))
		const own = texts.find((one) => one.policy_version_id === last?.id)
		if (last && own) {
			await here.write.change('provision_text', own.id, fields)
			await changesAnew(here, policy.id, [last.id])
		}
		const said = {
			number: number ?? row.number,
			heading: heading === undefined ? row.heading : heading,
			text: text ?? row.text
		}
		await here.write.changeRecord(record.id, { title: titleOf(row.language, said) })
		here.write.mention(policy.id)
		return { id: record.id, reference: record.reference }
	}
})

/**
 * Says that a provision that seems new is one that stood in an earlier version: it becomes that one, and what was said, linked and
 * judged of either is in one place.
 */
export const matchProvision = command({
	name: 'provision.match',
	input: z.strictObject({
		provision: Reference,
		version: Version,
		/** The earlier provision that it is. */
		earlier: Reference,
		reason: Text(2_000)
	}),
	output: Done,
	about: (here, { provision }) => getProvisionRow(here, provision),
	allow: ({ seat }) => keepsRecords(seat),
	async run(here, { version, earlier, reason }, { policy, ...record }) {
		refuseWithdrawn(policy)
		refuseWithdrawn(record)
		const candidates = await candidatesOf(here, policy.id, record.id)
		const found = await findRecord(here, 'provision', earlier)
		if (!found)
			throw invalid([{ path: ['earlier'], code: 'platform.field.no-such-record', params: { reference: earlier } }])
		if (!candidates.some(({ id }) => id === found.id))
			throw invalid([{ path: ['earlier'], code: 'instruments.provisions-stand-beside' }])
		const { id, reference } = await here.run(mergeRecords, {
			record: record.id,
			kind: 'provision',
			version,
			into: found.id,
			reason
		})
		here.write.mention(policy.id)
		return { id, reference }
	}
})

/**
 * Says that from a version on a provision is another than before: it ends with the version before, and a new one begins. What was said,
 * linked and judged stays with the earlier.
 */
export const separateProvision = command({
	name: 'provision.separate',
	input: z.strictObject({
		provision: Reference,
		version: Version,
		/** The number of the first version of the law in which it is another. */
		from: z.int().min(1).max(VERSIONS_MOST),
		reason: Text(2_000)
	}),
	output: Done,
	about: (here, { provision }) => getProvisionRow(here, provision),
	allow: (here, provision) => tends(here, provision.policy),
	async run(here, { from }, { row, policy, ...record }) {
		refuseWithdrawn(policy)
		refuseWithdrawn(record)
		await here.write.lockRecord(policy.id)
		const first = await versionInField(here, policy.id, from, 'from')
		const read = await readVersions(here, policy.id)
		const place = read.findIndex(({ id }) => id === first.id)
		const later = new Set(read.slice(place).map(({ id }) => id))
		const texts = await textsOfProvision(here, record.id)
		const [moved, kept] = [
			texts.filter((one) => later.has(one.policy_version_id)),
			texts.filter((one) => !later.has(one.policy_version_id))
		]
		if (place < 0 || moved.length === 0 || kept.length === 0)
			throw invalid([{ path: ['from'], code: 'instruments.nothing-to-separate' }])
		const order = new Map(read.map(({ id }, index) => [id, index]))
		const newest = latest(moved, order)
		const last = latest(kept, order)
		if (!newest || !last) throw conflict('instruments.nothing-to-separate')
		const { key } = await nextKey(here, policy)
		const { position, language } = row
		const done = await addOne(here, policy, key, { ...saidOf(newest), position, language })
		await here.write.changeAll(
			'provision_text',
			moved.map(({ id }) => ({ id, fields: { provision_id: done.id } }))
		)
		await here.write.change('provision', record.id, { ...saidOf(last), position: null })
		await here.write.changeRecord(record.id, { title: titleOf(language, last) })
		await changesAnew(
			here,
			policy.id,
			moved.map((one) => one.policy_version_id)
		)
		here.write.mention(policy.id)
		return done
	}
})

type TextRow = Awaited<ReturnType<typeof textsOfProvision>>[number]

const latest = (texts: readonly TextRow[], order: ReadonlyMap<string, number>): TextRow | undefined =>
	texts
		.toSorted((one, other) => (order.get(one.policy_version_id) ?? 0) - (order.get(other.policy_version_id) ?? 0))
		.at(-1)

const saidOf = ({ number, level, heading, above, text }: TextRow) => ({
	number,
	level,
	heading,
	above: above ?? [],
	text
})
