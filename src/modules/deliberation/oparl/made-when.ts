/** When something was made, read from its identifier: UUID version 7 begins with the milliseconds since 1970 (RFC 9562). */
export const madeWhen = (id: string): Date => new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16))

/** The lowest identifier that something made at a moment, or later, can have. */
export function lowestIdAt(moment: Date): string {
	const hex = Math.max(0, moment.getTime()).toString(16).padStart(12, '0').slice(-12)
	return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}
