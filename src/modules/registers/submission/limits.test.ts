import { expect, test } from 'vitest'
import { AN_HOUR, surroundings, whyTooMany } from './limits.ts'

const nothing = { address: 0, network: 0, form: 0, waiting: 0 }
const limits = { anHour: 300, waiting: 2_000, isWorkDone: true }

test.each([
	['nothing came before', nothing, {}, null],
	['the queue is at its ceiling', { ...nothing, waiting: 2_000 }, {}, 'submission.queue-full'],
	['the hour of the form is full', { ...nothing, form: 300 }, {}, 'submission.too-many-now'],
	['one address sent its share', { ...nothing, address: AN_HOUR.proven }, {}, 'submission.too-many-from-you'],
	['one address sent its share, its work done', { ...nothing, address: AN_HOUR.waited }, {}, null],
	[
		'one address sent its share without any work',
		{ ...nothing, address: AN_HOUR.waited },
		{ isWorkDone: false },
		'submission.too-many-from-you'
	],
	['the addresses around sent theirs', { ...nothing, network: AN_HOUR.network }, {}, 'submission.too-many-from-network']
] as const)('where %s', (_name, arrived, other, refused) => {
	expect(whyTooMany(arrived, { ...limits, ...other })?.code ?? null).toBe(refused)
})

test('addresses of one hand have the same surroundings', () => {
	expect(surroundings('203.0.113.7')).toBe(surroundings('203.0.113.250'))
	expect(surroundings('203.0.113.7')).not.toBe(surroundings('203.0.114.7'))
	expect(surroundings('::ffff:203.0.113.7')).toBe(surroundings('203.0.113.9'))
	expect(surroundings('2001:db8:7:1::1')).toBe(surroundings('2001:db8:7:ffff::9'))
	expect(surroundings('2001:db8:7::1')).not.toBe(surroundings('2001:db8:8::1'))
})
