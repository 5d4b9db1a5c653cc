import { v7 as uuid } from 'uuid'
import type { Translations } from '#platform/database/tables.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { matchVersions, type KnownProvision } from '../provision/match-versions.ts'
import type { FoundPolicy, VersionRow } from './find-policy.server.ts'
import { isInherited, provisionTitle } from './provision-title.ts'
import { differencesOf, mainChange } from './version-differences.ts'
import {
	keepChanges,
	neighbours,
	provisionRows,
	readVersions,
	textsOf,
	timely,
	withoutText
} from './version-texts.server.ts'

/** A provision as it was read from a file. */
export type ReadProvision = {
	position: number
	number: string
	level: number
	heading: string | null
	above: string[]
	text: string
}

// A provision that was gone for a version and comes back must read nearly as it did: its number alone says nothing any more.
const SAME_AGAIN = 0.8

type ProvisionRow = Awaited<ReturnType<typeof provisionRows>>[number]
type Known = Pick<ProvisionRow, 'id' | 'number' | 'heading' | 'above' | 'text'>

// A heading that comes from above is told as one, so that a Part that is renamed does not make its sections strangers.
const asNew = ({ number, heading, above, text }: Pick<Known, 'number' | 'heading' | 'above' | 'text'>) => ({
	number,
	heading: heading ?? '',
	text,
	path: isInherited({ heading, above }) ? [{ number: '', heading: heading ?? '' }] : []
})
const asKnown = (known: Known): KnownProvision => ({ id: known.id, ...asNew(known) })

/** Which provision each one that was read is: those of the version beside it first, then those that were gone. */
function identify(beside: readonly Known[], gone: readonly Known[], read: readonly ReadProvision[]) {
	const found = new Map<number, string>()
	for (const { id, index } of matchVersions(beside.map(asKnown), read.map(asNew)).matches) found.set(index, id)
	const left = read.flatMap((one, index) => (found.has(index) ? [] : [{ one, index }]))
	const again = matchVersions(
		gone.map(asKnown),
		left.map(({ one }) => asNew(one))
	)
	for (const { id, index, similarity } of again.matches) {
		const place = left[index]?.index
		if (place !== undefined && similarity >= SAME_AGAIN) found.set(place, id)
	}
	return found
}

/**
 * Keeps the text that was read of a version: each provision under the identifier it has had, or a new one; what the law says now where
 * no later version was read. The law is locked, and the version waits for its text.
 */
export async function keepText(
	here: Writing,
	policy: FoundPolicy,
	version: VersionRow,
	read: readonly ReadProvision[]
): Promise<void> {
	const others = await readVersions(here, policy.id)
	const { before, after } = neighbours(timely(here, [...others, version]), version.id)
	const all = await provisionRows(here, policy.id)
	const rows = all.filter(({ state }) => state !== 'merged')
	const earlier = before === null ? [] : await textsOf(here, before)
	const byHand = await withoutText(
		here,
		rows.map(({ id }) => id)
	)
	const beside = [
		...(before !== null ? earlier : after !== null ? await textsOf(here, after) : []),
		...rows.filter(({ id }) => byHand.has(id))
	]
	const near = new Set(beside.map(({ id }) => id))
	const found = identify(
		beside,
		rows.filter(({ id }) => !near.has(id)),
		read
	)
	const identified = read.map((one, index) => ({ ...one, id: found.get(index) ?? uuid(), isNew: !found.has(index) }))
	const isCurrent = after === null
	await addProvisions(here, policy, {
		language: version.language,
		isCurrent,
		added: identified.filter(({ isNew }) => isNew),
		taken: all.length
	})
	await here.tell?.({ step: 'texts', done: 0, total: read.length })
	const changes = differencesOf(earlier, identified)
	await here.write.addAll(
		'provision_text',
		identified.map(({ id, isNew: _isNew, ...said }) => ({
			...said,
			provision_id: id,
			policy_version_id: version.id,
			change: mainChange(changes.get(id) ?? ['added'])
		}))
	)
	if (isCurrent) await standNow(here, { rows, identified, language: version.language })
	else await keepChanges(here, version.id, after)
	await here.write.change('policy_version', version.id, { state: 'read', fault: null, provisions: read.length })
	if (isCurrent)
		await here.write.change('policy', policy.id, { provisions: read.length, current_version_id: version.id })
}

type Identified = ReadProvision & { id: string }

/** The title of a provision’s record: as it is cited, with its heading, in the language of the text. */
export const titleOf = (language: string, said: Pick<ReadProvision, 'number' | 'heading' | 'text'>): Translations => ({
	[language]: provisionTitle(said)
})

async function addProvisions(
	here: Writing,
	policy: FoundPolicy,
	{
		language,
		isCurrent,
		added,
		taken
	}: { language: string; isCurrent: boolean; added: readonly Identified[]; taken: number }
) {
	await here.tell?.({ step: 'provisions', done: 0, total: added.length })
	await here.write.addRecords(
		added.map((one, index) => ({
			id: one.id,
			kind: 'provision',
			key: `${policy.reference}-p${String(taken + index + 1)}`,
			number: null,
			title: titleOf(language, one),
			audience: policy.audience
		}))
	)
	await here.write.addAll(
		'provision',
		added.map(({ id, position, number, level, heading, above, text }) => ({
			id,
			policy_id: policy.id,
			position: isCurrent ? position : null,
			number,
			level,
			above,
			heading,
			text,
			language
		}))
	)
}

/** Says what of the law stands now: provisions that were read anew as they are now, the others no more. */
async function standNow(
	here: Writing,
	{ rows, identified, language }: { rows: readonly ProvisionRow[]; identified: readonly Identified[]; language: string }
) {
	const now = new Map(identified.map((one) => [one.id, one]))
	const kept = rows.flatMap((row) => {
		const said = now.get(row.id)
		return said ? [{ row, said }] : []
	})
	await here.write.changeAll('provision', [
		...kept.map(({ row, said: { position, number, level, heading, above, text } }) => ({
			id: row.id,
			fields: { position, number, level, heading, above, text, language }
		})),
		...rows.flatMap((row) =>
			now.has(row.id) || row.position === null ? [] : [{ id: row.id, fields: { position: null } }]
		)
	])
	await here.write.changeRecords(
		kept.flatMap(({ row, said }) =>
			provisionTitle(row) === provisionTitle(said) && row.language === language
				? []
				: [{ id: row.id, change: { title: titleOf(language, said) } }]
		)
	)
}
