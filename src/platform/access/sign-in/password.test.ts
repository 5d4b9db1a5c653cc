import { expect, test } from 'vitest'
import { whyNotPassword } from './password.ts'

const about = ['Thandi Moyo', 'thandi.moyo@labour.test']

test.each([
	['short', 'kudu-river-9', null],
	['eleven characters', 'kudu-river9', 'sign-in.password-short'],
	['longer than 128', 'x1y2'.repeat(33), 'sign-in.password-long']
])('its length: %s', (_what, password, reason) => {
	expect(whyNotPassword(password, about)).toBe(reason)
})

test.each([
	'123qweasdzxc',
	'1QAZ2wsx3edc',
	'Password1234!',
	'aaaaaaaaaaaa',
	'abc1abc1abc1',
	'123456789012',
	'qwertyuiop12',
	'zyxwvutsrqpo'
])('what is guessed first is refused: %s', (password) => {
	expect(whyNotPassword(password, about)).toBe('sign-in.password-common')
})

test.each(['ThandiMoyo12', 'thandi.moyo@labour.test', 'pitso-thandi1'])(
	'one’s own name is no secret: %s',
	(password) => {
		expect(whyNotPassword(password, about)).toBe('sign-in.password-personal')
	}
)

test.each([
	'baobab shade at noon',
	'kudu river granite',
	'Ndiri kuenda kumusha',
	'zwGh4!pQ9xLm',
	'七つの海を渡る小さな船と猫'
])('no kinds of characters are asked for: %s', (password) => {
	expect(whyNotPassword(password, about)).toBeNull()
})

test('a short name in an address does not forbid every password', () => {
	expect(whyNotPassword('granite kudu river', ['Jo Li', 'jo@x.test'])).toBeNull()
})
