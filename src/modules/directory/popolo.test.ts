import jsonld from 'jsonld'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { OrganizationFacts } from './organization-facts.ts'
import { popoloDocument } from './popolo.ts'

const BASE = 'https://pitso.example/zwe/'
const ORG = 'http://www.w3.org/ns/org#'

const party = (id: string, reference: string, kind: string) => ({
	id,
	reference,
	kind,
	title: { en: `The ${reference}`, sn: `Chi ${reference}` },
	acronym: null,
	parent: null,
	ended: null,
	names: [],
	source: null,
	year: null
})
const actor = (id: string, reference: string, kind: string): OrganizationFacts['actors'][number] => ({
	...party(id, reference, kind),
	aliases: [],
	contact: { email: null, telephone: null, address: null }
})
const structure = (id: string, reference: string): OrganizationFacts['structures'][number] => ({
	...party(id, reference, 'technical-working-group'),
	yearEstablished: null,
	chair: null,
	secretariat: null,
	secretariatActor: null
})
const membership = (id: string, actorId: string): OrganizationFacts['memberships'][number] => ({
	id,
	structure: 's1',
	actor: actorId,
	kind: 'member',
	role: 'member',
	from: '2019-02-01',
	to: null,
	source: null,
	year: null
})
const facts = (given: Partial<OrganizationFacts>): OrganizationFacts => ({
	language: 'en',
	actors: [],
	structures: [],
	memberships: [],
	nominations: [],
	successions: [],
	totalIsMore: false,
	...given
})

const workspace = facts({
	actors: [
		{
			...actor('a1', 'ministry-of-labour', 'ministry'),
			acronym: 'MoL',
			aliases: ['Labour'],
			names: [{ name: { en: 'Ministry of Manpower' }, acronym: null, from: null, to: '2001-06-30', reason: 'Act 3' }],
			contact: { email: 'office@labour.example', telephone: '+263 1', address: null },
			source: 'zwe-tna, Table 2',
			year: 2018
		},
		{ ...actor('a2', 'migration-unit', 'department'), parent: 'a1' },
		{ ...actor('a3', 'old-agency', 'agency'), ended: '2020-01-01' }
	],
	structures: [
		{ ...structure('s1', 'working-group'), chair: 'a1', secretariatActor: 'a2', yearEstablished: 2015, parent: 's2' },
		structure('s2', 'committee')
	],
	memberships: [
		{ ...membership('m1', 'a1'), role: 'chair' },
		membership('m2', 'a3'),
		{ ...membership('m3', 'a2'), kind: 'recommended' }
	],
	nominations: [
		{
			id: 'n1',
			membership: 'm1',
			capacity: 'principal',
			office: 'Director of Labour Migration',
			from: '2019-03-01',
			to: null
		}
	],
	successions: [
		{ id: 'x1', kind: 'split', day: '2020-01-01', legalBasis: 'Act 7 of 2020', actor: 'a3', successor: 'a1' },
		{ id: 'x2', kind: 'split', day: '2020-01-01', legalBasis: 'Act 7 of 2020', actor: 'a3', successor: 'a2' }
	]
})

const document = popoloDocument(workspace, { base: BASE, title: 'Zimbabwe', say: (set, word) => `${set} ${word}` })

// The official schemas are JSON Schema draft 3, which today's readers do not know: their rules for the classes we give, as of
// popolo-spec b6225682 and c731e3bf.
const PartialDate = z.string().regex(/^[0-9]{4}(-[0-9]{2}){0,2}$/)
const Link = z.looseObject({ url: z.url(), note: z.string().nullish() })
const OtherName = z.looseObject({
	name: z.string(),
	start_date: PartialDate.nullish(),
	end_date: PartialDate.nullish(),
	note: z.string().nullish()
})
const Contact = z.looseObject({ type: z.string(), value: z.string() })
const Member = z.looseObject({ id: z.string(), name: z.string() })
const Popolo = z.looseObject({
	organizations: z.array(
		z.looseObject({
			id: z.string(),
			name: z.string(),
			other_names: z.array(OtherName).optional(),
			identifiers: z.array(z.looseObject({ identifier: z.string(), scheme: z.string().nullish() })).optional(),
			classification: z.string().nullish(),
			parent_id: z.string().nullish(),
			founding_date: PartialDate.nullish(),
			dissolution_date: PartialDate.nullish(),
			contact_details: z.array(Contact).optional(),
			sources: z.array(Link).optional()
		})
	),
	memberships: z.array(
		z.looseObject({
			id: z.string(),
			role: z.string(),
			member: Member,
			organization_id: z.string(),
			post_id: z.string().nullish(),
			start_date: PartialDate.nullish(),
			end_date: PartialDate.nullish(),
			sources: z.array(Link).optional()
		})
	),
	posts: z.array(
		z.looseObject({
			id: z.string(),
			label: z.string(),
			role: z.string(),
			organization_id: z.string(),
			memberships: z.array(z.looseObject({ id: z.string() }))
		})
	)
})

// As a reader of another program gets it: only what JSON carries.
const read: unknown = JSON.parse(JSON.stringify(document))
const popolo = Popolo.parse(read)

test('a document keeps the rules of the Popolo schemas', () => {
	expect(popolo.organizations.map(({ id }) => id)).toEqual([
		'actor/ministry-of-labour',
		'actor/migration-unit',
		'actor/old-agency',
		'structure/working-group',
		'structure/committee'
	])
	expect(popolo.organizations[3]).toMatchObject({ parent_id: 'structure/committee', founding_date: '2015' })
	expect(popolo.organizations[2]).toMatchObject({ dissolution_date: '2020-01-01' })
})

test('every identifier a document names is one it holds', () => {
	const held = new Set([...popolo.organizations, ...popolo.memberships, ...popolo.posts].map(({ id }) => id))
	const named = [
		...popolo.organizations.map(({ parent_id }) => parent_id),
		...popolo.memberships.flatMap((one) => [one.member.id, one.organization_id, one.post_id]),
		...popolo.posts.flatMap((one) => [one.organization_id, ...one.memberships.map(({ id }) => id)])
	]
	expect(named.filter((id) => typeof id === 'string' && !held.has(id))).toEqual([])
	expect(held.size).toBe(popolo.organizations.length + popolo.memberships.length + popolo.posts.length)
})

test('former names, short names and aliases stand among the other names', () => {
	expect(popolo.organizations[0]?.other_names).toEqual([
		{ name: 'MoL' },
		{ name: 'Labour' },
		{ name: 'Ministry of Manpower', end_date: '2001-06-30', note: 'Act 3' }
	])
})

test('a member that a source only recommends is no member', () => {
	expect(popolo.memberships.map(({ id }) => id)).not.toContain('structure/working-group#membership-m3')
})

test('a chair is held through its membership, a secretariat that is no member through one of its own', () => {
	expect(popolo.memberships.map(({ post_id, role }) => ({ post_id, role }))).toEqual([
		{ post_id: 'structure/working-group#chair', role: 'chair' },
		{ post_id: undefined, role: 'member' },
		{ post_id: 'structure/working-group#secretariat', role: 'secretariat' }
	])
})

const Quad = z.object({
	subject: z.object({ value: z.string() }),
	predicate: z.object({ value: z.string() }),
	object: z.object({ value: z.string() })
})

async function triples() {
	const quads = z.array(Quad).parse(await jsonld.toRDF(z.record(z.string(), z.json()).parse(read)))
	return quads.map(({ subject, predicate, object }) => [subject.value, predicate.value, object.value])
}

test('the same document says the organizations in the W3C Organization Ontology', async () => {
	const type = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'
	const [labour, unit, old, group] = [
		'actor/ministry-of-labour',
		'actor/migration-unit',
		'actor/old-agency',
		'structure/working-group'
	].map((id) => BASE + id)
	const event = `${BASE}popolo.json#succession-x1`
	const expected = [
		[labour, type, `${ORG}Organization`],
		[labour, 'http://www.w3.org/2004/02/skos/core#prefLabel', 'The ministry-of-labour'],
		[labour, 'http://www.w3.org/2004/02/skos/core#prefLabel', 'Chi ministry-of-labour'],
		[labour, `${ORG}identifier`, 'ministry-of-labour'],
		[labour, `${ORG}classification`, `${BASE}popolo.json#actor-kind-ministry`],
		[unit, type, `${ORG}OrganizationalUnit`],
		[unit, `${ORG}unitOf`, labour],
		[group, `${ORG}subOrganizationOf`, `${BASE}structure/committee`],
		[`${group}#membership-m1`, type, `${ORG}Membership`],
		[`${group}#membership-m1`, `${ORG}member`, labour],
		[`${group}#membership-m1`, `${ORG}organization`, group],
		[`${group}#membership-m1`, `${ORG}role`, `${BASE}popolo.json#membership-role-chair`],
		[`${BASE}popolo.json#membership-role-chair`, type, `${ORG}Role`],
		[`${group}#chair`, type, `${ORG}Post`],
		[`${group}#chair`, `${ORG}postIn`, group],
		[`${group}#chair`, `${ORG}heldBy`, labour],
		[`${group}#nomination-n1`, `${ORG}postIn`, group],
		[event, type, `${ORG}ChangeEvent`],
		[event, `${ORG}originalOrganization`, old],
		[event, `${ORG}resultingOrganization`, labour],
		[event, `${ORG}resultingOrganization`, unit],
		[event, 'http://purl.org/dc/terms/date', '2020-01-01']
	]
	const said = new Set((await triples()).map((triple) => triple.join(' ')))
	expect(expected.map((triple) => triple.join(' ')).filter((triple) => !said.has(triple))).toEqual([])
})

test('the days of a membership are an interval of time', async () => {
	const said = await triples()
	const follow = (subject: string | undefined, relation: string) =>
		said.find(([from, by]) => from === subject && by === relation)?.[2]
	const during = follow(`${BASE}structure/working-group#membership-m1`, `${ORG}memberDuring`)
	const beginning = follow(during, 'http://www.w3.org/2006/time#hasBeginning')
	expect(follow(beginning, 'http://www.w3.org/2006/time#inXSDDate')).toBe('2019-02-01')
})

test('one split is one event, though each successor has a row', () => {
	expect(document.change_events).toHaveLength(1)
})

test('a document that leaves something out says so', () => {
	const cut = popoloDocument(facts({ totalIsMore: true }), { base: BASE, title: 'Zimbabwe', say: (_set, word) => word })
	expect([document.is_complete, cut.is_complete]).toEqual([true, false])
})
