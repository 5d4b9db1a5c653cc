import common from './common-passwords.json' with { type: 'json' }

/** The shortest password taken, in characters: NIST SP 800-63B asks for 8 beside a second factor and 15 alone; many here have none yet. */
export const PASSWORD_LEAST = 12
/** The longest: beyond it nothing is gained, and hashing would be a way to keep the server busy. */
export const PASSWORD_MOST = 128

let known: ReadonlySet<string> | undefined
const commonPasswords = () => (known ??= new Set(common.passwords.split(' ')))

const SEQUENCES = [
	'abcdefghijklmnopqrstuvwxyz',
	'01234567890123456789',
	'qwertyuiopasdfghjklzxcvbnm',
	'azertyuiopqsdfghjklmwxcvbn'
]
const backwards = (text: string) => Array.from(text).reverse().join('')
const runs = [...SEQUENCES, ...SEQUENCES.map(backwards)]

/**
 * Why this cannot be a password, or null when it can: too short or too long, one that is guessed first, or made of the
 * person's own name or address. No kinds of characters are asked for: they make passwords that people write down, not stronger ones.
 */
export function whyNotPassword(password: string, about: readonly string[]): string | null {
	const length = Array.from(password).length
	if (length < PASSWORD_LEAST) return 'sign-in.password-short'
	if (length > PASSWORD_MOST) return 'sign-in.password-long'
	const small = password.normalize('NFKC').toLowerCase()
	if (isCommon(small) || isRepeated(small) || isRun(small)) return 'sign-in.password-common'
	if (isAbout(small, about)) return 'sign-in.password-personal'
	return null
}

// "Password1234!" is "password" with what every rule of composition makes people add.
function isCommon(small: string) {
	const core = small.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
	return commonPasswords().has(small) || (core.length >= small.length / 2 && commonPasswords().has(core))
}

// One short piece over and over: "aaaaaaaaaaaa", "abc1abc1abc1".
const isRepeated = (small: string) => /^(.{1,4}?)\1{2,}.{0,3}$/u.test(small)

const isRun = (small: string) => runs.some((run) => longestShared(small, run) >= small.length * 0.75)

function longestShared(small: string, run: string) {
	for (let length = Math.min(small.length, run.length); length >= 6; length--)
		for (let start = 0; start + length <= run.length; start++)
			if (small.includes(run.slice(start, start + length))) return length
	return 0
}

const LEAST_OF_NAME = 4

// What is left beside the person's own words has to be a password too, by half its length at least.
function isAbout(small: string, about: readonly string[]) {
	const own = ['pitso', ...about.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))]
		.filter((word) => word.length >= LEAST_OF_NAME)
		.sort((one, other) => other.length - one.length)
	const rest = own.reduce((left, word) => left.replaceAll(word, ''), small)
	return rest.length < PASSWORD_LEAST / 2
}
