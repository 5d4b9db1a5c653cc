import type { OrganizationFacts } from './organization-facts.ts'
import { popoloContext } from './popolo-context.ts'
import { chairAndSecretariat, nominationPosts, type Post } from './popolo-posts.ts'

type Actor = OrganizationFacts['actors'][number]
type Structure = OrganizationFacts['structures'][number]
type Membership = OrganizationFacts['memberships'][number]

/** A word of a closed set as the reader's language says it. */
export type Say = (
	set: 'actor-kind' | 'structure-kind' | 'membership-role' | 'membership-kind' | 'capacity',
	word: string
) => string

// What is a part of a larger body and not a body of its own, after org:OrganizationalUnit.
const UNITS = ['department', 'directorate', 'secretariat']

const withoutEmpty = <T extends object>(fields: T) =>
	Object.fromEntries(
		Object.entries(fields).filter(
			([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0)
		)
	)

const nameIn = (names: Readonly<Record<string, string>>, language: string) =>
	names[language] ?? Object.values(names)[0] ?? ''

/** A place in the document itself: the words its organizations are sorted by. */
const concept = (set: string, word: string) => `popolo.json#${set}-${word}`

/** Where each party stands: the address of its page relative to the workspace's, which is its identifier here. */
const addresses = ({ actors, structures }: OrganizationFacts) =>
	new Map([
		...actors.map((actor) => [actor.id, `actor/${actor.reference}`] as const),
		...structures.map((one) => [one.id, `structure/${one.reference}`] as const)
	])

const addressIn = (known: ReadonlyMap<string, string>) => (id: string | null) =>
	id === null ? undefined : known.get(id)

function sourcesOf({ source, year }: { source: string | null; year: number | null }, page: string) {
	if (source === null) return []
	const isDated = year === null || source.includes(String(year))
	return [{ url: page, note: isDated ? source : `${source} (${String(year)})` }]
}

function party(one: Actor | Structure, address: string, { base, language }: { base: string; language: string }) {
	const { [language]: _first, ...translations } = one.title
	const former = one.names.map((name) =>
		withoutEmpty({ name: nameIn(name.name, language), start_date: name.from, end_date: name.to, note: name.reason })
	)
	return {
		id: address,
		name: nameIn(one.title, language),
		translations: Object.keys(translations).length === 0 ? null : translations,
		other_names: [
			...(one.acronym === null ? [] : [{ name: one.acronym }]),
			...('aliases' in one ? one.aliases.map((name) => ({ name })) : []),
			...former
		],
		identifiers: [{ identifier: one.reference, scheme: 'pitso' }],
		dissolution_date: one.ended,
		sources: sourcesOf(one, base + address)
	}
}

const contactsOf = ({ contact }: Actor) =>
	Object.entries({ email: contact.email, voice: contact.telephone, address: contact.address }).flatMap(
		([type, value]) => (value === null ? [] : [{ type, value }])
	)

// A source that only recommends a member has not made it one; a plain member is told by how it came to sit there.
const sits = (membership: Membership) => membership.kind !== 'recommended'
const roleOf = ({ kind, role }: Membership) =>
	kind !== 'member' && role === 'member'
		? { set: 'membership-kind' as const, word: kind }
		: { set: 'membership-role' as const, word: role }

/** The days of a membership as a time:Interval, for ORG; null when neither is known. */
export function interval(from: string | null, to: string | null) {
	const at = (date: string | null) => (date === null ? null : { '@type': 'Instant', date })
	return from === null && to === null ? null : withoutEmpty({ '@type': 'Interval', beginning: at(from), end: at(to) })
}

// Several bodies merged into one, or one split into several, is one event, though each pair has a row of its own.
function changeEvents(facts: OrganizationFacts, known: ReadonlyMap<string, string>) {
	const at = addressIn(known)
	const groups = new Map<string, OrganizationFacts['successions']>()
	for (const row of facts.successions) {
		const key = [row.kind, row.day, row.kind === 'merge' && row.successor !== null ? row.successor : row.actor].join(
			' '
		)
		groups.set(key, [...(groups.get(key) ?? []), row])
	}
	const unique = (ids: (string | undefined)[]) => [...new Set(ids.filter((id) => id !== undefined))]
	return [...groups.values()].flatMap((rows) => {
		const [first] = rows
		if (!first) return []
		const resulting = first.kind === 'rename' ? [at(first.actor)] : rows.map((row) => at(row.successor))
		return [
			withoutEmpty({
				'@type': 'ChangeEvent',
				id: `popolo.json#succession-${first.id}`,
				change: first.kind,
				date: first.day,
				original_organization_ids: unique(rows.map((row) => at(row.actor))),
				resulting_organization_ids: unique(resulting),
				note: unique(rows.map((row) => row.legalBasis)).join('; ')
			})
		]
	})
}

type Document = {
	'@context': ReturnType<typeof popoloContext>
	id: string
	title: string
	is_complete: boolean
	organizations: object[]
	memberships: object[]
	posts: object[]
	change_events: object[]
	concepts: object[]
}

/**
 * The organizations of a workspace as one document that is both Popolo (https://www.popoloproject.com/specs/) and, by its
 * context, the W3C Organization Ontology. `base` is the address of the workspace's pages, ending in a slash.
 */
export function popoloDocument(
	facts: OrganizationFacts,
	{ base, title, say }: { base: string; title: string; say: Say }
): Document {
	const { language } = facts
	const known = addresses(facts)
	const at = addressIn(known)
	const concepts = new Map<string, object>()
	const meaning = (set: Parameters<Say>[0], word: string) => {
		const id = concept(set, word)
		concepts.set(id, {
			'@type': set.endsWith('kind') && !set.startsWith('membership') ? 'Concept' : ['Role', 'Concept'],
			id,
			label: say(set, word)
		})
		return id
	}
	const organization = (one: Actor | Structure, kindOf: 'actor-kind' | 'structure-kind', more: object) => {
		const address = at(one.id) ?? ''
		const { id, name, ...rest } = party(one, address, { base, language })
		const isUnit = one.parent !== null && UNITS.includes(one.kind)
		return withoutEmpty({
			'@type': isUnit ? 'OrganizationalUnit' : 'Organization',
			id,
			name,
			classification: one.kind,
			classification_id: meaning(kindOf, one.kind),
			parent_id: at(one.parent),
			...rest,
			...more
		})
	}
	const names = new Map([...facts.actors, ...facts.structures].map((one) => [one.id, nameIn(one.title, language)]))
	const memberOf = (id: string) => ({ '@type': 'Organization', id: at(id) ?? '', name: names.get(id) ?? '' })
	const offices = chairAndSecretariat(facts, { at, memberOf, meaning, say })
	const nominated = nominationPosts(facts, { at, meaning })
	const memberships = facts.memberships.filter(sits).map((one) => {
		const { set, word } = roleOf(one)
		return withoutEmpty({
			'@type': 'Membership',
			id: `${at(one.structure) ?? ''}#membership-${one.id}`,
			member: memberOf(one.actor),
			organization_id: at(one.structure),
			role: word,
			role_id: meaning(set, word),
			post_id: offices.postOf.get(one.id),
			start_date: one.from,
			end_date: one.to,
			during: interval(one.from, one.to),
			sources: sourcesOf(one, base + (at(one.structure) ?? ''))
		})
	})
	const posts: Post[] = [...offices.posts, ...nominated]
	const document = {
		'@context': popoloContext(base, language),
		id: 'popolo.json',
		title,
		is_complete: !facts.totalIsMore,
		organizations: [
			...facts.actors.map((one) => organization(one, 'actor-kind', { contact_details: contactsOf(one) })),
			...facts.structures.map((one) =>
				organization(one, 'structure-kind', {
					founding_date: one.yearEstablished === null ? null : String(one.yearEstablished)
				})
			)
		],
		memberships: [...memberships, ...offices.memberships.map(withoutEmpty)],
		posts: posts.map(withoutEmpty),
		change_events: changeEvents(facts, known)
	}
	return { ...document, concepts: [...concepts.values()] }
}
