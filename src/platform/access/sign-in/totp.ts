const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A secret as authenticator apps take it (RFC 4648, section 6), without filling. */
export function base32(secret: string): string {
	let bits = ''
	for (const byte of new TextEncoder().encode(secret)) bits += byte.toString(2).padStart(8, '0')
	return (bits.match(/.{1,5}/g) ?? []).map((five) => LETTERS[parseInt(five.padEnd(5, '0'), 2)] ?? '').join('')
}

/** The address an authenticator app reads from a picture: SHA-1, six digits, thirty seconds, which is what all of them can. */
export function otpAddress({ issuer, account, key }: { issuer: string; account: string; key: string }): string {
	const name = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
	return `otpauth://totp/${name}?secret=${key}&issuer=${encodeURIComponent(issuer)}&digits=6&period=30`
}
