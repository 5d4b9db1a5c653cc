const day = 'dcterms:W3CDTF'
const link = { '@type': '@id' } as const

// Popolo names a relation by the identifier it holds (`parent_id`), which here is an address relative to the workspace.
const toOrganization = (relation: string) => ({ '@id': relation, ...link })

/**
 * The JSON-LD 1.1 context that makes Popolo's keys speak the W3C Organization Ontology (https://www.w3.org/TR/vocab-org/).
 * `base` is the address of the workspace's pages, ending in a slash, `language` that of the names.
 */
export const popoloContext = (base: string, language: string) => ({
	'@version': 1.1,
	'@base': base,
	dcterms: 'http://purl.org/dc/terms/',
	opengov: 'http://www.w3.org/ns/opengov#',
	org: 'http://www.w3.org/ns/org#',
	rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
	rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
	schema: 'http://schema.org/',
	skos: 'http://www.w3.org/2004/02/skos/core#',
	time: 'http://www.w3.org/2006/time#',
	xsd: 'http://www.w3.org/2001/XMLSchema#',
	id: '@id',
	title: { '@id': 'dcterms:title', '@language': language },
	organizations: '@included',
	memberships: '@included',
	posts: '@included',
	change_events: '@included',
	concepts: '@included',
	name: { '@id': 'skos:prefLabel', '@language': language },
	translations: { '@id': 'skos:prefLabel', '@container': '@language' },
	label: { '@id': 'skos:prefLabel', '@language': language },
	note: 'skos:note',
	other_names: {
		'@id': 'opengov:otherName',
		'@context': { name: { '@id': 'rdfs:label', '@language': language } }
	},
	identifiers: { '@id': 'org:identifier', '@context': { identifier: '@value' } },
	classification_id: toOrganization('org:classification'),
	role_id: toOrganization('org:role'),
	founding_date: { '@id': 'schema:foundingDate', '@type': day },
	dissolution_date: { '@id': 'opengov:dissolutionDate', '@type': day },
	start_date: { '@id': 'schema:validFrom', '@type': day },
	end_date: { '@id': 'schema:validThrough', '@type': day },
	sources: 'dcterms:source',
	contact_details: { '@id': 'opengov:contactDetail', '@context': { value: 'rdf:value' } },
	member: 'org:member',
	during: 'org:memberDuring',
	beginning: 'time:hasBeginning',
	end: 'time:hasEnd',
	original_organization_ids: toOrganization('org:originalOrganization'),
	resulting_organization_ids: toOrganization('org:resultingOrganization'),
	Organization: { '@id': 'org:Organization', '@context': { parent_id: toOrganization('org:subOrganizationOf') } },
	OrganizationalUnit: { '@id': 'org:OrganizationalUnit', '@context': { parent_id: toOrganization('org:unitOf') } },
	Membership: {
		'@id': 'org:Membership',
		'@context': { organization_id: toOrganization('org:organization'), post_id: toOrganization('opengov:post') }
	},
	Post: {
		'@id': 'org:Post',
		'@context': {
			organization_id: toOrganization('org:postIn'),
			held_by_ids: toOrganization('org:heldBy'),
			memberships: 'opengov:heldThrough'
		}
	},
	ChangeEvent: { '@id': 'org:ChangeEvent', '@context': { date: { '@id': 'dcterms:date', '@type': 'xsd:date' } } },
	Role: 'org:Role',
	Concept: 'skos:Concept',
	Interval: 'time:Interval',
	Instant: { '@id': 'time:Instant', '@context': { date: { '@id': 'time:inXSDDate', '@type': 'xsd:date' } } }
})
