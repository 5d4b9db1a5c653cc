import { SCIM_COUNT_MOST } from './limits.ts'
import { GROUP_SCHEMA, USER_SCHEMA } from './resource.ts'
import type { Fields } from './filter.ts'

const CONFIG_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'
const TYPE_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType'
const SCHEMA_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema'

/** What this service of provisioning can do (RFC 7643, 5). */
export const serviceProviderConfig = (base: string): Fields => ({
	schemas: [CONFIG_SCHEMA],
	patch: { supported: true },
	bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
	filter: { supported: true, maxResults: SCIM_COUNT_MOST },
	changePassword: { supported: false },
	sort: { supported: false },
	etag: { supported: true },
	authenticationSchemes: [
		{
			type: 'oauthbearertoken',
			name: 'OAuth Bearer Token',
			description: 'An access token of the workspace with the scope of provisioning.',
			specUri: 'https://www.rfc-editor.org/info/rfc6750',
			primary: true
		}
	],
	meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` }
})

const types = [
	{ name: 'User', endpoint: '/Users', schema: USER_SCHEMA, description: 'A person of a directory of people' },
	{ name: 'Group', endpoint: '/Groups', schema: GROUP_SCHEMA, description: 'A group of a directory of people' }
]

/** The kinds of resource there are (RFC 7643, 6). */
export const resourceTypes = (base: string): Fields[] =>
	types.map((type) => ({
		schemas: [TYPE_SCHEMA],
		id: type.name,
		...type,
		schemaExtensions: [],
		meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${type.name}` }
	}))

type Attribute = {
	name: string
	type: 'string' | 'boolean' | 'complex' | 'reference'
	multiValued: boolean
	description: string
	required: boolean
	caseExact?: boolean
	mutability: 'readWrite' | 'readOnly' | 'immutable'
	returned: 'default'
	uniqueness?: 'none' | 'server'
	referenceTypes?: string[]
	subAttributes?: Attribute[]
}

const attribute = (name: string, description: string, more: Partial<Attribute> = {}): Attribute => ({
	name,
	type: 'string',
	multiValued: false,
	description,
	required: false,
	...(more.type === 'complex' || more.type === 'boolean' ? {} : { caseExact: false, uniqueness: 'none' as const }),
	mutability: 'readWrite',
	returned: 'default',
	...more
})

const READ_ONLY = { mutability: 'readOnly' } as const

const userAttributes = [
	attribute('userName', 'The name under which the directory knows the person', {
		required: true,
		uniqueness: 'server'
	}),
	attribute('name', 'The parts of the name', {
		type: 'complex',
		subAttributes: [
			attribute('formatted', 'The full name, written out'),
			attribute('familyName', 'The family name'),
			attribute('givenName', 'The given name')
		]
	}),
	attribute('displayName', 'The name to be shown'),
	attribute('title', 'The title'),
	attribute('preferredLanguage', 'The language mail is written in'),
	attribute('active', 'Switched off, the person leaves every seat of the workspace at once', { type: 'boolean' }),
	attribute('emails', 'Addresses of mail', {
		type: 'complex',
		multiValued: true,
		subAttributes: [
			attribute('value', 'The address'),
			attribute('type', 'What the address is for'),
			attribute('primary', 'The address to write to', { type: 'boolean' })
		]
	}),
	attribute('groups', 'The groups the person is in', {
		type: 'complex',
		multiValued: true,
		...READ_ONLY,
		subAttributes: [
			attribute('value', 'The identifier of the group', READ_ONLY),
			attribute('$ref', 'The address of the group', { type: 'reference', referenceTypes: ['Group'], ...READ_ONLY }),
			attribute('display', 'The name of the group', READ_ONLY),
			attribute('type', 'How the person is in it', READ_ONLY)
		]
	})
]

const groupAttributes = [
	attribute('displayName', 'The name of the group, by which rules give seats', { required: true }),
	attribute('members', 'The people in the group', {
		type: 'complex',
		multiValued: true,
		subAttributes: [
			attribute('value', 'The identifier of the person', { mutability: 'immutable' }),
			attribute('$ref', 'The address of the person', {
				type: 'reference',
				referenceTypes: ['User'],
				mutability: 'immutable'
			}),
			attribute('display', 'The name of the user', READ_ONLY),
			attribute('type', 'What is in the group', { mutability: 'immutable' })
		]
	})
]

/** What a person and a group are made of (RFC 7643, 7). */
export const schemas = (base: string): Fields[] =>
	[
		{ id: USER_SCHEMA, name: 'User', description: 'A person', attributes: userAttributes },
		{ id: GROUP_SCHEMA, name: 'Group', description: 'A group', attributes: groupAttributes }
	].map((schema) => ({
		schemas: [SCHEMA_SCHEMA],
		...schema,
		meta: { resourceType: 'Schema', location: `${base}/Schemas/${schema.id}` }
	}))
