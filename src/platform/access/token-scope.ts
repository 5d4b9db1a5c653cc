import type { TokenScope } from './schema.ts'

export const TOKEN_SCOPES = ['all', 'read', 'provisioning', 'operations'] as const satisfies readonly TokenScope[]

/** What a token may be used for, beside what its seat may do: the less of the two holds. */
export type TokenLimit = { scope: TokenScope; operations: readonly string[] }

/** What provisioning runs: people and groups of a ministry's own directory, and nothing else. */
export const isProvisioning = (operation: string): boolean => /^provisioned(Person|Group)\./.test(operation)

/** Why a token's scope does not reach an operation, or null when it does. */
export function whyBeyondScope(
	{ scope, operations }: TokenLimit,
	operation: { name: string; type: 'query' | 'command' }
) {
	switch (scope) {
		case 'all':
			return null
		case 'read':
			return operation.type === 'query' ? null : 'access.token-reads-only'
		case 'provisioning':
			return isProvisioning(operation.name) ? null : 'access.token-provisions-only'
		case 'operations':
			return operations.includes(operation.name) ? null : 'access.token-names-others'
		default:
			return scope satisfies never
	}
}
