import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeReceiptCode, readReceiptCode } from './receipt-code.ts'

const SIGNS = '23456789CDFHJKMPQRTVWXY'
const withSign = (code: string, at: number, sign: string) => code.slice(0, at) + sign + code.slice(at + 1)
const code = fc.constant(null).map(() => makeReceiptCode())

test('a code holds no signs that are taken for each other, and is read back however it is written', () => {
	fc.assert(
		fc.property(code, (made) => {
			expect(made).toMatch(/^[2-9CDFHJKMPQRTVWXY]{4}(-[2-9CDFHJKMPQRTVWXY]{4}){3}$/)
			expect(readReceiptCode(made)).toBe(made)
			expect(readReceiptCode(` ${made.toLowerCase().replaceAll('-', ' ')} `)).toBe(made)
		})
	)
})

test('what is heard or written for a sign that no code has is read as the sign that is meant', () => {
	const [spoken] = Array.from({ length: 500 }, makeReceiptCode).filter((one) => /[5286]/.test(one))
	const written = spoken?.replaceAll('5', 'S').replaceAll('2', 'Z').replaceAll('8', 'B').replaceAll('6', 'G') ?? ''
	expect(readReceiptCode(written)).toBe(spoken)
})

test('every single mistake is found, and every two signs that changed places', () => {
	fc.assert(
		fc.property(code, fc.nat(15), fc.nat(SIGNS.length - 1), (made, at, other) => {
			const plain = made.replaceAll('-', '')
			const sign = SIGNS[other] ?? ''
			if (plain[at] !== sign) expect(readReceiptCode(withSign(plain, at, sign))).toBeNull()
			const [one = '', two = ''] = [plain[at % 15], plain[(at % 15) + 1]]
			const turned = withSign(withSign(plain, at % 15, two), (at % 15) + 1, one)
			if (one !== two) expect(readReceiptCode(turned)).toBeNull()
		})
	)
})

test('what can be no code is told so without looking', () => {
	for (const typed of ['', '2222', 'O0I1-LLLL-AAAA-EEEE', '2'.repeat(17), '<script>'])
		expect(readReceiptCode(typed)).toBeNull()
})
