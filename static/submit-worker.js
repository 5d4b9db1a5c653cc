// Finds the number whose digest with a form's ticket begins with so many bits of nought. SHA-256 is written out (FIPS 180-4): what
// browsers have of it answers one text at a time and not on every page, and this asks it some hundred thousand times.

const primes = []
for (let one = 2; primes.length < 64; one++) if (primes.every((prime) => one % prime !== 0)) primes.push(one)
const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) | 0
const FIRST = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))
const ROUNDS = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)))
const turned = (word, by) => (word >>> by) | (word << (32 - by))
const words = new Int32Array(64)

/** The digest of bytes that were padded already, eight words of it. */
function digested(bytes) {
	const hash = Int32Array.from(FIRST)
	const view = new DataView(bytes.buffer)
	for (let block = 0; block < bytes.length; block += 64) {
		for (let at = 0; at < 16; at++) words[at] = view.getInt32(block + at * 4)
		for (let at = 16; at < 64; at++) {
			const [two, fifteen] = [words[at - 2], words[at - 15]]
			const small = turned(fifteen, 7) ^ turned(fifteen, 18) ^ (fifteen >>> 3)
			const large = turned(two, 17) ^ turned(two, 19) ^ (two >>> 10)
			words[at] = (words[at - 16] + small + words[at - 7] + large) | 0
		}
		let [a, b, c, d, e, f, g, h] = hash
		for (let at = 0; at < 64; at++) {
			const sum = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
			const one = (h + sum + ((e & f) ^ (~e & g)) + ROUNDS[at] + words[at]) | 0
			const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
			h = g
			g = f
			f = e
			e = (d + one) | 0
			d = c
			c = b
			b = a
			a = (one + two) | 0
		}
		for (const [at, value] of [a, b, c, d, e, f, g, h].entries()) hash[at] = (hash[at] + value) | 0
	}
	return hash
}

function padded(text) {
	const bytes = new TextEncoder().encode(text)
	const whole = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64)
	whole.set(bytes)
	whole[bytes.length] = 0x80
	new DataView(whole.buffer).setUint32(whole.length - 4, bytes.length * 8)
	return whole
}

/** The number that is looked for; of at most thirty-two bits. */
export function workFor(ticket, bits) {
	for (let tried = 0; ; tried++) {
		const [first] = digested(padded(`${ticket}:${String(tried)}`))
		if (first >>> (32 - bits) === 0) return String(tried)
	}
}

globalThis.addEventListener?.('message', ({ data: { ticket, bits } }) => globalThis.postMessage(workFor(ticket, bits)))
