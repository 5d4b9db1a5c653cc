import { isIP, isIPv6 } from 'node:net'
import { networkOf } from '#platform/access/sign-in/limits.server.ts'

/** How many come in an hour, at most: from one address, from the addresses around it, files, and codes that were wrong. */
export const AN_HOUR = {
	/** Of a form that a script did its work for, and of one that was waited for. */
	proven: 20,
	waited: 6,
	network: 200,
	files: 30,
	codes: 10,
	codesOfNetwork: 100
} as const

/** The addresses around an address, which one hand often holds: the first three numbers of IPv4, the first 48 bits of IPv6. */
export function surroundings(address: string): string {
	if (isIP(address) === 0) return address
	if (isIPv6(address) && !address.startsWith('::ffff:')) return networkOf(address).split(':').slice(0, 3).join(':')
	return address.replace('::ffff:', '').split('.').slice(0, 3).join('.')
}

/** How many came within the hour, as far as limits ask. */
export type Arrived = { address: number; network: number; form: number; waiting: number }

/** Why a submission is not taken now, or null when it is. The queue stops at its ceiling: what nobody can read is not taken. */
export function whyTooMany(
	arrived: Arrived,
	limits: { anHour: number; waiting: number; isWorkDone: boolean }
): { code: string } | null {
	if (arrived.waiting >= limits.waiting) return { code: 'submission.queue-full' }
	if (arrived.form >= limits.anHour) return { code: 'submission.too-many-now' }
	if (arrived.address >= (limits.isWorkDone ? AN_HOUR.proven : AN_HOUR.waited))
		return { code: 'submission.too-many-from-you' }
	return arrived.network >= AN_HOUR.network ? { code: 'submission.too-many-from-network' } : null
}
