import { expect, test } from 'vitest'
import { networkOf } from './limits.server.ts'
import { tellProgram } from './tell-program.ts'

test.each([
	['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox, Windows'],
	[
		'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Mobile Safari/537.36',
		'Chrome, Android'
	],
	[
		'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Safari/537.36 Edg/128.0',
		'Edge, Windows'
	],
	[
		'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1',
		'Safari, iPhone'
	],
	['curl/8.0', null],
	[null, null]
])('a browser is told by the names people know it by: %s', (program, told) => {
	expect(tellProgram(program)).toBe(told)
})

test.each([
	['192.0.2.7', '192.0.2.7'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
	['2001:0db8:1:2::9', '2001:db8:1:2'],
	['::1', '0:0:0:0'],
	['2001:db8::', '2001:db8:0:0']
])('attempts are counted by whom an address was given to: %s', (address, network) => {
	expect(networkOf(address)).toBe(network)
})
