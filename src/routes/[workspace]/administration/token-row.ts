type Token = {
	id: string
	name: string
	scope: 'all' | 'read' | 'provisioning' | 'operations'
	operations: string[]
	createdAt: Date
	expiresAt: Date
	revokedAt: Date | null
	lastUsed: string | null
	state: 'open' | 'revoked' | 'expired'
}

/** What a list shows of a token, whoever's list it is. */
export const tokenRow = ({ id, name, scope, operations, createdAt, expiresAt, revokedAt, lastUsed, state }: Token) => ({
	id,
	name,
	scope,
	operations,
	createdAt,
	expiresAt,
	revokedAt,
	lastUsed,
	state
})
