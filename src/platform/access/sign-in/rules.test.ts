import { registry } from '#areas'
import { expect, test } from 'vitest'
import { asksRecentSignIn, asksSecondFactor, isFresh, isSensitivePage } from './rules.ts'

test('administrators and the secretariat act only with a second factor', () => {
	expect(asksSecondFactor('administrator')).toBe(true)
	expect(asksSecondFactor('secretariat')).toBe(true)
	for (const role of ['member', 'analyst', 'statistician', 'caseworker', 'observer', 'public'] as const)
		expect(asksSecondFactor(role), role).toBe(false)
})

test('what changes who may enter asks a recent sign-in; ordinary work does not', () => {
	for (const name of [
		'token.create',
		'invitation.send',
		'seat.handOver',
		'seatRule.add',
		'workspace.change',
		'history.erase'
	])
		expect(asksRecentSignIn(name), name).toBe(true)
	for (const name of ['comment.add', 'structure.change', 'workspace.import', 'seat.addNote'])
		expect(asksRecentSignIn(name), name).toBe(false)
})

test('every command about tokens, invitations, seats and rules is among them', () => {
	const commands = registry.operations.filter((one) => one.type === 'command').map((one) => one.name)
	const about = commands.filter((name) => /^(token|invitation|seatRule|seat)\./.test(name) && !/Note$/.test(name))
	expect(about.length).toBeGreaterThan(8)
	for (const name of about) expect(asksRecentSignIn(name), name).toBe(true)
})

test('a page whose form asks for it asks before the form is filled', () => {
	expect(isSensitivePage('/[workspace]/administration/people')).toBe(true)
	expect(isSensitivePage('/[workspace]/administration/tokens/new')).toBe(true)
	expect(isSensitivePage('/account/password')).toBe(true)
	expect(isSensitivePage('/[workspace]/administration/audit')).toBe(false)
	expect(isSensitivePage('/account')).toBe(false)
	expect(isSensitivePage(null)).toBe(false)
})

test('a form opened at the last moment can still be sent', () => {
	const now = new Date('2026-03-02T09:00:00Z')
	expect(isFresh(new Date('2026-03-02T08:41:00Z'), now)).toBe(true)
	expect(isFresh(new Date('2026-03-02T08:39:00Z'), now)).toBe(false)
})
